import { loadDesiredState } from '../../engine/load-desired-state.ts';
import { checkSecrets } from '../../engine/secrets/check-secrets.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { holdsDesiredState, repositoryPlace } from '../host-place.ts';
import { printCheck } from '../print/print-secrets.ts';
import { assertOperands, type SecretsCall } from './secrets-call.ts';
import { findIdentity } from './work-tree.ts';

/** Looks at every secret that the repository holds or uses. Exit code 1 where something has to be done. */
export async function checkRepository(call: SecretsCall): Promise<ExitCode> {
  const { context, options, operands } = call;
  assertOperands(operands, { least: 0, most: 0, usage: 'check [--host NAME]' });
  const place = repositoryPlace(context.environment, options);
  const { source, workbooks, secrets: own } = await context.openRepository(place);
  const ref = options.revision ?? (holdsDesiredState(place.repo) ? 'WORKTREE' : undefined);
  const state = await loadDesiredState({ source, workbooks, ref });
  const identity = await findIdentity(context, options, await context.openSealer());
  const check = await checkSecrets({ state, identity, own, host: options.host });
  printCheck(call, check);
  return check.findings.some(({ isWrong }) => isWrong) ? EXIT.differs : EXIT.done;
}
