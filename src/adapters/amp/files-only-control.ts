import { existsSync, statSync } from 'node:fs';
import type { InstanceControl, ProcessState } from '../../ports/instance-control.ts';
import type { RootPath } from '../../ports/live-files.ts';
import { type ProcessScan, scanProcesses } from './scan-processes.ts';

/** How the process table is looked at. */
export interface FilesOnlyOptions {
  /** True to look once and answer for all roots from it, as for one plan; false to look at every call. */
  readonly scanOnce?: boolean;
  /** Where the kernel shows processes. */
  readonly processTable?: string;
}

/**
 * Tells whether a server runs without asking AMP: a process whose working folder is the root or lies below it. Says
 * `unknown` where processes of the instance's owner can't be looked into. Sees only the processes of its own
 * process table, so it must not run in a container apart from AMP.
 */
export function createFilesOnlyControl(options: FilesOnlyOptions = {}): InstanceControl {
  const table = options.processTable ?? '/proc';
  let kept: ProcessScan | undefined;
  return {
    processState(root) {
      if (!existsSync(`${table}/self`)) return unknown('this system does not show its processes');
      const scan = kept ?? scanProcesses(table);
      if (options.scanOnce === true) kept = scan;
      return stateOf(root, scan);
    },
  };
}

function stateOf(root: RootPath, scan: ProcessScan): ProcessState {
  const stats = statSync(root, { throwIfNoEntry: false });
  if (stats === undefined) return unknown('the application folder is not there');
  const server = scan.serverByFolder.get(`${stats.dev}:${stats.ino}`);
  if (server !== undefined) return { kind: 'running', startedAt: server.startedAt, isJava: server.isJava };
  if (scan.hiddenUsers.has(stats.uid)) {
    return unknown(`processes of user id ${stats.uid}, who owns the instance, can't be looked into`);
  }
  if (scan.hidesOthers && stats.uid !== process.geteuid?.()) {
    return unknown('the system hides the processes of other users');
  }
  return { kind: 'stopped' };
}

function unknown(reason: string): ProcessState {
  return { kind: 'unknown', reason };
}
