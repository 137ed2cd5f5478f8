import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { writeChangedFiles } from '../../src/cli/write-work-files.ts';
import { MistakeError, StalePlanError } from '../../src/core/model/errors.ts';

const BEFORE = new Map([['a/one.yaml', Buffer.from('1\n')]]);

function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'homeamp-changed-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  mkdirSync(join(dir, 'a'));
  writeFileSync(join(dir, 'a/one.yaml'), '1\n');
  return dir;
}

describe('changed files of a repository', () => {
  it('are written together, new folders included, and nothing else is left', () => {
    const dir = folder();
    writeChangedFiles(
      dir,
      BEFORE,
      new Map([
        ['a/one.yaml', '2\n'],
        ['b/c/two.yaml', '3\n'],
      ]),
    );
    expect(readFileSync(join(dir, 'a/one.yaml'), 'utf8')).toBe('2\n');
    expect(readdirSync(dir, { recursive: true }).sort()).toEqual([
      'a',
      'a/one.yaml',
      'b',
      'b/c',
      'b/c/two.yaml',
    ]);
  });

  it('are left alone, all of them, when one has moved since it was read', () => {
    const dir = folder();
    writeFileSync(join(dir, 'two.yaml'), 'by hand\n');
    const files = new Map([
      ['a/one.yaml', '2\n'],
      ['two.yaml', '3\n'],
    ]);
    expect(() => writeChangedFiles(dir, BEFORE, files)).toThrow(StalePlanError);
    expect(readdirSync(dir, { recursive: true }).sort()).toEqual(['a', 'a/one.yaml', 'two.yaml']);
    expect(readFileSync(join(dir, 'a/one.yaml'), 'utf8')).toBe('1\n');
  });

  it('never reach through a link', () => {
    const [dir, elsewhere] = [folder(), folder()];
    symlinkSync(elsewhere, join(dir, 'link'));
    expect(() => writeChangedFiles(dir, BEFORE, new Map([['link/x.yaml', '2\n']]))).toThrow(MistakeError);
    expect(readdirSync(elsewhere)).toEqual(['a']);
  });
});
