import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/core/doctor/check-list.ts';
import { PROBLEMS } from '../../src/core/doctor/problem-list.ts';

const lines = readFileSync(join(import.meta.dirname, '../../docs/doctor.md'), 'utf8').split('\n');

/** Rows of tables whose first cell is a name. */
const rowsWith = (columns: number) =>
  lines.filter((line) => /^\| `/.test(line) && line.split(' | ').length === columns);

describe('docs/doctor.md', () => {
  it('lists every check with what it looks at, and no other', () => {
    const wanted = Object.entries(CHECKS).map(
      ([name, { looksWhether }]) => `| \`${name}\` | ${looksWhether} |`,
    );
    expect(rowsWith(2)).toEqual(wanted);
  });

  it('lists every problem with what to do, and no other', () => {
    const wanted = Object.entries(PROBLEMS).map(
      ([code, { check, result, next }]) => `| \`${code}\` | \`${check}\` | ${result} | ${next} |`,
    );
    expect(rowsWith(4).toSorted()).toEqual(wanted.toSorted());
  });
});
