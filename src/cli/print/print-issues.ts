import type { Issue, SourcePlace } from '../../core/model/issue.ts';
import { type Line, styled } from './screen.ts';

/** Two lines an issue: where and what, then what to do. */
export function issueLines(issues: readonly Issue[]): readonly Line[] {
  return issues.flatMap((issue): readonly Line[] => [
    [
      styled('bold', placeText(issue.place)),
      ' ',
      styled(issue.severity === 'error' ? 'red' : 'yellow', issue.severity),
      ` ${issue.message} `,
      styled('dim', `[${issue.code}]`),
    ],
    ['    ', styled('cyan', issue.help)],
  ]);
}

/** `file:line:column`, or `file (sheet!cell)` for a workbook. */
export function placeText(place: SourcePlace): string {
  if (place.sheet !== undefined) return `${place.file} (${place.sheet}!${place.cell ?? ''})`;
  if (place.line === 0) return place.file;
  return place.column === 0 ? `${place.file}:${place.line}` : `${place.file}:${place.line}:${place.column}`;
}

/** The line by which GitHub Actions marks the place of an issue in a pull request. */
export function githubAnnotation({ severity, code, message, help, place }: Issue): string {
  const where = [
    `file=${escapeProperty(place.file)}`,
    ...(place.line > 0 ? [`line=${place.line}`] : []),
    ...(place.line > 0 && place.column > 0 ? [`col=${place.column}`] : []),
  ];
  const cell = place.sheet === undefined ? '' : ` (${place.sheet}!${place.cell ?? ''})`;
  const title = escapeProperty(code);
  return `::${severity} ${where.join(',')},title=${title}::${escapeData(`${message}${cell} ${help}`)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
