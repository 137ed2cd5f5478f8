import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { MistakeError } from '../../core/model/errors.ts';

const WANTED = /\.(?:md|csv|xlsx)$/i;
const MOST_FILES = 5_000;
const MOST_ENTRIES = 50_000;
const DEEPEST = 8;
const LARGEST_FILE_BYTES = 16 * 1024 * 1024;
const LARGEST_TOTAL_BYTES = 256 * 1024 * 1024;

interface Reading {
  readonly files: Map<string, Uint8Array>;
  entries: number;
  bytes: number;
}

/**
 * The Markdown, CSV and xlsx files at or below some places, by a path that people know. Links are not followed, and
 * hidden folders not entered. Throws `MistakeError` for a place that is not there, and beyond all sensible sizes.
 */
export function readOldFiles(places: readonly string[]): ReadonlyMap<string, Uint8Array> {
  if (places.length === 0) {
    throw new MistakeError(
      'it is not known what to import',
      'Name the folder of the old files: homeamp import legacy FOLDER --into DIR.',
    );
  }
  const reading: Reading = { files: new Map(), entries: 0, bytes: 0 };
  for (const place of places) {
    const stats = lstatOrRefuse(place);
    const isAlone = places.length === 1;
    if (stats.isDirectory())
      readFolder(place, { shown: isAlone ? '' : `${basename(place)}/`, depth: 0 }, reading);
    else if (stats.isFile()) readOne(place, basename(place), reading);
    else
      throw new MistakeError(`${place} is neither a folder nor a file`, 'Name the folder of the old files.');
  }
  if (reading.files.size === 0) {
    throw new MistakeError(
      `there is no .md, .csv or .xlsx file in ${places.join(', ')}`,
      'Name the folder that holds the baselines, the matrix and the workbook.',
    );
  }
  return reading.files;
}

function lstatOrRefuse(place: string) {
  const stats = lstatSync(place, { throwIfNoEntry: false });
  if (stats !== undefined) return stats;
  throw new MistakeError(`${place} is not there`, 'Name the folder of the old files.');
}

function readFolder(
  folder: string,
  { shown, depth }: { readonly shown: string; readonly depth: number },
  reading: Reading,
): void {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    reading.entries += 1;
    if (reading.entries > MOST_ENTRIES) throw tooMuch(`more than ${MOST_ENTRIES} entries`);
    const path = join(folder, entry.name);
    if (entry.isDirectory() && depth < DEEPEST && !entry.name.startsWith('.'))
      readFolder(path, { shown: `${shown}${entry.name}/`, depth: depth + 1 }, reading);
    else if (entry.isFile() && WANTED.test(entry.name)) readOne(path, `${shown}${entry.name}`, reading);
  }
}

function readOne(path: string, shown: string, reading: Reading): void {
  const { size } = lstatSync(path);
  reading.bytes += size;
  if (size > LARGEST_FILE_BYTES) throw tooMuch(`${shown}, which is larger than 16 MiB`);
  if (reading.bytes > LARGEST_TOTAL_BYTES) throw tooMuch('more than 256 MiB');
  if (reading.files.size >= MOST_FILES) throw tooMuch(`more than ${MOST_FILES} files`);
  if (reading.files.has(shown))
    throw new MistakeError(
      `${shown} is there twice`,
      'Name places whose folders or files have different names.',
    );
  reading.files.set(shown, readFileSync(path));
}

function tooMuch(what: string): MistakeError {
  return new MistakeError(`these places hold ${what}`, 'Name the folder that holds the old files alone.');
}
