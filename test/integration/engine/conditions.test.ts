import { describe, expect, it, onTestFinished } from 'vitest';
import { openState } from '../../../src/adapters/state/index.ts';
import type { KeyChangeReport, Report } from '../../../src/core/report/report.ts';
import { writeAccepted } from '../../../src/engine/agent/accepted-revision.ts';
import { followConditions } from '../../../src/engine/agent/conditions.ts';
import { writeHeld } from '../../../src/engine/agent/held-note.ts';
import { writeRollout } from '../../../src/engine/agent/rollout-note.ts';
import { shaOf } from '../../support/agent-fleet.ts';
import { temporaryFolder } from '../adapters/temporary-folder.ts';
import { instanceReport, reportOf } from '../web/pages-rig.ts';

const COUNTS = instanceReport('x').counts;
const drifted = (id: string) => instanceReport(id, { state: 'Drifted', counts: { ...COUNTS, drifted: 1 } });
const waiting = (id: string, code: string) =>
  instanceReport(id, { state: 'Pending', reason: { code, message: '', help: '' } });
const heldChange = (reason: string) => ({ held: { reason, detail: null } }) as KeyChangeReport;

async function openFollowed() {
  const folder = temporaryFolder();
  let state = await openState(folder);
  onTestFinished(() => state.close());
  return {
    notes: () => state.notes,
    restart: async () => {
      await state.close();
      state = await openState(folder);
    },
    follow: (now: number, report: Report | undefined) =>
      followConditions(state.notes, { report, now }).map(
        ({ condition, since }) => `${Object.values(condition).join(' ')} ${since}`,
      ),
  };
}

describe('conditions', () => {
  it('are told with the time when they were first seen, for as long as they last', async () => {
    const { follow, restart } = await openFollowed();
    expect(follow(10, reportOf([drifted('a/X'), waiting('a/Y', 'stage')]))).toEqual([
      'drifted a/X 10',
      'waiting a/Y stage 10',
    ]);
    expect(follow(20, reportOf([drifted('a/X'), waiting('a/Y', 'window')]))).toEqual([
      'drifted a/X 10',
      'waiting a/Y window 20',
    ]);
    await restart();
    expect(follow(30, undefined)).toEqual(['drifted a/X 10', 'waiting a/Y window 20']);
    expect(follow(40, reportOf([drifted('a/X'), instanceReport('a/Y')]))).toEqual(['drifted a/X 10']);
    expect(follow(50, reportOf([instanceReport('a/X'), instanceReport('a/Y')]))).toEqual([]);
    expect(follow(60, reportOf([drifted('a/X')]))).toEqual(['drifted a/X 60']);
  });

  it('are neither over nor new for an instance that could not be compared, and over for one that is gone', async () => {
    const { follow } = await openFollowed();
    follow(10, reportOf([drifted('a/X')]));
    const unread = instanceReport('a/X', { state: 'Failed', counts: { ...COUNTS, unknown: 3 } });
    expect(follow(20, reportOf([unread]))).toEqual(['drifted a/X 10']);
    expect(follow(30, reportOf([instanceReport('a/Y')]))).toEqual([]);
  });

  it('are what waits, and not what people paused or only look at', async () => {
    const { follow } = await openFollowed();
    const report = reportOf([
      instanceReport('a/A', { state: 'Suspended', reason: { code: 'suspended', message: '', help: '' } }),
      instanceReport('a/B', { changes: ['suspended', 'drift-reported'].map(heldChange) }),
      instanceReport('a/C', { changes: ['conflict', 'conflict', 'secret-unresolved'].map(heldChange) }),
      instanceReport('a/D', {
        state: 'AppliedNotLoaded',
        reason: { code: 'not-loaded', message: '', help: '' },
      }),
    ]);
    expect(follow(10, report)).toEqual([
      'waiting a/C conflict 10',
      'waiting a/C secret-unresolved 10',
      'waiting a/D not-loaded 10',
    ]);
  });

  it('are also the commit that is held, and stages of the accepted revision that are not done', async () => {
    const { follow, notes } = await openFollowed();
    const reason = { code: 'approval', message: 'm', help: 'h' };
    writeHeld(notes(), { reason, commit: shaOf('c1'), pulls: [] });
    writeAccepted(notes(), { treeId: 't1' } as Parameters<typeof writeAccepted>[1]);
    const rollout = {
      treeId: 't1',
      isSettled: false,
      isAsApproved: true,
      replanned: [],
      planId: '',
      instances: [],
      stages: [
        { stage: 'dev', word: 'done', until: undefined },
        { stage: 'canary', word: 'soaks', until: 99 },
      ],
    } as const;
    writeRollout(notes(), rollout);
    expect(follow(10, undefined)).toEqual(['held approval c1 10', 'stage t1 canary soaks 10']);
    writeHeld(notes(), { reason, commit: shaOf('c2'), pulls: [] });
    expect(follow(20, undefined)).toEqual(['held approval c2 20', 'stage t1 canary soaks 10']);
    writeHeld(notes(), undefined);
    writeRollout(notes(), { ...rollout, treeId: 't0' });
    expect(follow(30, undefined)).toEqual([]);
  });
});
