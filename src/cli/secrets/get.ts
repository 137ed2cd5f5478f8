import { MistakeError } from '../../core/model/errors.ts';
import { readersOf } from '../../core/model/secret-recipients.ts';
import { suggestName } from '../../core/source/suggest-name.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { readersText, toReaderJson } from '../print/print-secrets.ts';
import { assertOperands, type SecretsCall } from './secrets-call.ts';
import { needIdentity, openWorkTree } from './work-tree.ts';

/** Tells who may read a secret and whether it can be opened here; its value only when that is asked for. */
export async function getSecret({ context, options, operands, screen }: SecretsCall): Promise<ExitCode> {
  assertOperands(operands, { least: 1, most: 1, usage: 'get NAME [--show]' });
  const [name = ''] = operands;
  const { written } = await openWorkTree(context, options);
  const file = written.sealed.get(name);
  if (file === undefined) {
    const next = `See which there are: homeamp secrets check.${suggestName(name, [...written.sealed.keys()])}`;
    throw new MistakeError(`the repository holds no secret of that name`, next);
  }
  const { opener } = await needIdentity(context, options, await context.openSealer());
  const result = await opener.open(name, file.bytes);
  const value = result.kind === 'opened' && options.show === true ? result.secret.reveal() : null;
  const readers = readersOf(written.recipients, name);
  const why = result.kind === 'opened' ? null : result.why;
  if (options.json === true) {
    screen.json({ name, readers: readers.map(toReaderJson), opened: why === null, why, value });
  } else if (value !== null) {
    // To the letter, so that it can be handed on.
    context.stdout.write(`${value}\n`);
  } else {
    screen.print(
      [`${name} may be read by ${readersText(readers)}.`],
      [
        why === null
          ? 'It can be opened here; --show shows its value.'
          : `It can't be opened here: ${name} ${why}.`,
      ],
    );
  }
  return why === null ? EXIT.done : EXIT.differs;
}
