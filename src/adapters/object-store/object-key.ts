import { MistakeError } from '../../core/model/errors.ts';
import type { ObjectKey } from '../../ports/object-store.ts';

const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/;
const PREFIX = /^[A-Za-z0-9._/-]*$/;
const MAX_SEGMENT = 200;
const MAX_KEY = 900;
const NEXT = 'Keys are made of letters, digits, `.`, `_` and `-`, with `/` between the parts.';

/** Refuses what is absolute, too long, or has a part that is empty, hidden or climbs up; undefined when refused. */
export function parseObjectKey(text: string): ObjectKey | undefined {
  const segments = text.split('/');
  const safe =
    text.length <= MAX_KEY &&
    segments.every((segment) => segment.length <= MAX_SEGMENT && SEGMENT.test(segment));
  return safe ? text : undefined;
}

/** Throws `MistakeError` for a key that is not safe. */
export function assertObjectKey(key: ObjectKey): void {
  if (parseObjectKey(key) === undefined)
    throw new MistakeError(`${shown(key)} is not an object's key.`, NEXT);
}

/** The folder part of a prefix, which may end anywhere. Throws `MistakeError` when no safe key begins so. */
export function folderOfPrefix(prefix: ObjectKey): string {
  const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1).replace(/\/$/, '');
  if (!PREFIX.test(prefix) || (folder !== '' && parseObjectKey(folder) === undefined)) {
    throw new MistakeError(`${shown(prefix)} is not the beginning of an object's key.`, NEXT);
  }
  return folder;
}

function shown(key: string): string {
  return JSON.stringify(key.slice(0, 100));
}
