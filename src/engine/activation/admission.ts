import type { Instance } from '../../core/model/instance.ts';
import type { ServerLook } from '../../core/model/server-look.ts';
import { type ActivationNote, isBusy } from './activation-note.ts';

/** Several starts at once slow each other down, and every server beside them. */
const MAX_AT_ONCE = 3;

/** Players pass through these, so that their restart is felt on every server behind them. */
const PROXIES: ReadonlySet<string> = new Set(['velocity', 'bungeecord', 'geyser']);

export interface AdmissionInput {
  /** Everything that is under way on this host. */
  readonly underWay: readonly ActivationNote[];
  /** Managed instances of this host that wait to be restarted, this one included or not. */
  readonly waiting: readonly Instance[];
  /** Managed instances of this host. */
  readonly instances: readonly Instance[];
  /** Groups of which one member stays up where there is another. */
  readonly keepUp: readonly string[];
  readonly lookAt: (instance: Instance) => Promise<ServerLook>;
  readonly now: number;
}

/**
 * Why a server that may be restarted must let others go first, in words that stay the same as long as it does; undefined
 * when it is its turn: one of a group at a time, proxies after the servers behind them, and never the last one up of
 * a group that is kept up.
 */
export async function turnOf(candidate: Instance, input: AdmissionInput): Promise<string | undefined> {
  const busy = input.underWay.filter((note) => note.instance.id !== candidate.id && isBusy(note, input.now));
  const sharing = busy.find(({ instance }) => sharedGroup(candidate, instance) !== undefined);
  if (sharing !== undefined) {
    return `waiting: ${sharing.instance.name} first, one of ${sharedGroup(candidate, sharing.instance) ?? ''} at a time`;
  }
  if (busy.length >= MAX_AT_ONCE) return `waiting: ${MAX_AT_ONCE} other servers restart`;
  const before = firstBeforeProxy(candidate, busy, input.waiting);
  if (before !== undefined) return `waiting: ${before} first, proxies come last`;
  const lonely = await groupWithoutAnother(candidate, input);
  return lonely === undefined ? undefined : `waiting: another server of ${lonely} must be up`;
}

function sharedGroup(a: Pick<Instance, 'groups'>, b: Pick<Instance, 'groups'>): string | undefined {
  return a.groups.find((group) => b.groups.includes(group));
}

function firstBeforeProxy(
  candidate: Instance,
  busy: readonly ActivationNote[],
  waiting: readonly Instance[],
): string | undefined {
  if (!isProxy(candidate)) return undefined;
  return [...busy.map(({ instance }) => instance), ...waiting].find((other) => !isProxy(other))?.name;
}

function isProxy({ platform }: Pick<Instance, 'platform'>): boolean {
  return PROXIES.has(platform);
}

/** The only one of its group on this host has nobody to stand in for it, so that its own policy alone decides. */
async function groupWithoutAnother(
  candidate: Instance,
  { keepUp, instances, lookAt }: AdmissionInput,
): Promise<string | undefined> {
  for (const group of keepUp.filter((kept) => candidate.groups.includes(kept))) {
    const others = instances.filter(({ id, groups }) => id !== candidate.id && groups.includes(group));
    if (others.length === 0) continue;
    const looks = await Promise.all(others.map(lookAt));
    if (!looks.some(({ state }) => state === 'ready')) return group;
  }
  return undefined;
}
