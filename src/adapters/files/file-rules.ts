import type { BigIntStats } from 'node:fs';
import type { StatIdentity } from '../../core/model/live-file.ts';

/** A managed configuration file is far smaller; the bound keeps a planted file from filling the memory. */
export const MAX_FILE_BYTES = 8 * 1024 * 1024;

/** Why an entry is not a file that homeamp reads or replaces; undefined when it is one. */
export function reasonToRefuse(stats: BigIntStats, maxBytes = MAX_FILE_BYTES): string | undefined {
  if (stats.isSymbolicLink()) return 'it is a symbolic link';
  if (stats.isDirectory()) return 'it is a folder, not a file';
  if (!stats.isFile()) return 'it is a device, pipe or socket, not a file';
  if (stats.nlink !== 1n)
    return `it has ${stats.nlink} names (hard links), so it may belong to something else`;
  return stats.size > BigInt(maxBytes)
    ? `it is larger than ${maxBytes / 1024 / 1024} MiB (${stats.size} bytes)`
    : undefined;
}

export function identityOf(stats: BigIntStats): StatIdentity {
  return `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`;
}

/** Node's code of a failed call, such as `EACCES`; undefined for anything that is not a system error. */
export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** What a system error means for a person, without any path. */
export function explainCode(code: string): string {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return `permission denied for ${currentUser()}`;
    case 'ELOOP':
      return 'it or a folder above it is a symbolic link';
    case 'ENOTDIR':
      return 'something above it is not a real folder (a symbolic link counts as none)';
    case 'EISDIR':
      return 'it is a folder, not a file';
    case 'ENOENT':
      return 'it is not there any more';
    case 'ENAMETOOLONG':
      return 'its name is too long for the file system';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOSPC':
      return 'the disk is full';
    case 'EDQUOT':
      return 'the disk quota is used up';
    case 'EMFILE':
    case 'ENFILE':
      return 'too many files are open';
    case 'EIO':
      return 'the disk reports an input/output error';
    default:
      return `the system says ${code}`;
  }
}

function currentUser(): string {
  return process.getuid === undefined ? 'this user' : `user id ${process.getuid()}`;
}
