import { fullInstantSchema } from './instant.ts';
import type { ReportIssue } from './report-issue.ts';

/**
 * For files that no server reads: an unquoted date is fine where it is a whole point in time with its zone. YAML would
 * silently take any other for UTC, or for the next month, so it is an error.
 */
export function withWrittenDates(text: string, report: ReportIssue): ReportIssue {
  const lines = text.split('\n');
  return (code, place, message, help) => {
    if (code !== 'yaml-timestamp') return report(code, place, message, help);
    const written = lines[place.line - 1]?.slice(place.column - 1) ?? '';
    const [date = ''] = /^[^\s,}\]]*/.exec(written) ?? [];
    if (fullInstantSchema.safeParse(date).success) return;
    const way = 'Write it as in `2026-12-01T08:00:00Z`, or in quotes where text is meant.';
    report('bad-value', place, 'This date is not a whole point in time with its zone.', way);
  };
}
