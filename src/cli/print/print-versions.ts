import type { ShownValue } from '../../core/model/cell-change.ts';
import type { DescribedMerge, DescribedStep } from '../../engine/onramp/versions/show-key.ts';
import { plural } from './print-plan.ts';
import { type Line, styled } from './screen.ts';
import { shownText } from './shown-text.ts';
import { layoutTable } from './table.ts';

type Width = number | undefined;

/** One row a key that gets another name, or none. */
export function stepLines(steps: readonly DescribedStep[], width: Width): readonly Line[] {
  if (steps.length === 0) return [];
  const rows = steps.map(({ kind, layer, file, key, targets, value, place }) => [
    `${place.file}:${place.line}`,
    layer,
    key,
    kind === 'drops' ? '(dropped)' : targets.map((target) => nameOf(target, file)).join(', '),
    shownText(value),
  ]);
  return [...layoutTable(['PLACE', 'LAYER', 'OLD KEY', 'NEW KEY', 'VALUE'], rows, width), []];
}

function nameOf(target: { readonly file: string; readonly key: string }, file: string): string {
  return target.file === file ? target.key : `${target.file}:${target.key}`;
}

/** The difference as Git shows it. */
export function diffLines(diff: string): readonly Line[] {
  if (diff === '') return [];
  return diff.split('\n').map((line): Line => {
    if (/^(?:diff|---|\+\+\+|new file)/.test(line)) return [styled('bold', line)];
    if (line.startsWith('+')) return [styled('green', line)];
    return line.startsWith('-') ? [styled('red', line)] : [line];
  });
}

/** What became of the files. */
export function changeEndLines(files: readonly string[], written: boolean): readonly Line[] {
  if (!written || files.length === 0) return [['Nothing was changed.']];
  return [[styled('green', 'Changed:')], ...files.map((file): Line => [`  ${file}`])];
}

/** What is left for a person to decide. */
export function openLines(count: number): readonly Line[] {
  if (count === 0) return [];
  const what = `${plural(count, 'owned key')} ${count === 1 ? 'is' : 'are'} gone in the new version`;
  return [[styled('yellow', what), ': decide with --rename OLD=NEW or --drop KEY.']];
}

/** The review of one file: what a person has to decide comes first. */
export function mergeLines(merge: DescribedMerge, width: Width): readonly Line[] {
  const { file, vanished, added, changed, removed, own, unchanged } = merge;
  const ours = changed.filter(({ stands }) => stands !== 'not-owned');
  const others = changed.filter(({ stands }) => stands === 'not-owned');
  return [
    [styled('bold', file), `  ${plural(unchanged, 'key')} with the same default`],
    ...part('Gone, and the baseline owns it', ['KEY', 'OURS', 'PROBABLY'], vanished.map(vanishedRow), width),
    ...part('New', ['KEY', 'DEFAULT', ''], added.map(addedRow), width),
    ...part('Other default, and the baseline owns it', CHANGE_HEAD, ours.map(changedRow), width),
    ...part('Other default, and nobody owns it', ['KEY', 'OLD', 'NEW'], others.map(otherRow), width),
    ...listed('Gone, and nobody owned it', removed),
    ...listed('Owned, and in neither default', own),
  ];
}

const CHANGE_HEAD = ['KEY', 'OLD', 'NEW', 'OURS', ''];
const STANDS = {
  'not-owned': '',
  'on-old-default': 'was the old default; it stays',
  'on-new-default': 'is the new default already',
  'on-own-value': 'it stays',
} as const;

function vanishedRow({ key, ours, probably }: DescribedMerge['vanished'][number]): readonly string[] {
  return [key, shownText(ours), probably.join(', ')];
}

function addedRow({ key, value, isOwned }: DescribedMerge['added'][number]): readonly string[] {
  return [key, shownText(value), isOwned ? 'owned already' : ''];
}

function changedRow({ key, before, after, ours, stands }: DescribedMerge['changed'][number]) {
  return [key, shownText(before), shownText(after), shownText(ours), STANDS[stands]];
}

function otherRow({ key, before, after }: DescribedMerge['changed'][number]): readonly string[] {
  return [key, shownText(before), shownText(after)];
}

function part(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  width: Width,
): readonly Line[] {
  if (rows.length === 0) return [];
  return [[], [styled('cyan', `${title}: ${rows.length}`)], ...layoutTable(head, rows, width)];
}

function listed(title: string, keys: readonly string[]): readonly Line[] {
  if (keys.length === 0) return [];
  return [[], [styled('cyan', `${title}: ${keys.length}`)], ...keys.map((key): Line => [`  ${key}`])];
}

/** As `plugins keys --json` prints them. */
export interface InstanceKeys {
  readonly id: string;
  readonly files: readonly {
    readonly plugin: string;
    readonly file: string;
    readonly reason: string | null;
    readonly vanished: DescribedMerge['vanished'];
    readonly unowned: number;
    readonly fresh: readonly { readonly key: string; readonly value: ShownValue }[] | null;
  }[];
}

/** One part a file. */
export function keysLines(instances: readonly InstanceKeys[], width: Width): readonly Line[] {
  if (instances.every(({ files }) => files.length === 0)) return [['No file with keys is owned here.']];
  return instances.flatMap(({ id, files }) =>
    files.flatMap(({ file, reason, vanished, unowned, fresh }): readonly Line[] => {
      if (reason !== null) return [[styled('bold', `${id}  ${file}`), `  not looked at: ${reason}`], []];
      const fate = fresh === null ? '; --against the version before tells which are new' : '';
      return [
        [
          styled('bold', `${id}  ${file}`),
          `  ${plural(unowned, 'key')} that nobody owns${unowned === 0 ? '' : fate}`,
        ],
        ...part('Owned, and not in the file', ['KEY', 'OURS', 'PROBABLY'], vanished.map(vanishedRow), width),
        ...part('New, and nobody owns it', ['KEY', 'VALUE'], (fresh ?? []).map(freshRow), width),
        [],
      ];
    }),
  );
}

function freshRow({ key, value }: { readonly key: string; readonly value: ShownValue }): readonly string[] {
  return [key, shownText(value)];
}
