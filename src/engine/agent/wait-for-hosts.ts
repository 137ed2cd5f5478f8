import type { Fleet } from '../../core/model/desired-state.ts';
import type { Instance } from '../../core/model/instance.ts';
import type { BlockedReason } from '../../core/model/plan.ts';
import type { StageWatch } from './stages.ts';

/**
 * Why a member of a group that is kept up must let other hosts go first; undefined when it is this host's turn. Hosts
 * that have members in the same stage take turns in the order of their names, so that never all of them are down at once.
 */
export async function waitForHosts(
  watch: Pick<StageWatch, 'missingOf'>,
  fleet: Fleet,
  instance: Instance,
): Promise<BlockedReason | undefined> {
  const { stage, groups } = instance;
  if (stage === undefined) return undefined;
  for (const group of fleet.policy.keepUp.filter((kept) => groups.includes(kept))) {
    const before = hostsBefore(fleet, instance, group);
    const [first] = before.length === 0 ? [] : await watch.missingOf(stage, before);
    if (first !== undefined) return waiting(group, first);
  }
  return undefined;
}

function hostsBefore(fleet: Fleet, { host, stage }: Instance, group: string): readonly string[] {
  const hosts = [...fleet.instances.values()]
    .filter((other) => other.managed && other.stage === stage && other.groups.includes(group))
    .map((other) => other.host)
    .filter((other) => other < host);
  return [...new Set(hosts)].sort();
}

function waiting(group: string, first: string): BlockedReason {
  return {
    code: 'stage',
    message: `another server of ${group} must be up: ${first} first`,
    help: `Nothing to do: hosts take turns in the order of their names, and this one follows when ${first} is done with the stage.`,
  };
}
