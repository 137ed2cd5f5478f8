import { MistakeError } from '../../core/model/errors.ts';
import type { Secret } from '../../core/model/secret.ts';
import { openAll, sealSecrets } from '../../engine/secrets/seal-secrets.ts';
import type { SecretSealer } from '../../ports/secret-sealer.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { printSealed } from '../print/print-secrets.ts';
import { readValue } from './read-value.ts';
import { assertOperands, type SecretsCall } from './secrets-call.ts';
import { writeSealed } from './set.ts';
import { needIdentity, openWorkTree, type WorkTree } from './work-tree.ts';

/** Encrypts secrets anew, all of them or the named ones, for those who may read them now. All or nothing. */
export async function rotateSecrets(call: SecretsCall): Promise<ExitCode> {
  const tree = await openWorkTree(call.context, call.options);
  const sealer = await call.context.openSealer();
  const values =
    call.options.newValue === true ? await newValue(call, sealer) : await oldValues(call, sealer, tree);
  const sealed = await sealSecrets(sealer, tree.written, values);
  writeSealed(tree, sealed);
  printSealed(call, sealed);
  if (call.options.json !== true && call.options.newValue !== true && sealed.length > 0) {
    call.screen.print([STILL_READABLE]);
  }
  return EXIT.done;
}

const STILL_READABLE =
  "Whoever could read the old files still can, in Git's history: where somebody left, change the values too (--new-value).";

async function newValue(
  { context, options, operands }: SecretsCall,
  sealer: SecretSealer,
): Promise<ReadonlyMap<string, Secret<string>>> {
  assertOperands(operands, { least: 1, most: 1, usage: 'rotate NAME --new-value' });
  const [name = ''] = operands;
  return new Map([[name, await readValue(context, options, { name, sealer })]]);
}

async function oldValues(
  { context, options, operands }: SecretsCall,
  sealer: SecretSealer,
  { written }: WorkTree,
): Promise<ReadonlyMap<string, Secret<string>>> {
  const names = operands.length === 0 ? [...written.sealed.keys()] : operands;
  if (names.length === 0) {
    throw new MistakeError('the repository holds no secrets', 'Begin with `homeamp secrets set NAME`.');
  }
  const { opener } = await needIdentity(context, options, sealer);
  return openAll(opener, written, names);
}
