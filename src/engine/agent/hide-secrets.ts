import { MistakeError } from '../../core/model/errors.ts';
import { listActivations } from '../activation/activation-note.ts';
import { sha256 } from '../digest.ts';
import { loadDesiredState } from '../load-desired-state.ts';
import { openSecrets } from '../secrets/open-secrets.ts';
import { readAccepted } from './accepted-revision.ts';
import { NO_SOURCE } from './no-source.ts';
import type { Pass } from './pass.ts';

/**
 * Opens the secrets of the revision in force before servers' words are read, so that they are hidden there. While all
 * is in sync nothing else opens them, as after a restart of the agent.
 */
export async function hideSecrets({ agent, memory }: Pass): Promise<void> {
  const accepted = readAccepted(agent.notes);
  if (accepted === undefined || accepted.treeId === memory.hiddenFor) return;
  if (listActivations(agent.notes).length === 0) return;
  if (agent.over(NO_SOURCE).secrets.opener.stamp(sha256) === undefined) return;
  const host = agent.over(agent.history.at(accepted.sha));
  try {
    const state = await loadDesiredState({ ...host, ref: undefined, checkedTree: accepted.treeId });
    const { instances } = state.desired.fleet;
    const own = [...instances.values()].filter(
      (instance) => instance.host === agent.name && instance.managed,
    );
    const { opened } = await openSecrets(host.secrets, state, own);
    host.secrets.opener.hide(opened);
  } catch (failure) {
    if (!(failure instanceof MistakeError)) throw failure;
  }
  memory.hiddenFor = accepted.treeId;
}
