import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfigDocument, ConfigFormat, KeyEdit } from '../../src/core/formats/config-format.ts';
import { decodeText, encodeText, type TextEncoding } from '../../src/core/formats/text-encoding.ts';
import { type ConfigValue, canonicalText, isConfigMap, typeOf } from '../../src/core/model/config-value.ts';
import { keyId } from '../../src/core/model/key-path.ts';

/** Answers of a reader that is not ours, by file; undefined where it refused the file. */
export type Oracle = (files: readonly string[]) => ReadonlyMap<string, Flat | undefined>;

/** Key ids with type and value as text, so that two readings compare as they are. */
export type Flat = ReadonlyMap<string, string>;

export const corpusFolder = process.env['HOMEAMP_CORPUS'];
export const oracleFolder = process.env['HOMEAMP_ORACLE'];

/** True when both folders are given; else says aloud that nothing was checked. */
export function corpusIsGiven(format: string): boolean {
  if (corpusFolder !== undefined && oracleFolder !== undefined) return true;
  console.warn(
    `NOT CHECKED: ${format} files against the corpus. Set HOMEAMP_CORPUS and HOMEAMP_ORACLE to check them.`,
  );
  return false;
}

export function corpusFiles(...endings: readonly string[]): readonly string[] {
  return readdirSync(corpusFolder ?? '', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** An oracle that is a program: it takes a list of files and answers one line of JSON for each. */
export function programOracle(command: string, args: readonly string[]): Oracle {
  return (files) =>
    inScratchFolder((folder) => {
      const list = join(folder, 'list');
      writeFileSync(list, `${files.join('\n')}\n`);
      const output = execFileSync(command, [...args, list], { maxBuffer: 2 ** 30, encoding: 'utf8' });
      return new Map(output.split('\n').flatMap(answerOf));
    });
}

/** An oracle that is a function over a file's text; it throws where it refuses. */
export function functionOracle(read: (text: string) => Flat): Oracle {
  return (files) =>
    new Map(
      files.map((file) => {
        try {
          return [file, read(readFileSync(file, 'utf8').replace(/^\ufeff/, ''))] as const;
        } catch {
          return [file, undefined] as const;
        }
      }),
    );
}

function answerOf(line: string): readonly (readonly [string, Flat | undefined])[] {
  if (line === '') return [];
  const file = /^\{"file":"([^"]*)"/.exec(line)?.[1] ?? '';
  // An oracle that fails in the middle of a file leaves a broken line behind.
  if (!/"ok":true/.test(line) || /"ok":false/.test(line) || /"resolved":false/.test(line))
    return [[file, undefined]];
  const answer: { value: unknown } = JSON.parse(line);
  return [[file, flatten(meaningOf(answer.value))]];
}

function meaningOf(json: unknown): ConfigValue {
  if (json === null || typeof json === 'string' || typeof json === 'boolean') return json;
  if (Array.isArray(json)) return json.map(meaningOf);
  const entries = Object.entries(json as Record<string, unknown>);
  const [tag, text] = entries[0] ?? [];
  if (entries.length === 1 && tag === '!int') return BigInt(`${text}`);
  if (entries.length === 1 && tag === '!float') return floatOf(`${text}`);
  if (entries.length === 1 && tag === '!timestamp') return { kind: 'timestamp', text: `${text}` };
  return new Map(entries.map(([key, value]) => [key, meaningOf(value)]));
}

function floatOf(text: string): number {
  if (text.endsWith('inf')) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return Number(text);
}

/** Every value of a tree by key id; a map without keys is a value. */
export function flatten(value: ConfigValue): Flat {
  const flat = new Map<string, string>();
  const visit = (item: ConfigValue, path: readonly string[]): void => {
    if (isConfigMap(item) && (item.size > 0 || path.length === 0)) {
      for (const [key, below] of item) visit(below, [...path, key]);
    } else {
      flat.set(keyId(path), typed(item));
    }
  };
  visit(value, []);
  return flat;
}

export function flattenDocument(document: ConfigDocument): Flat {
  return new Map([...document.entries()].map((entry) => [entry.id, typed(entry.value)]));
}

function typed(value: ConfigValue): string {
  return `${typeOf(value)} ${canonicalText(value)}`;
}

export interface CorpusText {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly text: string;
  readonly encoding: TextEncoding;
}

/** A file of the corpus as the agent sees it; undefined where its bytes are refused. */
export function openCorpusFile(file: string, format: ConfigFormat): CorpusText | undefined {
  const bytes = readFileSync(file);
  const decoded = decodeText(bytes, format.name);
  return decoded.kind === 'decoded'
    ? { file, bytes, text: decoded.text, encoding: decoded.encoding }
    : undefined;
}

export interface EditedCopy {
  readonly file: string;
  readonly edits: readonly KeyEdit[];
  readonly before: Flat;
}

export interface EditReport {
  readonly copies: number;
  readonly edits: number;
  readonly refused: readonly string[];
  readonly wrong: readonly string[];
}

/** Makes random edits in copies of the files and lets the oracle say whether those keys alone changed. */
export function checkRandomEdits(
  format: ConfigFormat,
  texts: readonly CorpusText[],
  check: { readonly oracle: Oracle; readonly rounds: number; readonly onlyText: boolean },
): EditReport {
  return inScratchFolder((folder) => {
    const random = seededRandom(20261122);
    const copies: EditedCopy[] = [];
    const refused: string[] = [];
    for (const source of texts) {
      const read = format.read(source.text);
      if (read.kind === 'unreadable') continue;
      for (let round = 0; round < check.rounds; round += 1) {
        const edits = randomEdits(read.document, { random, round, onlyText: check.onlyText });
        const result = format.edit(source.text, edits);
        if (result.kind === 'refused') {
          refused.push(
            `${source.file}: ${result.refusals.map(({ path, message }) => `${keyId(path)}: ${message}`).join('; ')}`,
          );
          continue;
        }
        const file = join(folder, `${copies.length}`);
        writeFileSync(file, encodeText(result.text, source.encoding));
        copies.push({ file, edits, before: flattenDocument(read.document) });
      }
    }
    const answers = check.oracle(copies.map((copy) => copy.file));
    const wrong = copies.flatMap((copy) => wrongKeys(copy, answers.get(copy.file)));
    return {
      copies: copies.length,
      edits: copies.reduce((sum, { edits }) => sum + edits.length, 0),
      refused,
      wrong,
    };
  });
}

function wrongKeys(copy: EditedCopy, after: Flat | undefined): readonly string[] {
  if (after === undefined) return [`${copy.file}: the oracle refuses the edited file`];
  const expected = new Map(copy.before);
  for (const edit of copy.edits) {
    if (edit.kind === 'remove') expected.delete(keyId(edit.path));
    else expected.set(keyId(edit.path), typed(edit.value));
  }
  const ids = new Set([...expected.keys(), ...after.keys()]);
  return [...ids]
    .filter((id) => !agree(expected.get(id), after.get(id)))
    .map((id) => `${copy.file}: ${id}: expected ${expected.get(id)}, found ${after.get(id)}`);
}

/** A section may turn into an empty map when its last key goes, and back. Whole floats and ints are equal. */
function agree(expected: string | undefined, found: string | undefined): boolean {
  if (expected === found) return true;
  if (expected === undefined || found === undefined) return (expected ?? found) === 'map {}';
  return expected.replace('float', 'int') === found.replace('float', 'int');
}

const TEXTS = ['changed', '', 'a: b # c', '§6x', 'it\'s "so"', 'C:\\x', '12:30', 'true', ' edge '];

function randomEdits(
  document: ConfigDocument,
  how: { readonly random: (below: number) => number; readonly round: number; readonly onlyText: boolean },
): readonly KeyEdit[] {
  const { random, round, onlyText } = how;
  const entries = [...document.entries()].filter((entry) => entry.path.length > 0);
  if (entries.length === 0) return [];
  const edits = new Map<string, KeyEdit>();
  for (let count = 1 + random(round === 0 ? 1 : 5); count > 0; count -= 1) {
    const entry = entries[random(entries.length)];
    if (entry === undefined) continue;
    const text = TEXTS[random(TEXTS.length)] ?? '';
    const kind = random(10);
    const parent = entry.path.slice(0, -1);
    const path = kind === 9 ? [...parent, `new-key-${random(5)}`] : entry.path;
    if (kind === 8) edits.set(entry.id, { kind: 'remove', path });
    else
      edits.set(keyId(path), {
        kind: 'set',
        path,
        value: onlyText ? text : similarValue(entry.value, text, random),
      });
  }
  return [...edits.values()];
}

function similarValue(value: ConfigValue, text: string, random: (below: number) => number): ConfigValue {
  switch (typeOf(value)) {
    case 'boolean':
      return value !== true;
    case 'int':
      return BigInt(random(1_000_000)) - 5000n;
    case 'float':
      return random(1000) / 8;
    case 'list':
      return [
        ...(value as readonly ConfigValue[]).slice(random(3)),
        text,
        ...(random(2) === 0 ? [] : ['more']),
      ];
    default:
      return text;
  }
}

function seededRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function inScratchFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'homeamp-corpus-'));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
