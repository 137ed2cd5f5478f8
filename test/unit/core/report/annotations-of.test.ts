import { expect, it } from 'vitest';
import { annotationsOf } from '../../../../src/core/report/annotations-of.ts';
import { issue } from './report-samples.ts';

it('puts mistakes beside their lines, errors first and at most 50', () => {
  const warnings = Array.from({ length: 60 }, () => issue({ severity: 'warning' }));
  const annotations = annotationsOf([...warnings, issue({ code: 'last' })]);
  expect(annotations).toHaveLength(50);
  expect(annotations[0]).toEqual({
    severity: 'error',
    title: 'last',
    message: 'SERVER_PROT is not declared Declare it in `variables/fleet.yaml`.',
    place: { file: 'desired-state/baselines/CMI.md', line: 12, column: 3 },
  });
});

it('names the cell of a workbook and spells out what nobody can see', () => {
  const place = { file: 'variables.xlsx', line: 0, column: 0, sheet: 'Variables', cell: 'C7' };
  const [annotation] = annotationsOf([issue({ message: 'a\u202eb', help: 'Mend it.', place })]);
  expect(annotation?.message).toBe('a\\u{202e}b (Variables!C7) Mend it.');
});
