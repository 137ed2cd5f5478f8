import { describe, expect, it } from 'vitest';
import { type DriftSectionInput, driftSection } from '../../../../src/core/report/drift-section.ts';
import type { Report } from '../../../../src/core/report/report.ts';
import { faultsIn } from './markdown-structure.ts';
import { changeReport, instanceReport, sampleReport } from './report-samples.ts';

const sectionOf = (report: Report, more: Partial<DriftSectionInput> = {}) =>
  driftSection({ report, answerOf: () => undefined, addressOf: () => undefined, ...more });
const edited = (key: string) =>
  changeReport({ key, verdict: 'drifted', held: { reason: 'drift-reported', detail: null } });

describe('what a host says of drift', () => {
  it('is nothing when only Git moved', () => {
    expect(sectionOf(sampleReport([instanceReport('TOW01', [changeReport()])]))).toEqual({
      host: 'xeon',
      row: [],
      body: '',
      isQuiet: true,
    });
  });

  it('shows the edit, the line that asks for the other value, and how to put it back', () => {
    const changes = [edited('a.b'), changeReport({ key: 'not.drift' })];
    const { row, body, isQuiet } = sectionOf(sampleReport([instanceReport('TOW01', changes)]));
    expect(isQuiet).toBe(false);
    expect(row).toEqual(['1 key in 1 file on 1 instance', '`TOW01`']);
    expect(body).toContain(
      '- a.b: 5\n+ a.b: 4\n    asked for by baseline, desired-state/baselines/CMI.md:12\n',
    );
    expect(body).toContain('Put back: `homeamp apply --heal --instance TOW01`');
    expect(body).not.toContain('not.drift');
  });

  it('says of a suspended instance that its values are put back afterwards', () => {
    const reason = { code: 'suspended', message: 'suspended by alice: Tournament', help: 'Resume it.' };
    const paused = instanceReport('TOW01', [edited('a.b')], { state: 'Suspended', reason });
    const { body } = sectionOf(sampleReport([paused]));
    expect(body).toContain('<code>TOW01</code>: 1 key, suspended</summary>');
    expect(body).toContain(
      'It is suspended by alice: Tournament. Resume it.\n\nPut back afterwards: `homeamp apply --heal --instance TOW01`',
    );
  });

  it('shows drift that policy heals, a conflict, and an edited secret without its value', () => {
    const secret = { secret: true } as const;
    const changes = [
      changeReport({ verdict: 'drifted' }),
      changeReport({ key: 'db.password', verdict: 'conflicting', live: secret, desired: secret }),
    ];
    const { body } = sectionOf(sampleReport([instanceReport('TOW01', changes)]));
    expect(body).toContain('2 keys in 1 file on 1 instance');
    expect(body).toContain('- db.password: (secret)\n+ db.password: (secret, edited)');
    expect(body).toContain('a plan that shows it must be approved');
  });

  it('stays within its room and counts what it leaves out', () => {
    const changes = Array.from({ length: 300 }, (_, index) => edited(`key-${index}-${'x'.repeat(100)}`));
    const instances = Array.from({ length: 60 }, (_, index) => instanceReport(`SRV${index}`, changes));
    const { body } = sectionOf(sampleReport(instances));
    expect(body.length).toBeLessThan(30_000);
    expect(body).toMatch(/There is no room here for \d+ more instances/);
    expect(faultsIn(body)).toEqual([]);
  });
});
