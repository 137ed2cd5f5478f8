import { randomUUID } from 'node:crypto';
import type { AmpAccount } from '../options.ts';

/** A login at the controller, or at one instance. */
export interface Session {
  readonly id: string;
  readonly login: string;
  /** InstanceID; undefined: the controller. */
  readonly instance: string | undefined;
  readonly permissions: readonly string[];
  lastUsed: number;
  /** Of the newest console line that it was given; undefined before its first look. */
  lastLine: number | undefined;
}

export interface Sessions {
  open(login: string, account: AmpAccount, instance: string | undefined): Session;
  /** Undefined for a session of somewhere else too. */
  find(id: string, instance: string | undefined): Session | undefined;
  close(id: string): void;
  /** Those of one instance, or all. */
  lose(instance?: string): void;
}

export function createSessions(parts: {
  readonly now: () => number;
  readonly idleMillis: number;
  /** InstanceID by name. */
  readonly ids: ReadonlyMap<string, string>;
}): Sessions {
  const sessions = new Map<string, Session>();
  return {
    open(login, account, instance) {
      const permissions = (account.permissions ?? ['*']).map((node) => withId(node, parts.ids));
      const id = randomUUID();
      const session = { id, login, instance, permissions, lastUsed: parts.now(), lastLine: undefined };
      sessions.set(id, session);
      return session;
    },
    find(id, instance) {
      const session = sessions.get(id);
      if (session === undefined || session.instance !== instance) return undefined;
      if (parts.now() - session.lastUsed > parts.idleMillis) return undefined;
      session.lastUsed = parts.now();
      return session;
    },
    close: (id) => sessions.delete(id),
    lose(instance) {
      for (const [id, session] of sessions) {
        if (instance === undefined || session.instance === instance) sessions.delete(id);
      }
    },
  };
}

export function isAllowed({ permissions }: Pick<Session, 'permissions'>, node: string): boolean {
  return permissions.some((held) =>
    held.endsWith('*') ? node.startsWith(held.slice(0, -1)) : held === node,
  );
}

function withId(node: string, ids: ReadonlyMap<string, string>): string {
  const name = /^Instances\.(.+)\.Manage$/.exec(node)?.[1] ?? '';
  const id = ids.get(name);
  return id === undefined ? node : `Instances.${id}.Manage`;
}
