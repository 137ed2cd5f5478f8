import { describe, expect, it } from 'vitest';
import { PULL_POST, putSection } from '../../../../src/core/report/fleet-post.ts';
import { type PullOutcome, pullSection } from '../../../../src/core/report/pull-section.ts';
import type { InstanceReport, Report } from '../../../../src/core/report/report.ts';
import { faultsIn } from './markdown-structure.ts';
import { changeReport, instanceReport, issue, sampleReport } from './report-samples.ts';

const HEAD = '0123456789abcdef'.repeat(3).slice(0, 40);
const BASE = 'fedcba9876543210'.repeat(3).slice(0, 40);

function sectionOf(outcome: PullOutcome) {
  return pullSection({
    host: 'xeon',
    head: HEAD,
    base: BASE,
    outcome,
    seeAll: 'The whole plan: `homeamp plan`.',
  });
}

const planned = (instances: readonly InstanceReport[], onBase?: Report) =>
  sectionOf({ kind: 'planned', report: sampleReport(instances), onBase });

const restart = { activation: { kind: 'restart', causes: ['plugins/CMI/config.yml'] } } as const;

describe('the plan of a pull request', () => {
  it('begins in words: how many keys, where, who feels it, at which commits', () => {
    const two = [changeReport(), changeReport({ key: 'Other' })];
    const reload = { activation: { kind: 'reload', commands: ['cmi reload'] } } as const;
    const said = planned([
      instanceReport('TOW01', two, restart),
      instanceReport('DEV01', [changeReport()], reload),
    ]);
    expect(said.isQuiet).toBe(false);
    expect(said.row).toEqual(['3 keys in 2 files on 2 instances', 'restart 1, reload 1', '`3fa9c1b2a4d5`']);
    expect(said.body).toMatch(
      /^This pull request changes \*\*3 keys in 2 files on 2 instances\*\*: restart of `TOW01`; reload on `DEV01`\./,
    );
    expect(said.body).toContain('Plan `3fa9c1b2a4d5` for commit `0123456789ab` merged into `fedcba987654`.');
    expect(said.body.endsWith('The whole plan: `homeamp plan`.')).toBe(true);
  });

  it('shows each key as a diff with the line that asks for it', () => {
    const origin = {
      layer: 'instance',
      name: 'TOW01',
      file: 'desired-state/variables/instances/TOW01.yaml',
      line: 7,
      reason: 'towers fill inventories',
    } as const;
    const added = changeReport({ key: 'Added', live: { absent: true }, desired: { value: 'x' } });
    const { body } = planned([instanceReport('TOW01', [changeReport({ origin }), added])]);
    expect(body).toContain(
      [
        '```diff',
        '- Animations.ChairRange: 4',
        '+ Animations.ChairRange: 5',
        '    instance TOW01, desired-state/variables/instances/TOW01.yaml:7: towers fill inventories',
        '+ Added: "x"',
      ].join('\n'),
    );
  });

  it('shows that a secret changes and never what it is', () => {
    const change = changeReport({ key: 'db.password', live: { secret: true }, desired: { secret: true } });
    const { body } = planned([instanceReport('TOW01', [change])]);
    expect(body).toContain('- db.password: (secret)\n+ db.password: (secret, changed)');
  });

  it('parts what the pull request brings from what waits already and from drift', () => {
    const waiting = changeReport({ key: 'Waiting' });
    const moved = changeReport({ key: 'Moved', desired: { value: 6 } });
    const drifted = changeReport({
      key: 'Edited',
      verdict: 'conflicting',
      held: { reason: 'conflict', detail: null },
    });
    const onBase = sampleReport([
      instanceReport('TOW01', [waiting, changeReport({ key: 'Moved' }), changeReport({ key: 'Settled' })]),
    ]);
    const { body } = planned([instanceReport('TOW01', [waiting, moved, drifted])], onBase);
    const at = (text: string) => body.indexOf(text);
    expect(at('**This pull request**')).toBeLessThan(at('+ Moved: 6'));
    expect(at('+ Moved: 6')).toBeLessThan(at('**Already waiting on the base branch**'));
    expect(at('+ Waiting: 5')).toBeLessThan(at('**Drift found on the way**'));
    expect(body).toContain('applying this plan overwrites the live value');
    expect(body).toContain('Differs today and is settled by it: 1 key');
  });

  it('is quiet when nothing in it comes from the pull request', () => {
    const waiting = instanceReport('TOW01', [changeReport()]);
    const reported = changeReport({ verdict: 'drifted', held: { reason: 'drift-reported', detail: null } });
    expect(planned([instanceReport('TOW01')]).isQuiet).toBe(true);
    expect(planned([waiting], sampleReport([waiting])).isQuiet).toBe(true);
    expect(planned([instanceReport('TOW01', [reported])]).isQuiet).toBe(true);
  });

  it('is not quiet when applying it would overwrite an edit, or when something stands in the way anew', () => {
    const conflicting = changeReport({ verdict: 'conflicting', held: { reason: 'conflict', detail: null } });
    const finding = {
      kind: 'plugin-missing',
      plugin: 'CMI',
      file: 'a.yml',
      reason: null,
      line: 0,
      column: 0,
    } as const;
    const missing = instanceReport('TOW01', [], { findings: [finding] });
    expect(planned([instanceReport('TOW01', [conflicting])]).isQuiet).toBe(false);
    expect(planned([missing]).isQuiet).toBe(false);
    expect(planned([missing], sampleReport([missing])).isQuiet).toBe(true);
  });

  it('warns of what can’t be read, is missing or blocked, and never counts it as not affected', () => {
    const unreadable = instanceReport('BAD01', [], {
      state: 'Failed',
      reason: { code: 'unreadable', message: 'x', help: 'y' },
      findings: [
        {
          kind: 'unreadable',
          plugin: 'CMI',
          file: 'plugins/CMI/config.yml',
          reason: 'a tab',
          line: 3,
          column: 1,
        },
      ],
    });
    const blocked = instanceReport('BLK01', [changeReport()], {
      state: 'Blocked',
      reason: { code: 'server-running', message: 'the server runs', help: 'Stop it in AMP.' },
    });
    const { body } = planned([unreadable, blocked, instanceReport('SMP01')]);
    expect(body).toContain("`BAD01`: `plugins/CMI/config.yml` can't be read at line 3, column 1: a tab");
    expect(body).toContain('`BLK01` is blocked: the server runs. Stop it in AMP.');
    expect(body).toContain('Not affected: `SMP01`.');
  });

  it('says once of all that one suspension holds that it waits', () => {
    const reason = { code: 'suspended', message: 'suspended by alice: Tournament', help: 'Resume it.' };
    const suspended = (name: string) =>
      instanceReport(name, [changeReport()], { state: 'Suspended', reason });
    const { body } = planned([suspended('TOW01'), suspended('TOW02'), instanceReport('SMP01')]);
    expect(body).toContain('- ⏸️ `TOW01`, `TOW02`: suspended by alice: Tournament. Resume it.');
    expect(body).toContain('Not affected: `SMP01`.');
  });

  it('tells instances with the same change once', () => {
    const names = Array.from({ length: 23 }, (_, index) => `SRV${index}`);
    const { body } = planned(names.map((name) => instanceReport(name, [changeReport()])));
    expect(body.match(/<details>/g)).toHaveLength(1);
    expect(body).toContain('<code>SRV11</code> and 11 more: 1 key in 1 file each');
  });

  it('finds room for the words when there are too many keys, and names what it leaves out', () => {
    const instances = Array.from({ length: 60 }, (_, index) =>
      instanceReport(
        `SRV${index}`,
        Array.from({ length: 200 }, (_, at) => changeReport({ key: `k${at}`, live: { value: index } })),
      ),
    );
    const { body } = planned(instances);
    expect(body.length).toBeLessThan(30_000);
    expect(body).toContain('… and 150 more keys.');
    expect(body).toContain('Not shown for want of room: ');
    expect(body).toMatch(/`SRV48` and 11 more\.$/m);
    expect(faultsIn(body)).toEqual([]);
  });

  it('lets no value reach out of its place', () => {
    const hostile = [
      '```\n</details>\n@everyone',
      '![x](javascript:alert(1))',
      '<!-- homeamp:end xeon -->',
      '\u202eright to left',
      'x'.repeat(100_000),
      '\0',
      '`'.repeat(500),
    ];
    for (const text of hostile) {
      const change = changeReport({
        key: text,
        file: text,
        live: { value: text },
        desired: { value: [text, { [text]: text }] },
        origin: { layer: 'baseline', name: text, file: text, line: 1, reason: text },
      });
      const said = planned([instanceReport('TOW01', [change]), instanceReport(text, [change])]);
      expect(said.body.length).toBeLessThan(30_000);
      const post = putSection(PULL_POST, undefined, { ...said, digest: 'abc' });
      expect(post, text.slice(0, 20)).toContain(said.body);
      expect(faultsIn(post), text.slice(0, 20)).toEqual([]);
      expect(/[\0\u202e]/.test(post)).toBe(false);
    }
  });

  it('tells apart values that look alike once they are cut', () => {
    const long = (middle: string) => ({ value: `${'a'.repeat(500)}${middle}${'a'.repeat(500)}` });
    const { body } = planned([
      instanceReport('TOW01', [changeReport({ live: long('x'), desired: long('y') })]),
    ]);
    expect(body).toContain('(differs where it is not shown)');
  });
});

