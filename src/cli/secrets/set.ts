import { MistakeError } from '../../core/model/errors.ts';
import type { Secret } from '../../core/model/secret.ts';
import { isSecretName } from '../../core/model/secret-name.ts';
import { type NewlySealed, sealSecrets } from '../../engine/secrets/seal-secrets.ts';
import type { SecretSealer } from '../../ports/secret-sealer.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printSealed } from '../print/print-secrets.ts';
import { writeWorkFiles } from '../write-work-files.ts';
import { readValue } from './read-value.ts';
import { assertOperands, type SecretsCall } from './secrets-call.ts';
import { openWorkTree, type WorkTree } from './work-tree.ts';

/** Encrypts one value, or all of a file of `NAME=value`, for those who may read it. */
export async function setSecrets(call: SecretsCall): Promise<ExitCode> {
  const { context, options } = call;
  const tree = await openWorkTree(context, options);
  const sealer = await context.openSealer();
  const values = await valuesOf(call, sealer);
  const sealed = await sealSecrets(sealer, tree.written, values);
  writeSealed(tree, sealed);
  printSealed(call, sealed);
  return EXIT.done;
}

async function valuesOf(
  { context, options, operands }: SecretsCall,
  sealer: SecretSealer,
): Promise<ReadonlyMap<string, Secret<string>>> {
  if (options.from !== undefined) {
    assertOperands(operands, { least: 0, most: 0, usage: 'set --from FILE' });
    return new Map(options.from.flatMap((file) => [...sealer.readValues(file)]));
  }
  assertOperands(operands, { least: 1, most: 1, usage: 'set NAME [--file FILE]' });
  const [name = ''] = operands;
  // Before anything is typed: a value given as the name would be asked for again by its own name.
  if (!isSecretName(name)) {
    throw new MistakeError(
      'that is no name for a secret',
      'Use letters, digits, `_` and `-`, at most 64 of them.',
    );
  }
  return new Map([[name, await readValue(context, options, { name, sealer })]]);
}

/** Puts the encrypted files into the work tree. */
export function writeSealed({ dir }: WorkTree, sealed: readonly NewlySealed[]): void {
  writeWorkFiles(
    dir,
    sealed.map(({ file, bytes }) => ({ path: file, content: bytes })),
  );
}
