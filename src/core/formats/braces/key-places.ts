import { type KeyPath, keyId } from '../../model/key-path.ts';
import type { BraceDialect, BraceMember, BraceNode, BraceObject } from './brace-syntax.ts';

/** One place that gives a key its value. */
export interface KeyPlace {
  readonly path: KeyPath;
  readonly member: BraceMember;
  readonly object: BraceObject;
}

export interface KeyPlaces {
  /** All places of a key by id, in file order; the last one counts. */
  readonly keys: ReadonlyMap<string, readonly KeyPlace[]>;
  /** The last object of each section by id; the root is ''. */
  readonly objects: ReadonlyMap<string, { readonly object: BraceObject; readonly path: KeyPath }>;
}

/** Finds where each key of a file is written. */
export function keyPlaces(root: BraceNode, equalKeys: BraceDialect['equalKeys']): KeyPlaces {
  const keys = new Map<string, KeyPlace[]>();
  const objects = new Map<string, { object: BraceObject; path: KeyPath }>();
  const visit = (object: BraceObject, parent: KeyPath): void => {
    objects.set(keyId(parent), { object, path: parent });
    const last = equalKeys === 'hide' ? lastMembers(object) : undefined;
    for (const member of object.members) {
      const path = [...parent, ...member.path];
      const id = keyId(path);
      const known = keys.get(id);
      if (known === undefined) keys.set(id, [{ path, member, object }]);
      else known.push({ path, member, object });
      const hidden = last !== undefined && last.get(member.path[0] ?? '') !== member;
      if (member.node.object !== undefined && !hidden) visit(member.node.object, path);
    }
  };
  if (root.object !== undefined) visit(root.object, []);
  return { keys, objects };
}

/** The members of an object by key where the last of equal keys counts. */
export function lastMembers(object: BraceObject): ReadonlyMap<string, BraceMember> {
  return new Map(object.members.map((member) => [member.path[0] ?? '', member]));
}
