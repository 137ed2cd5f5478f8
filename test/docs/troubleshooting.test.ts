import { describe, expect, it } from 'vitest';
import { EXIT } from '../../src/cli/exit-codes.ts';
import { SERVER_CODES } from '../../src/core/model/server-codes.ts';
import { RENDER_ISSUES } from '../../src/core/render/issue-codes.ts';
import { SOURCE_ISSUES } from '../../src/core/source/issue-codes.ts';
import { isPartOf, type Quote, quotesOf, weightOf } from './quoted-messages.ts';
import { readDocument } from './read-document.ts';
import { readSourceMessages, type SourceText } from './source-messages.ts';

/** Fewer letters than these stand in many a sentence. */
const FEW_LETTERS = 7;

const page = readDocument('docs/troubleshooting.md');
const quotes = quotesOf(page);
const source = readSourceMessages();

const sentences = [...new Set(source.all.map(({ text }) => text))]
  .map((text) => ({ text, weight: weightOf(text) }))
  .filter(({ weight }) => weight >= FEW_LETTERS);

/** Mistakes in the repository and in settings have codes, and docs/issues.md has all of these. */
const WITH_ISSUE_CODE = /^(?:core\/(?:source|render|formats)|settings|adapters\/workbook)\//;
/** What was typed wrongly: the message quotes it and says what to type. */
const COMMAND_LINE = /^cli\//;
describe('the messages in docs/troubleshooting.md', () => {
  it('are in the source, word by word', () => {
    expect(quotes.length).toBeGreaterThan(150);
    expect(quotes.filter((quote) => !isInSource(quote)).map(({ text }) => text)).toEqual([]);
  });

  it('stand there once', () => {
    const texts = quotes.map(({ text }) => text);
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });

  it('have words of their own, and advice', () => {
    const bare = quotes.filter(({ text, advice }) => weightOf(text) < FEW_LETTERS || advice.length < 10);
    expect(bare.map(({ text }) => text)).toEqual([]);
  });
});

describe('docs/troubleshooting.md has', () => {
  it('every failure that homeamp expects', () => {
    const met = source.failures.filter(({ file }) => !WITH_ISSUE_CODE.test(file) && !COMMAND_LINE.test(file));
    expect(met.length).toBeGreaterThan(100);
    expect(withoutEntry(met)).toEqual([]);
  });

  it('every reason why a commit or an instance is held', () => {
    const met = source.reasons.filter(({ file }) => !WITH_ISSUE_CODE.test(file));
    expect(met.length).toBeGreaterThan(20);
    expect(withoutEntry(met)).toEqual([]);
  });

  it('every warning of the log', () => {
    expect(source.warnings.length).toBeGreaterThan(10);
    expect(withoutEntry(source.warnings)).toEqual([]);
  });

  it('every exit code', () => {
    const codes = Object.values(EXIT).map(String);
    expect(codes.filter((code) => !page.prose.includes(`| ${code} |`))).toEqual([]);
  });

  it('every code of such a reason', () => {
    const names: Readonly<Record<string, string>> = SERVER_CODES;
    const codes = source.codes
      .filter(({ file }) => !WITH_ISSUE_CODE.test(file))
      .map(({ text }) => names[text.replace('SERVER_CODES.', '')] ?? text)
      .filter((code) => !(code in SOURCE_ISSUES) && !(code in RENDER_ISSUES));
    expect(codes.length).toBeGreaterThan(20);
    expect([...new Set(codes)].filter((code) => !page.prose.includes(`| \`${code}\` |`))).toEqual([]);
  });
});

/** Word by word, or for the most part where the source puts words of its own in. */
function isInSource({ text }: Quote): boolean {
  const half = weightOf(text) / 2;
  return sentences.some(
    (sentence) => isPartOf(text, sentence.text) || (sentence.weight >= half && isPartOf(sentence.text, text)),
  );
}

function withoutEntry(texts: readonly SourceText[]): readonly string[] {
  return texts
    .filter(({ text }) => /[a-z]{3}/.test(text))
    .filter(({ text }) => !quotes.some((quote) => isPartOf(quote.text, text) || isPartOf(text, quote.text)))
    .map(({ file, text }) => `${file}: ${text}`);
}
