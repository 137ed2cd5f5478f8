import type { LegacyFinding } from './legacy-finding.ts';

/** What is counted: keys of baselines, values of the workbook, rows of the matrix. */
export type Counted = 'keys' | 'values' | 'rows';

/** Collects what is found. Nothing is left out but through it, so that every loss has a finding that tells of it. */
export interface Ledger {
  readonly tell: (finding: LegacyFinding) => void;
  /** Tells, and books so many as read and not written. */
  readonly leaveOut: (of: Counted, count: number, finding: LegacyFinding) => void;
  readonly findings: readonly LegacyFinding[];
  readonly leftOut: Readonly<Record<Counted, number>>;
}

export function createLedger(): Ledger {
  const findings = new Set<LegacyFinding>();
  const leftOut = { keys: 0, values: 0, rows: 0 };
  return {
    tell: (finding) => void findings.add(finding),
    leaveOut(of, count, finding) {
      findings.add(finding);
      leftOut[of] += count;
    },
    get findings() {
      return [...findings];
    },
    leftOut,
  };
}
