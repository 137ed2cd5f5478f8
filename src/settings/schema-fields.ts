import * as z from 'zod';
import { isPath } from './source-address.ts';

/** A text that a rule holds for; `help` is what to do where it does not. */
export function text(isGood: (value: string) => boolean, error: string, help: string) {
  return z.string().refine(isGood, { error, params: { help }, abort: true });
}

/** The whole path of a file or folder. */
export const path = () => text(isPath, 'it is no absolute path', 'Write the whole path, from `/` on.');

/** A reference to a secret, which never stands in the file itself. */
export const secret = () =>
  z.union(
    [
      z.strictObject({
        env: text(
          (name) => /^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(name),
          'no environment variable can have this name',
          'Use letters, digits and `_`.',
        ).describe('The environment variable that holds it.'),
      }),
      z.strictObject({ file: path().describe('The file that holds it; its owner alone may open it.') }),
    ],
    {
      error:
        'a secret never stands in this file; write `{ env: NAME }` or `{ file: /path }`, and change a secret that stood here',
    },
  );
