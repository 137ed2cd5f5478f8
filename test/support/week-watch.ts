import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../../src/core/report/report.ts';
import { NO_SOURCE } from '../../src/engine/agent/no-source.ts';
import type { HistoryEntry } from '../../src/ports/state-store.ts';
import { STATE } from '../../src/stand-ins/amp/index.ts';
import type { WeekHost } from './week-fleet.ts';
import type { WeekWorld } from './week-run.ts';
import { timeText } from './week-time.ts';

/** Looks at what can't be seen any more when the week is over. */
export interface Watch {
  after(host: WeekHost, pass: { readonly isPass: boolean }): void;
}

export function createWatch(world: WeekWorld): Watch {
  const lastReport = new Map<string, string>();
  const lastRun = new Map<string, string>();
  const reports = new Map<string, Report>();
  const runs = new Map<string, readonly HistoryEntry[]>();
  return {
    after(host, { isPass }) {
      const text = host.report();
      if (text !== '' && text !== lastReport.get(host.name)) {
        lastReport.set(host.name, text);
        const report = JSON.parse(text) as Report;
        reports.set(host.name, report);
        noteReport(world, report);
      }
      const [newest] = historyOf(host, 1);
      if (newest !== undefined && newest.id !== lastRun.get(host.name)) {
        const history = historyOf(host, 60);
        for (const entry of newRuns(history, lastRun.get(host.name))) checkTakenBack(world, host, entry);
        lastRun.set(host.name, newest.id);
        runs.set(host.name, history);
      }
      const report = reports.get(host.name);
      if (isPass && report !== undefined) checkLoaded(world, runs.get(host.name) ?? [], report);
    },
  };
}

/** Newest first. */
export function historyOf({ agent }: WeekHost, limit: number): readonly HistoryEntry[] {
  return agent.over(NO_SOURCE).history.list(limit);
}

function newRuns(history: readonly HistoryEntry[], last: string | undefined): readonly HistoryEntry[] {
  const known = history.findIndex(({ id }) => id === last);
  return known === -1 ? history : history.slice(0, known);
}

function noteReport({ ledger, now }: WeekWorld, report: Report): void {
  for (const { name, state, reason } of report.instances) {
    const reached = `${state}${reason === null ? '' : ` ${reason.code}`}`;
    ledger.reached.set(reached, (ledger.reached.get(reached) ?? 0) + 1);
    if (state === 'InSync') continue;
    if (reason !== null && reason.message.trim() !== '' && reason.help.trim() !== '') continue;
    ledger.complaints.push(`${timeText(now())} ${name}: ${state} is told without a reason`);
  }
}

/** A change that was taken back left the very bytes that were there before. */
function checkTakenBack({ ledger, fleet, now }: WeekWorld, host: WeekHost, entry: HistoryEntry): void {
  if (entry.kind !== 'rollback' || entry.outcome !== 'applied') return;
  const undone = historyOf(host, 1000).find(({ id }) => id === entry.of);
  const name = nameOf(entry.instance);
  for (const { path, before } of undone?.files ?? []) {
    const live = digestOf(join(fleet.server(name).root, path));
    if (live === before) continue;
    ledger.complaints.push(`${timeText(now())} ${name}: ${path} was taken back, but not to the byte`);
  }
}

/** What is told to be in sync is what the server goes by. */
function checkLoaded(
  { ledger, fleet, now }: WeekWorld,
  history: readonly HistoryEntry[],
  report: Report,
): void {
  for (const { id, name, state } of report.instances) {
    const server = fleet.server(name);
    if (state !== 'InSync' || server.state !== STATE.ready) continue;
    const entry = history.find((each) => each.instance === id && each.outcome === 'applied');
    for (const { path } of entry?.files ?? []) {
      const memory = server.memoryOf(path);
      const file = join(server.root, path);
      const isEdited = ledger.edits.some((edit) => edit.instance === name && edit.path === path);
      if (isEdited || !existsSync(file) || memory === readFileSync(file, 'utf8')) continue;
      ledger.complaints.push(
        `${timeText(now())} ${name}: is told to be in sync, and the server goes by another ${path}`,
      );
    }
  }
}

export function nameOf(id: string): string {
  return id.slice(id.indexOf('/') + 1);
}

function digestOf(path: string): string {
  return existsSync(path) ? createHash('sha256').update(readFileSync(path)).digest('hex') : 'absent';
}
