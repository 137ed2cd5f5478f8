import type { InstanceId, InstancePath } from '../core/model/instance.ts';
import type { StatIdentity } from '../core/model/live-file.ts';
import type { InstanceRender } from '../core/model/managed-file.ts';
import type { Clock } from '../ports/clock.ts';
import type { LiveFileReader, RootPath } from '../ports/live-files.ts';
import type { ObservationCache } from '../ports/state-store.ts';

interface SteadyDeps {
  readonly files: LiveFileReader;
  readonly observations: ObservationCache;
  readonly clock: Clock;
}

/** What is still known of an instance: files that were in sync and have not moved since. */
export interface Recalled {
  /** Owned keys of the instance when all of its files are known and unmoved; else undefined. */
  readonly ownedKeys: number | undefined;
  readonly unmoved: ReadonlyMap<InstancePath, StatIdentity>;
}

/** Looks once at every file that was in sync under the same render key. */
export function recall(deps: SteadyDeps, renderKey: string, instance: InstanceId, root: RootPath): Recalled {
  const known = deps.observations.get(instance);
  if (known === undefined || known.renderKey !== renderKey) return NOTHING;
  const unmoved = new Map<InstancePath, StatIdentity>();
  for (const [path, identity] of known.clean) {
    if (deps.files.identify(root, path) === identity) unmoved.set(path, identity);
  }
  const all = known.complete && unmoved.size === known.clean.size;
  return { ownedKeys: all ? known.ownedKeys : undefined, unmoved };
}

/** What is known when every file is to be read. */
export const NOTHING: Recalled = { ownedKeys: undefined, unmoved: new Map() };

/** Keeps what was found in sync for the next pass. */
export function rememberClean(
  deps: SteadyDeps,
  renderKey: string,
  render: InstanceRender,
  clean: ReadonlyMap<InstancePath, StatIdentity>,
): void {
  const now = deps.clock.now();
  const settled = new Map([...clean].filter(([, identity]) => isSettled(identity, now)));
  deps.observations.put(render.instance.id, {
    renderKey,
    ownedKeys: render.files.reduce((sum, file) => sum + file.keys.length, 0),
    clean: settled,
    complete: settled.size === render.files.length,
  });
}

const SETTLING_MILLIS = 2000;

/**
 * A file that changed this recently could change again within the grain of the file system's clock (up to 2 s) and
 * keep its identity, so it is read once more next time.
 */
export function isSettled(identity: StatIdentity, now: number): boolean {
  const changedNanos = identity.slice(identity.lastIndexOf(':') + 1);
  return now - Number(changedNanos) / 1e6 > SETTLING_MILLIS;
}
