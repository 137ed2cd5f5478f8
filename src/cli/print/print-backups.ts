import { type BackedUpImage, type BackupManifest, imagesOf } from '../../core/backups/backup-manifest.ts';
import type { SetReading } from '../../engine/backups/read-set.ts';
import type { SetFindings } from '../../engine/backups/verify-set.ts';
import type { ListedSet } from '../backups/find-sets.ts';
import { plural } from './print-plan.ts';
import { type Line, type Span, styled } from './screen.ts';
import { layoutTable } from './table.ts';
import { timeText } from './time-text.ts';

/** A set as it was found; `damaged` has no manifest to tell from. */
export interface ShownSet extends ListedSet {
  readonly reading: Exclude<SetReading, { kind: 'absent' }>;
}

const HEAD = ['ID', 'WHEN', 'WHAT', 'INSTANCE', 'FILES', 'SIZE', 'WHERE', 'SIGNED'];

export function setTable(sets: readonly ShownSet[], width: number | undefined): readonly Line[] {
  return layoutTable(HEAD, sets.map(row), width);
}

function row({ name, places, reading }: ShownSet): readonly Span[] {
  const where = whereText(places);
  if (reading.kind === 'damaged') {
    return [name.id, '-', '-', '-', '-', '-', where, styled('red', `damaged: ${reading.reason}`)];
  }
  const { at, cause, instance, files } = reading.manifest;
  const size = sizeText(totalSize(reading.manifest));
  return [name.id, timeText(at), cause, instance, String(files.length), size, where, trustSpan(reading)];
}

function whereText(places: ShownSet['places']): string {
  return places.length > 1 ? 'both' : (places[0] ?? '-');
}

function trustSpan({ trust }: Extract<SetReading, { kind: 'read' }>): Span {
  switch (trust) {
    case 'verified':
      return styled('green', 'yes');
    case 'unsigned':
      return styled('red', 'no');
    case 'unknown-key':
      return styled('yellow', 'unknown key');
  }
}

function totalSize(manifest: Parameters<typeof imagesOf>[0]): number {
  return imagesOf(manifest).reduce((sum, { size }) => sum + size, 0);
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** One set with all of its files. */
export function setLines({ name, places, reading }: ShownSet, width: number | undefined): readonly Line[] {
  if (reading.kind === 'damaged') return [[styled('bold', name.id)], [`  ${reading.reason}`]];
  const { manifest, signedBy } = reading;
  const facts = [
    `${manifest.cause} of ${manifest.instance}, ${timeText(manifest.at)}`,
    ...(manifest.of === null ? [] : [`of ${manifest.of}`]),
    ...(manifest.revision === '' ? [] : [`revision ${manifest.revision}`]),
    `on ${places.join(' and ')}`,
  ];
  const signed = signedBy === undefined ? '' : ` by ${signedBy}`;
  return [
    [styled('bold', name.id), `  ${facts.join('; ')}`],
    ['  signed: ', trustSpan(reading), signed],
    ['  files lay in ', manifest.root],
    ...fileTable(manifest, width),
    ...manifest.skipped.map(
      ({ path, reason }): Line => [styled('yellow', 'left out'), `  ${path}: ${reason}`],
    ),
  ];
}

/** A snapshot has one side. */
function fileTable({ cause, files }: BackupManifest, width: number | undefined): readonly Line[] {
  const ofImage = ['SIZE', 'MODE', 'OWNER'];
  if (cause === 'snapshot') {
    return layoutTable(
      ['FILE', 'IMAGE', ...ofImage],
      files.map(({ path, after }) => [path, ...imageCells(after)]),
      width,
    );
  }
  return layoutTable(
    ['FILE', 'BEFORE', 'AFTER', ...ofImage],
    files.map(({ path, before, after }) => [path, digestText(before), ...imageCells(after)]),
    width,
  );
}

function imageCells(image: BackedUpImage | null): readonly Span[] {
  if (image === null) return ['absent', '-', '-', '-'];
  const { owner, mode, size } = image;
  const owned = owner === null ? 'of its folder' : `${owner.uid}:${owner.gid}`;
  return [digestText(image), sizeText(size), mode.toString(8).padStart(4, '0'), owned];
}

function digestText(image: BackedUpImage | null): string {
  return image === null ? 'absent' : image.sha256.slice(0, 12);
}

export function findingsLines(findings: readonly SetFindings[], sets: number): readonly Line[] {
  if (sets === 0) return [['There are no backups here.']];
  const bad = findings.filter(({ problems }) => problems.length > 0);
  const copies = new Set(findings.map(({ place }) => place)).size;
  return [
    ...bad.flatMap(({ name, place, problems }) =>
      problems.map((problem): Line => [styled('red', 'bad'), `  ${name.id} on ${place}: ${problem}`]),
    ),
    bad.length === 0
      ? [
          styled('green', 'whole'),
          `  ${plural(sets, 'set')} in ${plural(copies, 'place')}, every image read.`,
        ]
      : [`${bad.length} of ${plural(sets, 'set')} can't be relied on.`],
  ];
}

export function summaryJson({ name, places, reading }: ShownSet) {
  const about = { id: name.id, places };
  if (reading.kind === 'damaged') return { ...about, problem: reading.reason };
  const { manifest, trust, signedBy } = reading;
  const { at, cause, instance, of, revision } = manifest;
  const counts = { files: manifest.files.length, size: totalSize(manifest) };
  return { ...about, at, cause, instance, of, revision, ...counts, trust, signedBy: signedBy ?? null };
}

export function setJson(set: ShownSet) {
  const { reading } = set;
  if (reading.kind === 'damaged') return summaryJson(set);
  const { files, skipped, root, planId, liveWriteSafe } = reading.manifest;
  return { ...summaryJson(set), root, planId, liveWriteSafe, files, skipped };
}

export function findingsJson({ name, ...finding }: SetFindings) {
  return { ...name, ...finding };
}
