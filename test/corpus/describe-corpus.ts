import { describe, expect, it } from 'vitest';
import type { ConfigFormat } from '../../src/core/formats/config-format.ts';
import { encodeText } from '../../src/core/formats/text-encoding.ts';
import {
  checkRandomEdits,
  corpusFiles,
  corpusIsGiven,
  type Flat,
  flattenDocument,
  type Oracle,
  openCorpusFile,
} from './oracle.ts';

export interface CorpusCheck {
  readonly format: ConfigFormat;
  readonly endings: readonly string[];
  readonly oracle: () => Oracle;
  /** Edited copies of each file; 0 for a format that is only read. */
  readonly rounds: number;
  readonly onlyText: boolean;
}

/** Reads and edits every real file of a format and asks the oracle whether it sees the same. */
export function describeCorpus({ format, endings, oracle, rounds, onlyText }: CorpusCheck): void {
  if (!corpusIsGiven(format.name)) {
    it.skip(`${format.name} files agree with the corpus`);
    return;
  }
  describe(`${format.name} files of the corpus`, { timeout: 300_000 }, () => {
    it('read as the oracle reads them', () => {
      const files = corpusFiles(...endings);
      const answers = oracle()(files);
      const different = files.flatMap((file) =>
        difference(file, answers.get(file), ourReading(file, format)),
      );
      const unreadable = files.filter((file) => answers.get(file) === undefined).length;
      const keys = files.reduce((sum, file) => sum + (answers.get(file)?.size ?? 0), 0);
      console.info(
        `${format.name}: ${files.length} files, ${unreadable} unreadable to both, ${keys} keys equal`,
      );
      expect(different).toEqual([]);
      expect(files.length).toBeGreaterThan(0);
    });

    it('keep every byte when nothing is edited', () => {
      for (const file of corpusFiles(...endings)) {
        const opened = openCorpusFile(file, format);
        if (opened === undefined) continue;
        const result = format.edit(opened.text, []);
        expect(result.kind === 'edited' && encodeText(result.text, opened.encoding)).toEqual(
          new Uint8Array(opened.bytes),
        );
      }
    });

    if (rounds === 0) return;
    it('change only the edited keys', () => {
      const texts = corpusFiles(...endings).flatMap((file) => openCorpusFile(file, format) ?? []);
      const report = checkRandomEdits(format, texts, { oracle: oracle(), rounds, onlyText });
      console.info(`${format.name}: ${report.copies} edited copies, ${report.edits} edits`);
      expect(report.wrong).toEqual([]);
      expect(report.refused).toEqual([]);
    });
  });
}

function ourReading(file: string, format: ConfigFormat): Flat | undefined {
  const opened = openCorpusFile(file, format);
  const read = opened === undefined ? undefined : format.read(opened.text);
  return read?.kind === 'read' ? flattenDocument(read.document) : undefined;
}

function difference(file: string, theirs: Flat | undefined, ours: Flat | undefined): readonly string[] {
  if (theirs === undefined || ours === undefined) {
    return theirs === ours ? [] : [`${file}: only ${ours === undefined ? 'the oracle reads' : 'we read'} it`];
  }
  const ids = new Set([...theirs.keys(), ...ours.keys()]);
  return [...ids]
    .filter((id) => theirs.get(id) !== ours.get(id))
    .map((id) => `${file}: ${id}: ${theirs.get(id)} there, ${ours.get(id)} here`);
}
