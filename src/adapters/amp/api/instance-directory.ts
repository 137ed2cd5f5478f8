import type { OperatingError } from '../../../core/model/errors.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Call } from './call.ts';
import type { Controller } from './controller.ts';
import { failureOf } from './failure-of.ts';
import { ambiguousInstance, noSuchInstance } from './failures.ts';
import { isOld, type Session } from './layer.ts';
import { type ListedInstance, listInstances } from './list-instances.ts';

/** An instance with the controller's session that it was listed to. */
export interface FoundInstance {
  readonly instance: ListedInstance;
  readonly session: Session;
}

/** Finds instances by the names of their folders; AMP is asked once for each of the controller's sessions. */
export interface InstanceDirectory {
  /** Throws `MistakeError` for a name that AMP does not show, or shows twice. */
  find(server: string): Promise<FoundInstance>;
  /** Asks anew at the next `find`. */
  forget(): void;
}

export interface DirectoryOptions {
  readonly controller: Controller;
  readonly clock: Clock;
  /** The ids that this host's own files give its instances; read when a list is asked for. */
  readonly localIds: () => ReadonlyMap<string, string>;
}

/** Lists the instances of this host. */
export const LIST_LOCAL: Call = {
  method: 'ADSModule/GetLocalInstances',
  does: 'list the instances of this host',
  permission: 'ADS.InstanceManagement.*',
  isRepeatable: true,
};
/** Lists those of all hosts that the controller knows. */
export const LIST_ALL: Call = { ...LIST_LOCAL, method: 'ADSModule/GetInstances', does: 'list the instances' };

interface Listing {
  readonly session: Session;
  readonly ids: ReadonlyMap<string, string>;
  readonly local: () => Promise<Listed>;
  readonly all: () => Promise<Listed>;
}

type Listed = readonly ListedInstance[] | OperatingError;

export function createInstanceDirectory(options: DirectoryOptions): InstanceDirectory {
  const { controller, clock } = options;
  let kept: Listing | undefined;
  const search = async (server: string) => {
    const session = await controller.session();
    const isNew = kept?.session !== session;
    if (kept === undefined || isNew) kept = createListing(options, session);
    try {
      return { session, isNew, instance: await searchListing(kept, server) };
    } catch (error) {
      kept = undefined;
      throw error;
    }
  };
  return {
    find: async (server) => {
      const { instance, session, isNew } = await search(server);
      if (instance !== undefined) return { instance, session };
      // What a session may see was fixed at its login.
      const mayShowMore = isOld(session, clock);
      if (isNew && !mayShowMore) throw noSuchInstance(server);
      if (mayShowMore) controller.leave(session);
      kept = undefined;
      const again = await search(server);
      if (again.instance === undefined) throw noSuchInstance(server);
      return { instance: again.instance, session: again.session };
    },
    forget: () => {
      kept = undefined;
    },
  };
}

function createListing({ controller, localIds }: DirectoryOptions, session: Session): Listing {
  const list = async (call: Call): Promise<Listed> => {
    const answer = await controller.ask(call);
    return answer.kind === 'value' ? listInstances(answer.value) : failureOf(answer, call);
  };
  return { session, ids: localIds(), local: once(() => list(LIST_LOCAL)), all: once(() => list(LIST_ALL)) };
}

/**
 * This host's own instances first. A controller may show those of other hosts with the same names, so that they are
 * looked through only where an id decides, or where AMP does not tell which are this host's.
 */
async function searchListing(listing: Listing, server: string): Promise<ListedInstance | undefined> {
  const id = listing.ids.get(server)?.toLowerCase();
  const local = await listing.local();
  const found = isListed(local) ? pick(local, server, id) : undefined;
  if (found !== undefined) return found;
  if (isListed(local) && local.length > 0 && id === undefined) return undefined;
  const all = await listing.all();
  if (isListed(all)) return pick(all, server, id);
  if (isListed(local)) return undefined;
  throw all;
}

function isListed(listed: Listed): listed is readonly ListedInstance[] {
  return Array.isArray(listed);
}

function pick(
  instances: readonly ListedInstance[],
  server: string,
  id: string | undefined,
): ListedInstance | undefined {
  const [found, ...others] = instances.filter((instance) =>
    id === undefined ? instance.name === server : instance.id === id,
  );
  if (others.length > 0) throw ambiguousInstance(server);
  return found;
}

/** Asks at the first call and shares the answer; a failure is not kept. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask().catch((error: unknown) => {
      asked = undefined;
      throw error;
    });
    return asked;
  };
}
