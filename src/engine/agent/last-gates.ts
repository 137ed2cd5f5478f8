import type { InstanceId } from '../../core/model/instance.ts';
import type { BlockedReason, InstancePlan } from '../../core/model/plan.ts';
import { isOnlyTiming, SERVER_CODES } from '../../core/model/server-codes.ts';
import type { Notes } from '../../ports/notes.ts';
import { isChanged } from '../gates.ts';
import { jsonNote } from '../json-note.ts';
import type { MadePlan } from '../make-plan.ts';

/** What the agent's last pass found in the way of instances that a plan alone can't know: stages, turns, the store. */
interface LastGates {
  readonly revision: string;
  readonly reasons: readonly (readonly [InstanceId, BlockedReason])[];
}

const { read, write } = jsonNote<LastGates>('last-gates');

const OF_AGENT: ReadonlySet<string> = new Set([
  'stage',
  'rollout-stopped',
  'store-away',
  SERVER_CODES.waiting,
]);

export function keepLastGates(notes: Notes, { plan }: Pick<MadePlan, 'plan'>): void {
  const reasons = plan.instances.flatMap(({ instance, blocked }) =>
    blocked !== undefined && OF_AGENT.has(blocked.code) ? [[instance.id, blocked] as const] : [],
  );
  const revision = revisionOf(plan);
  write(notes, reasons.length === 0 ? undefined : { revision, reasons });
}

/** The plan with what the agent last waited for, where it is of the same revision and nothing else is in the way. */
export function withLastGates(notes: Notes, made: MadePlan): MadePlan {
  const known = read(notes);
  if (known === undefined || known.revision !== revisionOf(made.plan)) return made;
  const reasons = new Map(known.reasons);
  const instances = made.plan.instances.map((plan): InstancePlan => {
    const reason = reasons.get(plan.instance.id);
    const isOpen =
      isChanged(plan) && isOnlyTiming(plan.blocked) && plan.blocked?.code !== SERVER_CODES.restarting;
    return reason === undefined || !isOpen ? plan : { ...plan, blocked: reason };
  });
  return { ...made, plan: { ...made.plan, instances } };
}

function revisionOf({ revision }: MadePlan['plan']): string {
  return revision.kind === 'commit' ? revision.sha : revision.digest;
}
