import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MistakeError } from '../../core/model/errors.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import type { Line } from '../print/screen.ts';
import { writeWorkFiles } from '../write-work-files.ts';
import { assertOperands, type SecretsCall } from './secrets-call.ts';

const HOOK = '.githooks/pre-commit';
const SCRIPT = `#!/bin/sh
# Keeps secrets in clear out of commits. Made by: homeamp secrets hook
if ! command -v homeamp >/dev/null 2>&1; then
  echo 'homeamp is not installed, so nobody looked for secrets. To commit all the same: git commit --no-verify' >&2
  exit 1
fi
exec homeamp secrets scan --staged
`;

/** Writes the hook that looks for secrets in clear before each commit. */
export async function makeHook({ context, options, operands, screen }: SecretsCall): Promise<ExitCode> {
  assertOperands(operands, { least: 0, most: 0, usage: 'hook' });
  const { top } = await context.openTrackedFiles(options.repo ?? '.');
  const made = makeHookIn(top);
  if (options.json === true) screen.json({ hook: HOOK, made });
  else screen.print(...HOOK_LINES);
  return EXIT.done;
}

export const HOOK_LINES: readonly Line[] = [
  [`${HOOK} looks for secrets in clear before each commit.`],
  ['Commit it, and turn it on in each copy of the repository: git config core.hooksPath .githooks'],
];

/** False where it is there already. Throws `MistakeError` where another hook is, which is kept. */
export function makeHookIn(dir: string): boolean {
  const path = join(dir, HOOK);
  const isThere = existsSync(path);
  if (isThere && readFileSync(path, 'utf8') !== SCRIPT) {
    throw new MistakeError(
      `${path} is another hook, which is kept`,
      'Add this line to it: homeamp secrets scan --staged',
    );
  }
  if (!isThere) writeWorkFiles(dir, [{ path: HOOK, content: SCRIPT, mode: 0o755 }]);
  return !isThere;
}
