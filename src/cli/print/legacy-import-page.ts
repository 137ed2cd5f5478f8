import { FINDING_KINDS, type LegacyFinding } from '../../core/onramp/legacy/legacy-finding.ts';
import { inlineCode, tableCell } from '../../core/report/markdown-text.ts';
import type { LegacyImport } from '../../engine/onramp/legacy/import-legacy.ts';
import { placeText } from './print-issues.ts';
import { countKinds } from './print-legacy-import.ts';

const MOST_PLACES = 40;

/** The whole report of an import as Markdown, for reading and for keeping beside the repository. */
export function legacyImportPage({ findings, account }: LegacyImport): string {
  const kinds = countKinds(findings);
  const byKind = new Map(
    kinds.map(({ kind }) => [kind, findings.filter((finding) => finding.kind === kind)]),
  );
  const counted = (['keys', 'values', 'rows'] as const).map((of) => {
    const { read, written, leftOut } = account[of];
    return `| ${of} | ${read} | ${written} | ${leftOut} |`;
  });
  const overview = kinds.map(({ kind, cases, count }) => {
    const { severity, summary } = FINDING_KINDS[kind];
    return `| ${severity} | [${kind}](#${kind}) | ${cases} | ${count} | ${summary} |`;
  });
  const sections = kinds.flatMap(({ kind }) => {
    const { severity, summary, done } = FINDING_KINDS[kind];
    return [
      `## ${kind}`,
      '',
      `${summary} (${severity}) ${done}`,
      '',
      ...(byKind.get(kind) ?? []).flatMap(findingLines),
    ];
  });
  return [
    '# What the import found',
    '',
    '| | read | written | left out |',
    '|---|---|---|---|',
    ...counted,
    '',
    '| | kind | cases | of | what |',
    '|---|---|---|---|---|',
    ...overview,
    '',
    ...sections,
  ]
    .join('\n')
    .concat('\n');
}

function findingLines({ subject, text, advice, places }: LegacyFinding): readonly string[] {
  const shown = places.slice(0, MOST_PLACES).map((place) => inlineCode(placeText(place)));
  const more = places.length > MOST_PLACES ? ` and ${places.length - MOST_PLACES} more` : '';
  return [
    `- ${inlineCode(subject)}: ${plain(text)}`,
    `  ${plain(advice)}`,
    `  At ${shown.join(', ')}${more}.`,
    '',
  ];
}

/** The sentences are ours, the names in them are not. */
function plain(text: string): string {
  return tableCell(text).replace(/[<>]/g, (sign) => (sign === '<' ? '&lt;' : '&gt;'));
}
