import { randomUUID } from 'node:crypto';
import { STATE, TASK_STATE } from '../description/enum-table.ts';
import type { Application } from './application.ts';
import { startApplication } from './start-application.ts';
import { stopApplication } from './stop-application.ts';

export interface BackupOrder {
  readonly title: string;
  readonly description: string;
  readonly isSticky: boolean;
  readonly isAutomatic: boolean;
  readonly whileRunning: boolean;
  readonly by: string;
}

export interface BackupRecord extends BackupOrder {
  readonly id: string;
  readonly at: number;
}

export interface TaskRecord {
  readonly id: string;
  readonly name: string;
  /** AMP's TaskState. */
  readonly state: number;
  readonly percent: number;
  readonly startedAt: number;
}

/** An instance's backups, which hold no files. */
export interface Backups {
  begin(order: BackupOrder): void;
  /** Nothing right after a trigger. */
  tasks(): readonly TaskRecord[];
  list(): readonly BackupRecord[];
  /** True when one without BackupWhileRunning would stop the server now. */
  willStop(): boolean;
  failNext(): void;
  /** What is being taken is lost, as when the daemon ends. */
  abort(): void;
}

interface Work {
  readonly id: string;
  readonly order: BackupOrder;
  readonly beganAt: number;
  readonly isFailed: boolean;
}

export function createBackups(app: Application): Backups {
  const { agenda, folder, tell } = app.parts;
  const { backupMillis = 400, backupStopsServer = false } = folder.spec;
  let works: readonly Work[] = [];
  let records: readonly BackupRecord[] = [];
  let failsNext = false;
  const willStop = (): boolean => backupStopsServer && app.progress.state === STATE.ready;
  const finish = (work: Work, startsAgain: boolean): void => {
    if (!works.includes(work)) return;
    works = works.filter((other) => other !== work);
    if (work.isFailed) works = [...works, work];
    else records = [...records, { ...work.order, id: work.id, at: agenda.now() }];
    tell({ kind: 'backup', title: work.order.title, outcome: work.isFailed ? 'failed' : 'done' });
    if (startsAgain) startApplication(app);
  };
  const run = (order: BackupOrder, startsAgain: boolean): void => {
    const work = { id: randomUUID(), order, beganAt: agenda.now(), isFailed: failsNext };
    failsNext = false;
    works = [...works.filter(({ isFailed }) => !isFailed), work];
    agenda.after(backupMillis, () => finish(work, startsAgain));
  };
  return {
    willStop,
    list: () => records,
    failNext: () => {
      failsNext = true;
    },
    abort: () => {
      works = [];
      app.progress.whenDown = [];
    },
    begin(order) {
      tell({ kind: 'backup', title: order.title, outcome: 'begun' });
      if (order.whileRunning || !willStop()) return run(order, false);
      app.progress.whenDown = [...app.progress.whenDown, () => run(order, true)];
      stopApplication(app);
    },
    tasks: () =>
      works.flatMap((work) => {
        const percent = Math.min(100, ((agenda.now() - work.beganAt) / backupMillis) * 100);
        return percent < 5 ? [] : [taskOf(work, Math.round(percent))];
      }),
  };
}

function taskOf({ id, order, beganAt, isFailed }: Work, percent: number): TaskRecord {
  const state = isFailed && percent === 100 ? TASK_STATE.failed : TASK_STATE.running;
  return { id, name: `Taking backup ${order.title}`, state, percent, startedAt: beganAt };
}
