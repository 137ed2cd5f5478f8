import type { Finding } from './finding.ts';

export type FindingCounts = Readonly<Record<Finding['result'], number>>;

export function countFindings(findings: readonly Finding[]): FindingCounts {
  const of = (result: Finding['result']) => findings.filter((finding) => finding.result === result).length;
  return { ok: of('ok'), warning: of('warning'), failed: of('failed'), skipped: of('skipped') };
}

/** The gravest result; what was skipped does not count. */
export function worstResult(counts: FindingCounts): 'ok' | 'warning' | 'failed' {
  if (counts.failed > 0) return 'failed';
  return counts.warning > 0 ? 'warning' : 'ok';
}
