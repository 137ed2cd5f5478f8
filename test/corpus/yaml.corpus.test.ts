import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createSiblingReader } from '../../src/core/formats/sibling-reader.ts';
import { readTyped } from '../../src/core/formats/yaml/read-tree.ts';
import { yamlFormat } from '../../src/core/formats/yaml.ts';
import { type EditCase, editCases, randomFrom } from './yaml-edit-cases.ts';
import {
  askOracle,
  bytesOfText,
  type Canonical,
  canonicalDocument,
  canonicalTyped,
  stable,
  textOfFile,
} from './yaml-oracle.ts';

const corpus = process.env['HOMEAMP_CORPUS'];
const oracle = process.env['HOMEAMP_ORACLE'];
const MINUTES = 60_000;

if (corpus === undefined || oracle === undefined)
  console.warn(
    'SKIPPED: the YAML corpus comparison needs HOMEAMP_CORPUS (folder of files) and HOMEAMP_ORACLE (folder of SnakeOracle.java).',
  );

describe.skipIf(corpus === undefined || oracle === undefined)(
  'the YAML format beside SnakeYAML on real files',
  () => {
    const files = corpus === undefined ? [] : yamlFiles(corpus);
    const scratch = mkdtempSync(join(tmpdir(), 'yaml-corpus-'));
    afterAll(() => rmSync(scratch, { recursive: true }));

    test(
      'reads every file as the safe loader does',
      () => {
        const answers = askOracle(oracle ?? '', 'safe', files);
        const mine = files.map((file) => attempt(() => canonicalTyped(readTyped(textOfFile(file)))));
        expect(
          differing(
            files,
            answers.map((answer) => (answer.ok ? answer.value : undefined)),
            mine,
          ),
        ).toEqual([]);
        report('safe', files.length, answers.filter((answer) => answer.ok).length);
      },
      5 * MINUTES,
    );

    test(
      'reads every file as Bukkit does',
      () => {
        const answers = askOracle(oracle ?? '', 'bukkit', files);
        const mine = files.map((file) => sections(textOfFile(file)));
        expect(
          differing(
            files,
            answers.map((answer) => (answer.ok ? answer.value : undefined)),
            mine,
          ),
        ).toEqual([]);
        report('bukkit', files.length, answers.filter((answer) => answer.ok).length);
      },
      5 * MINUTES,
    );

    test('gives the very text back where nothing is edited', () => {
      for (const file of files) {
        const text = textOfFile(file);
        expect(yamlFormat.edit(text, [])).toEqual({ kind: 'edited', text });
        expect(Buffer.from(bytesOfText(text)).equals(withoutMark(readFileSync(file)))).toBe(true);
      }
    });

    test(
      'changes the edited keys alone, as SnakeYAML sees it',
      () => {
        const random = randomFrom(20_240_611);
        const cases = files.flatMap((file) => editCases(textOfFile(file), random));
        const edited = cases.filter((each) => each.text !== undefined);
        const paths = edited.map((each, index) => {
          const path = join(scratch, `${index}.yml`);
          writeFileSync(path, bytesOfText(each.text ?? ''));
          return path;
        });
        const answers = askOracle(oracle ?? '', 'bukkit', paths);
        const names = edited.map((each) => each.kind);
        const wrong = differing(
          names,
          answers.map((answer) => (answer.ok ? answer.value : undefined)),
          edited.map((each) => each.expected),
        );
        const refused = cases.length - edited.length;
        console.log(
          `edits: ${cases.length} cases, ${edited.length} edited, ${refused} refused; ${countByKind(cases)}`,
        );
        expect(wrong).toEqual([]);
        expect(edited.length).toBeGreaterThan(cases.length * 0.9);
      },
      20 * MINUTES,
    );

    test(
      'reads siblings as it reads single files',
      () => {
        const random = randomFrom(7);
        // Each file is read in about ten forms, twice.
        for (const file of files.filter((_, index) => index % 3 === 0)) {
          const reader = createSiblingReader(yamlFormat);
          const text = textOfFile(file);
          for (const variant of [text, text, ...editCases(text, random).map((each) => each.text ?? text)])
            expect(plainEntries(reader.read(variant))).toEqual(plainEntries(yamlFormat.read(variant)));
        }
      },
      5 * MINUTES,
    );
  },
);

function sections(text: string): Canonical | undefined {
  const read = yamlFormat.read(text);
  if (read.kind !== 'read') return undefined;
  const wholeFile = [...read.document.entries()].some((entry) => entry.path.length === 0);
  return wholeFile ? undefined : canonicalDocument(read.document);
}

function differing(
  names: readonly string[],
  theirs: readonly (Canonical | undefined)[],
  mine: readonly (Canonical | undefined)[],
): readonly string[] {
  return names.filter(
    (_, index) => JSON.stringify(stableOf(theirs[index])) !== JSON.stringify(stableOf(mine[index])),
  );
}

function stableOf(value: Canonical | undefined): Canonical | undefined {
  return value === undefined ? undefined : stable(value);
}

function attempt(read: () => Canonical): Canonical | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function plainEntries(result: ReturnType<typeof yamlFormat.read>): unknown {
  if (result.kind !== 'read') return result;
  return [...result.document.entries()].map(({ id, path, value, line, column, span }) => ({
    id,
    path,
    value,
    line,
    column,
    span,
  }));
}

function countByKind(cases: readonly EditCase[]): string {
  const refused = cases.filter((each) => each.text === undefined).slice(0, 5);
  return `refused such as ${refused.map((each) => each.kind).join(' | ')}`;
}

function report(mode: string, count: number, readable: number): void {
  console.log(`${mode}: ${count} files agree, ${readable} of them readable`);
}

function yamlFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.ya?ml$/.test(name))
    .map((name) => join(folder, name))
    .sort();
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}
