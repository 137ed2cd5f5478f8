import type { Merge } from './week-ledger.ts';
import type { Wanted } from './week-live-files.ts';
import { type BaselineChange, mergeChanges, mergeRevert } from './week-repository.ts';
import type { WeekWorld } from './week-run.ts';
import { UNBEARABLE } from './week-servers.ts';
import { at, MINUTE } from './week-time.ts';

interface PlannedMerge {
  readonly name: string;
  readonly at: number;
  readonly changes: readonly BaselineChange[];
  /** A revert takes the bad one back by Git's own means. */
  readonly kind?: Merge['kind'];
  /** Instances that have been brought back to these values already. */
  readonly spares?: string;
}

const baseline = (plugin: string, from: string, to: string): BaselineChange => ({ plugin, from, to });

export const BAD = 'Teleport back from far away';
/** Within one hour, so that one restart must do for all of them. */
export const FOLDED = ['Items vanish sooner', 'Save worlds more often', 'Forget old players sooner'] as const;
/** For servers behind the proxy on its host, and for the proxy. */
export const WITH_PROXY = 'Let the proxy give up sooner';

const MERGES: readonly PlannedMerge[] = [
  {
    name: 'Keep the log quiet',
    at: at('Mon', '08:00'),
    changes: [baseline('LuckPerms', 'log-notify: true', 'log-notify: false')],
  },
  {
    name: 'Smaller heaps of mobs',
    at: at('Mon', '13:05'),
    changes: [baseline('EliteMobs', 'superMobStackAmount: 50', 'superMobStackAmount: 40')],
  },
  {
    name: FOLDED[0],
    at: at('Tue', '09:00'),
    changes: [baseline('spigot-yml', 'item-despawn-rate: 6000', 'item-despawn-rate: 4500')],
  },
  {
    name: FOLDED[1],
    at: at('Tue', '09:20'),
    changes: [baseline('bukkit-yml', 'autosave: 6000', 'autosave: 5000')],
  },
  {
    name: FOLDED[2],
    at: at('Tue', '09:45'),
    changes: [baseline('mcMMO', 'Old_User_Cutoff: 24', 'Old_User_Cutoff: 12')],
  },
  {
    name: BAD,
    at: at('Wed', '10:00'),
    changes: [baseline('CMI', 'BackMinDistance: 10', UNBEARABLE.text)],
    kind: 'bad',
  },
  {
    name: 'Take it back',
    at: at('Wed', '16:00'),
    changes: [baseline('CMI', UNBEARABLE.text, 'BackMinDistance: 10')],
    kind: 'revert',
    spares: UNBEARABLE.instance,
  },
  {
    name: 'Structures closer to the sky',
    at: at('Thu', '09:00'),
    changes: [baseline('BetterStructures', 'distanceSky: 120', 'distanceSky: 100')],
  },
  {
    name: 'Longer names for pets',
    at: at('Fri', '14:40'),
    changes: [baseline('CombatPets', 'Max_Length: 20', 'Max_Length: 24')],
  },
  {
    name: WITH_PROXY,
    at: at('Sat', '09:00'),
    changes: [
      baseline('velocity', 'read-timeout = 30000', 'read-timeout = 20000'),
      baseline('HuskSync', 'mode: LOCKSTEP', 'mode: DELAY'),
    ],
  },
  {
    name: 'More time to write signs',
    at: at('Sat', '18:00'),
    changes: [baseline('CraftBook5', 'sign-click-timeout: 20', 'sign-click-timeout: 30')],
  },
  {
    name: 'Shorter nicknames',
    at: at('Sun', '09:00'),
    changes: [baseline('Essentials', 'max-nick-length: 20', 'max-nick-length: 16')],
  },
];

/** The week's merges, each as an agent hears of it a few minutes later. */
export function planMerges(world: WeekWorld, wanted: Wanted): void {
  for (const planned of MERGES) {
    world.plan(planned.at, () => {
      const { name, at, kind = 'good', changes } = planned;
      const touches = placedOn(wanted, changes).filter((each) => each !== planned.spares);
      world.ledger.merges.push({ name, at, sha: merge(world, planned), touches, kind });
      world.fleet.hosts.forEach((host, index) => {
        world.hurry(host.name, world.now() + (1 + 2 * index) * MINUTE);
      });
    });
  }
}

function merge({ fleet, ledger }: WeekWorld, { name, changes, kind }: PlannedMerge): string {
  if (kind !== 'revert') return mergeChanges(fleet.sandbox, name, changes);
  return mergeRevert(fleet.sandbox, ledger.merges.find((each) => each.kind === 'bad')?.sha ?? '');
}

/** Names of instances that have a plugin whose baseline is changed. */
function placedOn(wanted: Wanted, changes: readonly BaselineChange[]): readonly string[] {
  const plugins = changes.map(({ plugin }) => plugin);
  return [...wanted]
    .filter(([, files]) => [...files.values()].some(({ plugin }) => plugins.includes(plugin)))
    .map(([name]) => name);
}
