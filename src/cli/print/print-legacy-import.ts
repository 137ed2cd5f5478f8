import type { LegacyFinding } from '../../core/onramp/legacy/legacy-finding.ts';
import { FINDING_KINDS, type LegacyFindingKind } from '../../core/onramp/legacy/legacy-finding.ts';
import type { LegacyImportReport } from '../../core/report/legacy-import-report.ts';
import type { LegacyImport } from '../../engine/onramp/legacy/import-legacy.ts';
import { placeText } from './print-issues.ts';
import { plural } from './print-plan.ts';
import { type Line, type Style, styled } from './screen.ts';
import { shellWord } from './shell-word.ts';
import { layoutTable } from './table.ts';

/** What became of an import: where its files went, if anywhere. */
export interface LegacyOutcome {
  readonly imported: LegacyImport;
  /** Undefined for a dry run. */
  readonly dir: string | undefined;
  readonly files: readonly string[];
  /** Files that were there already and stayed. */
  readonly kept: readonly string[];
  readonly report: string | undefined;
  readonly secretsFile: string | undefined;
  readonly unwrittenSecrets: readonly string[];
}

interface KindCount {
  readonly kind: LegacyFindingKind;
  readonly cases: number;
  readonly count: number;
}

const STYLES: Readonly<Record<'error' | 'warning' | 'note', Style>> = {
  error: 'red',
  warning: 'yellow',
  note: 'dim',
};
const ORDER = ['error', 'warning', 'note'] as const;
const COUNTED = [
  ['keys', 'keys of baselines'],
  ['values', 'values of the workbook'],
  ['rows', 'rows of the matrix'],
] as const;

/** A line for each kind of finding, what was read and written, and what to do next. */
export function legacyImportLines(outcome: LegacyOutcome, width: number | undefined): readonly Line[] {
  const { imported } = outcome;
  const kinds = countKinds(imported.findings).map(({ kind, cases, count }) => {
    const { severity, summary } = FINDING_KINDS[kind];
    return [styled(STYLES[severity], severity), `${cases}`, `${count}`, kind, summary];
  });
  const account = COUNTED.map(([of, name]) => {
    const { read, written, leftOut } = imported.account[of];
    return [name, `${read}`, `${written}`, `${leftOut}`];
  });
  return [
    ...layoutTable(['', 'CASES', 'OF', 'KIND', 'WHAT'], kinds, width),
    [],
    ...layoutTable(['', 'READ', 'WRITTEN', 'LEFT OUT'], account, width),
    [],
    ...writtenLines(outcome),
    validityLine(imported),
    ...secretLines(outcome),
    ...(outcome.report === undefined ? [] : [[`Every finding with its places: ${outcome.report}.`]]),
    ...nextLines(outcome),
  ];
}

function writtenLines({ dir, files, kept }: LegacyOutcome): readonly Line[] {
  if (dir === undefined) return [[`Would write ${plural(files.length, 'file')}.`]];
  return [
    ['Wrote ', styled('bold', plural(files.length - kept.length, 'file')), ` to ${dir}.`],
    ...(kept.length === 0 ? [] : [[`Kept as it was: ${kept.join(', ')}.`]]),
  ];
}

/** The kinds that there are, the gravest first, then in the order of the list of kinds. */
export function countKinds(findings: readonly LegacyFinding[]): readonly KindCount[] {
  const counts = new Map<LegacyFindingKind, KindCount>();
  for (const { kind, count } of findings) {
    const known = counts.get(kind) ?? { kind, cases: 0, count: 0 };
    counts.set(kind, { kind, cases: known.cases + 1, count: known.count + count });
  }
  const kinds = Object.keys(FINDING_KINDS) as readonly LegacyFindingKind[];
  return ORDER.flatMap((severity) =>
    kinds
      .filter((kind) => FINDING_KINDS[kind].severity === severity)
      .flatMap((kind) => counts.get(kind) ?? []),
  );
}

function validityLine({ issues }: LegacyImport): Line {
  const { errors, warnings } = countIssues(issues);
  const [style, word] = errors === 0 ? (['green', 'Valid'] as const) : (['red', 'Not valid'] as const);
  return [styled(style, word), `: ${plural(errors, 'error')}, ${plural(warnings, 'warning')}.`];
}

function countIssues(issues: LegacyImport['issues']) {
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: issues.length - errors };
}

function secretLines({ imported, secretsFile, unwrittenSecrets }: LegacyOutcome): readonly Line[] {
  const { size } = imported.secrets;
  if (size === 0) return [];
  if (secretsFile === undefined) return [[`Would lift ${plural(size, 'secret')} out.`]];
  const long =
    unwrittenSecrets.length === 0
      ? []
      : [[`Of several lines, so not in that file: ${unwrittenSecrets.join(', ')}.`]];
  return [
    [`Lifted ${plural(size, 'secret')} out; their values are in ${secretsFile}, for this user alone.`],
    ...long,
  ];
}

function nextLines({ dir, report, secretsFile, imported }: LegacyOutcome): readonly Line[] {
  if (dir === undefined) return [];
  const variable = secretsFile === undefined ? '' : `HOMEAMP_SECRETS_FILE=${shellWord(secretsFile)} `;
  const host = imported.draft.hosts[0]?.name ?? '';
  return [
    [],
    ['Next:'],
    [`  ${report === undefined ? 'say --report FILE --force to read every finding' : `read ${report}`}`],
    [`  cd ${shellWord(dir)}`],
    ['  git init --initial-branch=main && git add --all && git commit --message "The old files"'],
    [`  ${variable}homeamp plan --host ${host} --amp-root /home/amp/.ampdata/instances`],
  ];
}

/** What `import legacy --json` prints. */
export function reportLegacyImport(outcome: LegacyOutcome): LegacyImportReport {
  const { imported, dir, files, kept, secretsFile, unwrittenSecrets } = outcome;
  return {
    from: 'legacy',
    dir: dir ?? null,
    files,
    kept,
    account: imported.account,
    findings: imported.findings.map(({ kind, places, ...finding }) => {
      const { severity, done } = FINDING_KINDS[kind];
      return { kind, severity, ...finding, done, places: places.map(placeText) };
    }),
    secrets: {
      names: [...imported.secrets.keys()].sort(),
      file: secretsFile ?? null,
      unwritten: unwrittenSecrets,
    },
    ...countIssues(imported.issues),
  };
}
