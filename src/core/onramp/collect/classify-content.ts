import type { ConfigEntry } from '../../formats/config-format.ts';
import { type ConfigValue, isConfigMap } from '../../model/config-value.ts';
import type { LeaveReason } from './leave-reason.ts';

/** More than the fullest settings file of a known plugin has. */
const MOST_KEYS = 5000;
const PLACE_NAMES = new Set(['x', 'y', 'z', 'yaw', 'pitch', 'world']);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** How many of a file's keys look like data, by kind. */
interface DataSigns {
  readonly keys: number;
  readonly uuids: number;
  readonly times: number;
  readonly places: number;
  readonly objects: number;
}

/**
 * Why a file is data although its name does not say so; undefined for settings. A doubtful name needs less: then a single
 * sign is enough.
 */
export function classifyContent(
  entries: readonly ConfigEntry[],
  isDoubtful: boolean,
): LeaveReason | undefined {
  if (entries.some(({ path }) => path.length === 0)) return 'no-settings';
  if (entries.length > MOST_KEYS) return 'too-large';
  const signs = countSigns(entries);
  const isMany = (count: number) => (isDoubtful ? count > 0 : count * 3 > signs.keys);
  if (isMany(signs.uuids)) return 'player-data';
  if (isMany(signs.objects)) return 'serialized-objects';
  if (isMany(signs.times)) return 'saved-data';
  // A spawn or a teleport target among settings is one place; a file of places is made in the game.
  return signs.places >= 4 && signs.places * 2 > signs.keys ? 'saved-data' : undefined;
}

function countSigns(entries: readonly ConfigEntry[]): DataSigns {
  const count = (has: (entry: ConfigEntry) => boolean) => entries.filter(has).length;
  return {
    keys: entries.length,
    uuids: count(({ path }) => path.some((segment) => UUID.test(segment))) + countIdValues(entries),
    times: count(({ value }) => isMoment(value)),
    places: count(({ path }) => PLACE_NAMES.has((path.at(-1) ?? '').toLowerCase())),
    objects: count(({ path, value }) => path.includes('==') || holdsObject(value)),
  };
}

/** Settings may hold the id of the server itself, and of a plugin's own account. */
function countIdValues(entries: readonly ConfigEntry[]): number {
  const ids = entries.filter(({ value }) => typeof value === 'string' && UUID.test(value)).length;
  return ids > 2 ? ids : 0;
}

/** Milliseconds since 1970 of a time when this game existed. Seconds look like too many other numbers. */
function isMoment(value: ConfigValue): boolean {
  return typeof value === 'bigint' && value > 1_250_000_000_000n && value < 4_000_000_000_000n;
}

function holdsObject(value: ConfigValue): boolean {
  if (isConfigMap(value)) return value.has('==') || [...value.values()].some(holdsObject);
  return Array.isArray(value) && value.some(holdsObject);
}
