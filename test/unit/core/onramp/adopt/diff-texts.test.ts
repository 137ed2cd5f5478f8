import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { diffTexts } from '../../../../../src/core/onramp/adopt/diff-texts.ts';

const text = fc
  .array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n'), { maxLength: 30 })
  .map((lines) => lines.join(''));

describe('the difference of two texts', () => {
  it('is empty for equal texts', () => {
    expect(diffTexts('a.md', 'x\n', 'x\n')).toBe('');
  });

  it('shows changed lines with three around them, apart where they lie apart', () => {
    const lines = [...Array(20).keys()].map((number) => `${number}\n`);
    const after = lines.with(4, 'new\n').toSpliced(17, 1);
    expect(diffTexts('a.md', lines.join(''), after.join(''))).toBe(
      `diff --git a/a.md b/a.md\n--- a/a.md\n+++ b/a.md\n@@ -2,7 +2,7 @@\n 1\n 2\n 3\n-4\n+new\n 5\n 6\n 7\n@@ -15,6 +15,5 @@\n 14\n 15\n 16\n-17\n 18\n 19\n`,
    );
  });

  it('is a patch that git applies, whatever the texts', () => {
    const dir = mkdtempSync(join(tmpdir(), 'homeamp-diff-'));
    try {
      const pairs = fc.sample(fc.tuple(text, text, fc.constantFrom('', 'end')), { numRuns: 12, seed: 7 });
      for (const [index, [before, after, end]] of pairs.entries()) {
        const name = `file-${index}.txt`;
        writeFileSync(join(dir, name), before);
        const patch = diffTexts(name, before, after + end);
        if (patch === '') continue;
        execFileSync('git', ['apply', '--whitespace=nowarn'], { cwd: dir, input: patch });
        expect(readFileSync(join(dir, name), 'utf8')).toBe(after + end);
      }
      execFileSync('git', ['apply'], { cwd: dir, input: diffTexts('made.txt', undefined, 'x\ny\n') });
      expect(readFileSync(join(dir, 'made.txt'), 'utf8')).toBe('x\ny\n');
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });
});
