/** How long backups are kept. */
export interface RetentionRule {
  /** Sets younger than this stay. */
  readonly keepMillis: number;
  /** So many of the newest snapshots of an instance stay, and so many of its runs, however old they are. */
  readonly atLeast: number;
}

export interface RetainedSet {
  readonly id: string;
  readonly instance: string;
  readonly of: 'runs' | 'snapshots';
  /** By its manifest, in milliseconds since 1970, UTC. */
  readonly at: number;
  /** True when this host signed it. What others signed is kept as long, and never in the place of these. */
  readonly isOwn: boolean;
  /** True when every image of it is there. */
  readonly isWhole: boolean;
}

export interface RetentionInput {
  readonly sets: readonly RetainedSet[];
  readonly rule: RetentionRule;
  /** Ids that something still needs, such as the run that could be taken back. */
  readonly needed: ReadonlySet<string>;
  readonly now: number;
}

/** The ids of sets that may go: old, beyond the number, needed by nothing, and not the newest whole one of their kind. */
export function decideRetention({ sets, rule, needed, now }: RetentionInput): readonly string[] {
  const limit = Math.max(1, rule.atLeast);
  return [...groupsOf(sets).values()].flatMap((group) => {
    const newestFirst = group.toSorted((a, b) => b.at - a.at || (a.id < b.id ? 1 : -1));
    let whole = 0;
    return newestFirst
      .filter((set) => {
        // One that lost an image counts for nothing: another must stay in its place.
        const isAmongNewest = set.isWhole && whole < limit;
        if (set.isWhole) whole += 1;
        return !isAmongNewest && now - set.at > rule.keepMillis && !needed.has(set.id);
      })
      .map((set) => set.id);
  });
}

function groupsOf(sets: readonly RetainedSet[]): ReadonlyMap<string, readonly RetainedSet[]> {
  const groups = new Map<string, RetainedSet[]>();
  for (const set of sets) {
    const name = `${set.instance} ${set.of} ${set.isOwn}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [set]);
    else group.push(set);
  }
  return groups;
}

export interface ImageInput {
  /** Digests of all images of the store. */
  readonly listed: readonly string[];
  /** Digests that something kept names. */
  readonly named: ReadonlySet<string>;
  /** When each was first found without a name. */
  readonly unnamedSince: ReadonlyMap<string, number>;
  readonly now: number;
}

/** So long an image without a name stays: a run stores its images first and names them afterwards. */
export const GRACE_MILLIS = 24 * 3_600_000;
/** What is remembered from one day to the next stays small; the rest has its turn later. */
const MAX_REMEMBERED = 10_000;

/** Images that may go since nothing has named them for a day, and what to remember for the next look. */
export function decideImages({ listed, named, unnamedSince, now }: ImageInput): {
  readonly drop: readonly string[];
  readonly unnamedSince: ReadonlyMap<string, number>;
} {
  const drop: string[] = [];
  const remembered = new Map<string, number>();
  for (const digest of listed) {
    if (named.has(digest)) continue;
    const since = unnamedSince.get(digest);
    // A clock that went back starts the day anew.
    if (since !== undefined && now - since > GRACE_MILLIS) drop.push(digest);
    else if (remembered.size < MAX_REMEMBERED) remembered.set(digest, Math.min(since ?? now, now));
  }
  return { drop, unnamedSince: remembered };
}
