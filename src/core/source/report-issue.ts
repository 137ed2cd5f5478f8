import type { Issue, SourcePlace } from '../model/issue.ts';
import { type IssueKind, SOURCE_ISSUES, type SourceIssueCode } from './issue-codes.ts';

/** Takes note of one mistake; `message` says what is wrong and `help` what to do. */
export type ReportIssue<Code extends string = SourceIssueCode> = (
  code: Code,
  place: SourcePlace,
  message: string,
  help: string,
) => void;

export interface IssueCollection<Code extends string> {
  readonly report: ReportIssue<Code>;
  /** Grows with each report. */
  readonly issues: readonly Issue[];
}

const MOST_OF_A_FILE = 200;

/** Collects issues: of one file at most 200 errors and 200 warnings, so that it does not bury the others. */
export function collectIssues(): IssueCollection<SourceIssueCode> {
  return collectIssuesOf(SOURCE_ISSUES);
}

/** As `collectIssues`, for a table of more codes. */
export function collectIssuesOf<Code extends string>(
  kinds: Readonly<Record<Code, IssueKind>>,
): IssueCollection<Code> {
  const issues: Issue[] = [];
  const counts = new Map<string, number>();
  const report: ReportIssue<Code> = (code, place, message, help) => {
    const { severity } = kinds[code];
    const group = `${severity} ${place.file}`;
    const count = (counts.get(group) ?? 0) + 1;
    counts.set(group, count);
    if (count <= MOST_OF_A_FILE) issues.push({ severity, code, message, help, place });
    else if (count === MOST_OF_A_FILE + 1) issues.push(tooMany(severity, place.file));
  };
  return { report, issues };
}

function tooMany(severity: Issue['severity'], file: string): Issue {
  return {
    severity,
    code: 'too-many-issues' satisfies SourceIssueCode,
    message: `More than ${MOST_OF_A_FILE} ${severity}s were found in this file; the rest is not shown.`,
    help: 'Correct those that are shown and validate again.',
    place: { file, line: 0, column: 0 },
  };
}

const LONGEST_SHOWN = 80;

/** A name from a file, in backticks, cut to 80 characters and without control characters. */
export function quoteName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it replaces
  const plain = name.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069`]/g, '?');
  return `\`${plain.length > LONGEST_SHOWN ? `${plain.slice(0, LONGEST_SHOWN)}…` : plain}\``;
}
