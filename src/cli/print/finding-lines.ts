import { CHECK_GROUPS, CHECKS } from '../../core/doctor/check-list.ts';
import { countFindings } from '../../core/doctor/count-findings.ts';
import type { Finding } from '../../core/doctor/finding.ts';
import { type Line, type Style, styled } from './screen.ts';

const MARKS: Readonly<Record<Finding['result'], readonly [string, Style]>> = {
  ok: ['ok     ', 'green'],
  warning: ['warning', 'yellow'],
  failed: ['FAILED ', 'red'],
  skipped: ['skipped', 'dim'],
};

/** One line a finding below its group, what to do under each problem, and the sum. */
export function findingLines(findings: readonly Finding[]): readonly Line[] {
  const groups = CHECK_GROUPS.flatMap((group): readonly Line[] => {
    const own = findings.filter(({ check }) => CHECKS[check].group === group);
    return own.length === 0 ? [] : [[styled('bold', group)], ...own.flatMap(linesOf), []];
  });
  return [...groups, sumLine(findings)];
}

function linesOf(finding: Finding): readonly Line[] {
  const [mark, style] = MARKS[finding.result];
  const code = 'code' in finding ? [' ', styled('dim', `[${finding.code}]`)] : [];
  const line: Line = ['  ', styled(style, mark), ' ', finding.check, ': ', finding.message, ...code];
  return 'next' in finding ? [line, ['          ', styled('cyan', finding.next)]] : [line];
}

function sumLine(findings: readonly Finding[]): Line {
  const { ok, warning, failed, skipped } = countFindings(findings);
  const words = `${ok} ok, ${warning} with a warning, ${failed} failed, ${skipped} skipped.`;
  const [style, verdict] = failed > 0 ? (['red', 'Not well'] as const) : (['green', 'Well'] as const);
  return [styled(style, verdict), `: ${words}`];
}
