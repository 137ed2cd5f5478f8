import type { JarCache } from '../../ports/plugin-inventory.ts';
import type { ObservationCache } from '../../ports/state-store.ts';
import type { Database } from './database.ts';
import { deferredValues } from './deferred-values.ts';
import { createJarCache } from './jar-cache.ts';
import { decodeObservation, encodeObservation } from './observation-codec.ts';
import { decodeRoster, encodeRoster } from './roster-codec.ts';

// An instance's id holds a slash, so it is never this.
const ROSTER = 'roster';

/** What passes remember to save work. */
export function createObservationCache(database: Database): {
  readonly observations: ObservationCache;
  readonly knownJars: JarCache;
  /** Writes what is held back now. */
  readonly flush: () => void;
} {
  const values = deferredValues(database, database.table('observations'));
  const observations: ObservationCache = {
    get: (instance) => values.get(instance, decodeObservation),
    put: (instance, observation) =>
      values.put(instance, observation === undefined ? undefined : encodeObservation(observation)),
    getRoster: () => values.get(ROSTER, decodeRoster),
    putRoster: (roster) => values.put(ROSTER, encodeRoster(roster)),
  };
  return { observations, knownJars: createJarCache(values), flush: values.flush };
}
