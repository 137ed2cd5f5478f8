import { closeSync, constants, fstatSync, lstatSync, openSync } from 'node:fs';
import type { InstancePath } from '../../core/model/instance.ts';
import type { OpenedFile, RootPath } from '../../ports/live-files.ts';
import { isOpenedAt } from './confined-folder.ts';
import { explainCode, reasonToRefuse, systemCode } from './file-rules.ts';

// O_NONBLOCK keeps a pipe that was swapped in from blocking the open.
const READ_FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;
const STAT_OPTIONS = { bigint: true, throwIfNoEntry: false } as const;

/** Opens a file under the reader's rules, save that it may be as large as `maxBytes` says. */
export function openLiveFile(root: RootPath, path: InstancePath, maxBytes: number): OpenedFile {
  const fullPath = `${root}/${path}`;
  try {
    const fd = openWithoutLinks(fullPath, maxBytes);
    if (typeof fd !== 'number') return refused(fd.refusal ?? explainCode('ENOENT'));
    const opened = examine(fd, fullPath, maxBytes);
    if (opened.kind === 'refused') closeSync(fd);
    return opened;
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    return refused(explainCode(code));
  }
}

function examine(fd: number, fullPath: string, maxBytes: number): OpenedFile {
  const stats = fstatSync(fd, { bigint: true });
  const refusal = reasonToRefuse(stats, maxBytes);
  if (refusal !== undefined) return refused(refusal);
  if (!isOpenedAt(fd, fullPath)) return refused('a folder above it is a symbolic link');
  return { kind: 'opened', fd, size: Number(stats.size) };
}

/** Opens without waiting and without following a link; no refusal means that nothing has this name. */
export function openWithoutLinks(
  fullPath: string,
  maxBytes?: number,
): number | { readonly refusal: string | undefined } {
  try {
    return openSync(fullPath, READ_FLAGS);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { refusal: undefined };
    const named = lstatSync(fullPath, STAT_OPTIONS);
    const refusal = named === undefined ? undefined : reasonToRefuse(named, maxBytes);
    if (refusal === undefined) throw error;
    return { refusal };
  }
}

function refused(reason: string): OpenedFile {
  return { kind: 'refused', reason };
}
