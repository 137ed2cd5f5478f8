import { MistakeError } from '../../core/model/errors.ts';
import { Secret } from '../../core/model/secret.ts';
import type { SecretSealer } from '../../ports/secret-sealer.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';

/**
 * A secret's new value: from a file, from the standard input without the line end at its end, or asked for without
 * showing it. Never from the command line, which other users of the machine see.
 */
export async function readValue(
  context: CliContext,
  { file }: Pick<CliOptions, 'file'>,
  { name, sealer }: { readonly name: string; readonly sealer: SecretSealer },
): Promise<Secret<string>> {
  if (file !== undefined) return sealer.readValue(file);
  if (context.readInput !== undefined) return new Secret((await context.readInput()).replace(/\r?\n$/, ''));
  if (context.questions !== undefined) {
    return new Secret(await context.questions.promptHidden(`The value of ${name} (it is not shown)`));
  }
  throw new MistakeError(
    `there is no value for ${name}, and nobody to ask`,
    'Give it on the standard input, or in a file with --file.',
  );
}
