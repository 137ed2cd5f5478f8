import type { ImportLiveReport } from '../../core/report/import-live-report.ts';
import { sentence } from '../../core/report/markdown-text.ts';
import { plural } from './print-plan.ts';
import { type Line, styled } from './screen.ts';
import { shellWord } from './shell-word.ts';
import { layoutTable } from './table.ts';

export interface ImportPrinting {
  /** The folder of a host's instances, where it was looked at as it lies there. */
  readonly ampRoot: string | undefined;
  /** The file with all guesses, where one was written. */
  readonly page: string | undefined;
  readonly width: number | undefined;
}

const MOST_ROWS = 30;

/** What was found, how short it became, what was guessed, the proof, and the next steps as command lines. */
export function importLiveLines(report: ImportLiveReport, printing: ImportPrinting): readonly Line[] {
  return [
    ...instanceLines(report, printing.width),
    [],
    ...guessLines(report, printing),
    ...secretLines(report),
    [sizeText(report)],
    [
      styled('green', 'Plan on these servers: empty'),
      ` (${plural(report.proof.ownedKeys, 'key')} owned on ${plural(report.proof.instances, 'instance')}).`,
    ],
    ...writtenLines(report),
    [styled('dim', `Took ${report.seconds.toFixed(1)} s and ${report.peakMiB} MiB of memory.`)],
    ...nextLines(report, printing),
  ];
}

function instanceLines({ instances }: ImportLiveReport, width: number | undefined): readonly Line[] {
  const rows = instances
    .slice(0, MOST_ROWS)
    .map(({ id, platform, managed, plugins, files, keys }) => [
      id,
      managed ? platform : `${platform}, not managed`,
      String(plugins),
      String(files),
      String(keys),
    ]);
  const hidden = instances.length - rows.length;
  return [
    ...layoutTable(['SERVER', 'PLATFORM', 'PLUGINS', 'FILES', 'KEYS'], rows, width),
    ...(hidden > 0 ? [[`… and ${plural(hidden, 'more server')}`]] : []),
  ];
}

function guessLines({ guesses }: ImportLiveReport, { page, width }: ImportPrinting): readonly Line[] {
  if (guesses.length === 0) return [];
  const byKind = new Map<string, ImportLiveReport['guesses'][number][]>();
  for (const guess of guesses) byKind.set(guess.kind, [...(byKind.get(guess.kind) ?? []), guess]);
  const rows = [...byKind].map(([kind, all]) => [kind, String(all.length), all[0]?.text ?? '']);
  return [
    ...layoutTable(['GUESSED', 'TIMES', 'FOR EXAMPLE'], rows, width ?? FILE_WIDTH),
    [
      page === undefined
        ? 'All of them, and what changes each: say --report FILE.'
        : `All of them, and what changes each: ${page}.`,
    ],
    [],
  ];
}

/** Where no terminal says how wide it is, examples would fill lines of any length. */
const FILE_WIDTH = 120;

function secretLines({ secrets: { names, file, unwritten } }: ImportLiveReport): readonly Line[] {
  if (names.length === 0) return [];
  const where =
    file === null
      ? 'their values would be written beside it'
      : `their values are in ${file}, for this user alone`;
  return [
    [`Lifted ${plural(names.length, 'secret')} out; ${where}.`],
    ...(unwritten.length === 0 ? [] : [[`Of several lines, so not in that file: ${unwritten.join(', ')}.`]]),
  ];
}

function sizeText({ sizes: { naive, written } }: ImportLiveReport): string {
  const share = naive === 0 ? 100 : Math.round((written / naive) * 100);
  return `Wrote down ${naive} values in ${written} lines (${share} %).`;
}

function writtenLines({ dir, files, kept }: ImportLiveReport): readonly Line[] {
  if (dir === null) return [[`Nothing was written; it would be ${plural(files.length, 'file')}.`]];
  return [
    ['Wrote ', styled('bold', plural(files.length - kept.length, 'file')), ` to ${dir}.`],
    ...(kept.length === 0 ? [] : [[`Kept as it was: ${kept.join(', ')}.`]]),
  ];
}

function nextLines({ dir, secrets, hosts }: ImportLiveReport, { ampRoot }: ImportPrinting): readonly Line[] {
  if (dir === null) return [];
  const variable = secrets.file === null ? '' : `HOMEAMP_SECRETS_FILE=${shellWord(secrets.file)} `;
  const place = shellWord(ampRoot ?? '/home/amp/.ampdata/instances');
  return [
    [],
    ['Next:'],
    [`  cd ${shellWord(dir)}`],
    ['  git init --initial-branch=main && git add --all && git commit --message "The servers as they are"'],
    [`  ${variable}homeamp plan --host ${hosts[0] ?? ''} --amp-root ${place}`],
    ['  push it to GitHub and set the rules of the branch: branch-protection.md'],
    ['  install the agent on each host: docs/install.md of homeamp'],
  ];
}

/** Every guess with what changes it, as a page. */
export function importLiveMarkdown(report: ImportLiveReport): string {
  const kinds = [...new Set(report.guesses.map(({ kind }) => kind))];
  const parts = kinds.map((kind) => {
    const rows = report.guesses.filter((guess) => guess.kind === kind);
    return [
      `## ${kind}`,
      '',
      ...rows.flatMap(({ text, change }) => [`- ${sentence(text)}`, `  ${sentence(change)}`]),
      '',
    ].join('\n');
  });
  return [
    '# What the import guessed',
    '',
    `${plural(report.instances.length, 'server')} on ${report.hosts.join(', ')}. ${sizeText(report)}`,
    `The plan on these servers is empty: ${plural(report.proof.ownedKeys, 'key')} on ${plural(report.proof.instances, 'instance')}.`,
    '',
    ...parts,
  ].join('\n');
}
