import type { InstanceId } from '../core/model/instance.ts';
import type { InstanceOutcome } from './apply/apply-plan.ts';
import type { HostReaders } from './host-state.ts';
import type { MadePlan } from './make-plan.ts';

interface LoadedQuestion {
  readonly instance: InstanceId;
  /** What was done with it just now. */
  readonly outcome: InstanceOutcome | undefined;
  /** When files were written that its server did not use afterwards, in milliseconds since 1970, UTC. */
  readonly unloadedSince: number | undefined;
}

/**
 * True while a server still runs on what was in its files before they were written. Only processes are looked at, so it
 * is for hosts without AMP, and only of instances that were written under a running server.
 */
export function runsOldValues(
  host: Pick<HostReaders, 'amp' | 'control'>,
  { locations }: Pick<MadePlan, 'locations'>,
  { instance, outcome, unloadedSince }: LoadedQuestion,
): boolean {
  const location = locations.get(instance);
  const isWritten = outcome?.kind === 'applied' || unloadedSince !== undefined;
  if (host.amp !== undefined || !isWritten || location?.kind !== 'found') return false;
  const process = host.control.processState(location.root);
  if (process.kind !== 'running') return false;
  return outcome?.kind === 'applied' || process.startedAt < (unloadedSince ?? 0);
}
