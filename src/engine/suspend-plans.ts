import type { FilePlan, HeldKey, InstancePlan } from '../core/model/plan.ts';
import type { Suspension, SuspensionInForce } from '../core/model/suspension.ts';
import { inForceOn, suspendedPlugins, suspensionOf } from '../core/plan/suspension-of.ts';
import type { HostReaders } from './host-state.ts';
import { suspendedReason, suspendedText } from './orders/suspension-words.ts';

/** What is suspended on a host, by its repository and by people on it, at the moment that a pass takes for now. */
export function pausedNow(
  { clock, suspensions }: Pick<HostReaders, 'clock' | 'suspensions'>,
  hostName: string,
  ofRepository: readonly Suspension[],
) {
  const now = clock.now();
  const ordered = { repository: ofRepository, host: suspensions() };
  return { hostName, now, suspensions: inForceOn({ host: hostName, now }, ordered) };
}

/** Blocks suspended instances, also those without changes. One that could not be compared keeps the reason for that. */
export function suspendPlans(
  plans: readonly InstancePlan[],
  suspensions: readonly SuspensionInForce[],
  now: number,
): readonly InstancePlan[] {
  return plans.map((plan) => {
    const suspension = suspensionOf(suspensions, plan.instance, now);
    if (suspension === undefined || !wasCompared(plan)) return plan;
    return { ...plan, blocked: suspendedReason(suspension, plan.instance.host) };
  });
}

export function isSuspended({ blocked }: Pick<InstancePlan, 'blocked'>): boolean {
  return blocked?.code === 'suspended';
}

function wasCompared({ blocked, counts }: InstancePlan): boolean {
  return blocked === undefined || Object.values(counts).some((count) => count > 0);
}

/** Holds the keys of suspended plugins, so that the rest of the instance goes on. */
export function holdSuspendedPlugins(
  plan: InstancePlan,
  suspensions: readonly SuspensionInForce[],
  now: number,
): InstancePlan {
  const plugins = suspendedPlugins(suspensions, now);
  if (plugins.size === 0) return plan;
  const files = plan.files.map((file) => {
    const suspension = plugins.get(file.file.plugin);
    return suspension === undefined ? file : holdChanges(file, suspension);
  });
  return { ...plan, files };
}

function holdChanges(file: FilePlan, suspension: SuspensionInForce): FilePlan {
  const detail = suspendedText(suspension);
  const held = file.changes.map((change): HeldKey => ({ ...change, reason: 'suspended', detail }));
  return { ...file, postImage: file.preImage, changes: [], held: [...held, ...file.held] };
}
