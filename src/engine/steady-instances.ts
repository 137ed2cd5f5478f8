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

/**
 * The number of owned keys of an instance that was wholly in sync under the same render key and none of whose files
 * has moved since; undefined when it must be looked at.
 */
export function recallClean(
  deps: SteadyDeps,
  renderKey: string,
  instance: InstanceId,
  root: RootPath,
): number | undefined {
  const known = deps.observations.get(instance);
  if (known === undefined || !known.complete || known.renderKey !== renderKey) return undefined;
  for (const [path, identity] of known.clean) {
    if (deps.files.identify(root, path) !== identity) return undefined;
  }
  return known.ownedKeys;
}

/** Looks up files of an instance that were in sync under the same render key and have not moved since. */
export function recallFiles(
  deps: SteadyDeps,
  renderKey: string,
  instance: InstanceId,
  root: RootPath,
): (path: InstancePath) => StatIdentity | undefined {
  const known = deps.observations.get(instance);
  if (known === undefined || known.renderKey !== renderKey) return () => undefined;
  return (path) => {
    const identity = known.clean.get(path);
    return identity !== undefined && deps.files.identify(root, path) === identity ? identity : undefined;
  };
}

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
function isSettled(identity: StatIdentity, now: number): boolean {
  const changedNanos = identity.slice(identity.lastIndexOf(':') + 1);
  return now - Number(changedNanos) / 1e6 > SETTLING_MILLIS;
}
