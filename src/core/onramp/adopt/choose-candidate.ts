import type { AdoptionEdit } from './adoption-edit.ts';
import type { TouchedKey } from './edited-key.ts';

/** An edit that brings a live value into the repository, proven by rendering. */
export interface Candidate {
  readonly edit: AdoptionEdit;
  /** What else is desired otherwise with it, but for keys whose servers have just that value already. */
  readonly touches: readonly TouchedKey[];
  /** Instances, the key's own among them, that would have the live value by it without a layer of their own. */
  readonly shared: number;
  /** Instances that have the file. */
  readonly placed: number;
}

const WIDE: ReadonlySet<string> = new Set(['host', 'group', 'fleet', 'baseline']);

/**
 * The index of the proposed one, of candidates that are sorted narrowest first: the widest that touches nothing else
 * where most instances have the value, else the narrowest that touches nothing else, else the narrowest.
 */
export function chooseCandidate(candidates: readonly Candidate[]): number {
  const harmless = candidates.map(({ touches }) => touches.length === 0);
  const shared = candidates.findLastIndex(
    ({ edit, shared: sharing, placed }, index) =>
      harmless[index] === true && isWide(edit) && sharing >= 2 && sharing * 2 > placed,
  );
  const safe = candidates.findIndex(({ edit }, index) => harmless[index] === true && !leavesKey(edit));
  return [shared, safe, 0].find((index) => index >= 0) ?? 0;
}

function isWide(edit: AdoptionEdit): boolean {
  return edit.kind === 'key' && WIDE.has(edit.layer.kind) && edit.change.kind !== 'release';
}

/** A key that is gone from the server is to stay away, unless somebody gives it up on purpose. */
function leavesKey(edit: AdoptionEdit): boolean {
  return edit.kind === 'key' && edit.change.kind === 'release' && edit.layer.kind === 'baseline';
}
