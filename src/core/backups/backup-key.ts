import type { BackupCause } from './backup-manifest.ts';

/** What a key of the backup store names. */
export type BackupKey =
  | { readonly kind: 'image'; readonly sha256: string }
  | { readonly kind: 'set'; readonly of: SetFolder; readonly id: string };

export type SetFolder = 'runs' | 'snapshots';

const IMAGE = /^objects\/([0-9a-f]{2})\/(\1[0-9a-f]{62})$/;
const SET = /^(runs|snapshots)\/([^/]+)\.json$/;
const ID = /^\d{8}-\d{6}-\d{3}-[0-9a-f]{6}(?:\.\d{1,6})?$/;

/** True for the id of a run, of an instance's part of one, or of a snapshot. */
export function isBackupId(text: string): boolean {
  return ID.test(text);
}

export function imageKey(sha256: string): string {
  return `objects/${sha256.slice(0, 2)}/${sha256}`;
}

export function setKey(folder: SetFolder, id: string): string {
  return `${folder}/${id}.json`;
}

export function folderOf(cause: BackupCause): SetFolder {
  return cause === 'snapshot' ? 'snapshots' : 'runs';
}

/** Undefined for a key that homeamp does not write; listings may hold anything. */
export function parseBackupKey(key: string): BackupKey | undefined {
  const [, , sha256] = IMAGE.exec(key) ?? [];
  if (sha256 !== undefined) return { kind: 'image', sha256 };
  const [, of, id] = SET.exec(key) ?? [];
  if (id === undefined || !isBackupId(id)) return undefined;
  return { kind: 'set', of: of === 'runs' ? 'runs' : 'snapshots', id };
}
