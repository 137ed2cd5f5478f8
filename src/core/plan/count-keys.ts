import type { FileDrift, KeyVerdict } from '../model/drift.ts';
import type { KeyCounts } from '../model/plan.ts';

const NONE: KeyCounts = {
  'in-sync': 0,
  converged: 0,
  unadopted: 0,
  pending: 0,
  drifted: 0,
  conflicting: 0,
  unknown: 0,
};

/** Counts of an instance whose keys are all in sync. */
export function allInSync(ownedKeys: number): KeyCounts {
  return { ...NONE, 'in-sync': ownedKeys };
}

/** The counts with one more file's keys added. */
export function addFileCounts(counts: KeyCounts, drift: FileDrift): KeyCounts {
  const owned = drift.file.keys.length;
  if (drift.kind === 'unreadable' || drift.kind === 'plugin-missing') {
    return { ...counts, unknown: counts.unknown + owned };
  }
  const next: Record<KeyVerdict | 'unknown', number> = { ...counts };
  for (const key of drift.keys) next[key.verdict] += 1;
  next['in-sync'] += Math.max(0, owned - drift.keys.length);
  return next;
}

export function addCounts(a: KeyCounts, b: KeyCounts): KeyCounts {
  const sum: Record<KeyVerdict | 'unknown', number> = { ...a };
  for (const verdict of Object.keys(NONE) as (keyof KeyCounts)[]) sum[verdict] += b[verdict];
  return sum;
}

export const NO_KEYS: KeyCounts = NONE;