describe('a pull request that can’t be planned', () => {
  it('lists its mistakes with place and help, errors first', () => {
    const said = sectionOf({
      kind: 'mistakes',
      issues: [issue({ severity: 'warning', message: 'unused a|b' }), issue()],
    });
    expect(said.row[0]).toBe('1 mistake, 1 warning');
    expect(said.body).toContain(
      '| `desired-state/baselines/CMI.md:12:3` | `SERVER_PROT` is not declared | Declare it in `variables/fleet.yaml`. |\n',
    );
    expect(said.body).toContain('| Warning: unused `a\\|b` |');
  });

  it('shows 50 of them and counts the rest', () => {
    const issues = Array.from({ length: 80 }, () => issue());
    const { body } = sectionOf({ kind: 'mistakes', issues });
    expect(body.match(/SERVER_PROT/g)).toHaveLength(50);
    expect(body).toContain('… and 30 more');
  });

  it('names the files that conflict', () => {
    const { body } = sectionOf({ kind: 'conflict', paths: ['desired-state/fleet.yaml'] });
    expect(body).toContain("can't be merged into `fedcba987654`: `desired-state/fleet.yaml`.");
  });
});

describe('a merged pull request', () => {
  it('says why it is held and what to do', () => {
    const reason = { code: 'tree-differs', message: 'not what was reviewed for #12', help: 'Revert it.' };
    const said = sectionOf({ kind: 'held', reason, revision: 'a'.repeat(40) });
    expect(said.row[0]).toBe('held: `tree-differs`');
    expect(said.body).toBe(
      'Merged as `aaaaaaaaaaaa`, but not applied: not what was reviewed for `#12`. Revert it.',
    );
  });

  it('says what was applied where, what failed, and what was planned anew', () => {
    const report = sampleReport([
      instanceReport('TOW01', [], {
        state: 'AppliedNotLoaded',
        reason: { code: 'not-loaded', message: 'the server runs with old values', help: 'Restart it.' },
        outcome: { kind: 'applied', id: 'r-1', files: 2, keys: 5 },
      }),
      instanceReport('DEV01', [], {
        state: 'Failed',
        reason: { code: 'apply-failed', message: 'disk full', help: 'Make room.' },
        outcome: { kind: 'failed', id: null, files: 0, keys: 0 },
      }),
      instanceReport('SMP01', [], { outcome: { kind: 'unchanged', id: null, files: 0, keys: 0 } }),
    ]);
    const said = sectionOf({ kind: 'applied', report, isAsApproved: false, replanned: ['TOW01'] });
    expect(said.row).toEqual([
      'applied 5 keys in 2 files on 1 instance; **1 failed**',
      '1 not loaded yet',
      '`3fa9c1b2a4d5`',
    ]);
    expect(said.body).toContain('not exactly as planned at the approval');
    expect(said.body).toContain('since the approval: `TOW01`.');
    expect(said.body).toContain('- ✅ `TOW01`: 5 keys in 2 files, as `r-1`. The server runs');
    expect(said.body).toContain('- ❌ `DEV01` failed. Disk full. Make room.');
    expect(said.body).not.toContain('SMP01');
  });
});
