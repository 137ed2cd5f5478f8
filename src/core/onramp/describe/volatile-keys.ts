import { type ConfigValue, isConfigList, isConfigMap } from '../../model/config-value.ts';
import type { GuessKind } from '../description.ts';

/** What is known of a key on all instances together. */
export interface KeyLook {
  readonly segments: readonly string[];
  /** The last segment in lower case, words parted by `-`. */
  readonly name: string;
  /** The different values. */
  readonly values: readonly ConfigValue[];
  /** True where instances have different values. */
  readonly differs: boolean;
}

interface VolatileRule {
  readonly kind: Extract<GuessKind, 'volatile-keys' | 'version-keys' | 'player-data-keys'>;
  readonly reason: string;
  fits(look: KeyLook): boolean;
}

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const HEX = /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{128})$/i;
const MOMENT = /^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{1,2}:[0-9]{2}/;

const OWN_ID = /(?:^|-)(?:uuid|guid|uid|(?:server|instance|installation|machine)-?id)$/;
const GENERATED = /(?:^|-)(?:salt|nonce|checksum|hash|hashes|md5|sha-?1|sha-?256|seed|fingerprint)$/;
const PAST =
  /^(?:last|latest|previous)-|(?:^|-)(?:timestamp|(?:created|updated|modified|saved|generated)-(?:at|on|date|time)|last-?(?:run|seen|update|updated|save|saved|backup|start|check|checked|modified|login))$/;
const COUNTER =
  /^(?:next|last|current|highest)-?(?:[a-z]+-)?(?:id|index|number)$|(?:^|-)(?:counter|auto-?increment)$/;
const VERSION =
  /^(?:(?:config|configuration|conf|cfg|file|config-file|settings|schema|lang|language|messages|storage|data|format|internal)-?version|version-do-not-.*|do-not-.*-version)$/;

/** The first that fits decides. They are hints: a person overrules them by naming the key. */
const VOLATILE_RULES: readonly VolatileRule[] = [
  {
    kind: 'player-data-keys',
    reason: 'Keys that are named after a player or another thing with a UUID',
    fits: ({ segments }) => segments.some((segment) => UUID.test(segment)),
  },
  {
    kind: 'version-keys',
    reason: 'The plugin changes the version of its own file when it brings the file up to date',
    fits: ({ name, segments }) => VERSION.test(name) || (segments.length === 1 && /^_?-?version$/.test(name)),
  },
  {
    kind: 'volatile-keys',
    reason: 'Ids that belong to one server alone',
    fits: ({ name, values, differs }) =>
      values.every((value) => isText(value, UUID)) && (differs || OWN_ID.test(name)),
  },
  {
    kind: 'volatile-keys',
    reason: 'Values that the plugin worked out or drew by lot',
    fits: ({ name, values, differs }) =>
      (differs && values.every((value) => isText(value, HEX))) ||
      (GENERATED.test(name) && (differs || values.some(isDrawn))),
  },
  {
    kind: 'volatile-keys',
    reason: 'Moments that the plugin notes',
    fits: ({ name, values, differs }) =>
      (differs && values.every(isMoment)) ||
      (PAST.test(name) && values.every((value) => isMoment(value) || isEpochSecond(value))),
  },
  {
    kind: 'volatile-keys',
    reason: 'Counters that go on while the server runs',
    fits: ({ name, values, differs }) =>
      differs && COUNTER.test(name) && values.every((value) => typeof value === 'bigint'),
  },
];

/** Why a key looks like the server's own business; undefined for configuration. */
export function findVolatileRule(look: KeyLook): Pick<VolatileRule, 'kind' | 'reason'> | undefined {
  return VOLATILE_RULES.find((rule) => rule.fits(look));
}

/** `lastRunTime`, `Last_Run_Time` and `last-run-time` are one name. */
export function plainName(segment: string): string {
  return segment
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
}

function isText(value: ConfigValue, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}

function isDrawn(value: ConfigValue): boolean {
  if (typeof value === 'string') return /^-?[0-9]{9,}$/.test(value) || /^[A-Za-z0-9+/=_-]{16,}$/.test(value);
  return typeof value === 'bigint' && (value > 999_999_999n || value < -999_999_999n);
}

/** A date with a time, or a count of milliseconds that falls between 2001 and 2065. */
function isMoment(value: ConfigValue): boolean {
  if (typeof value === 'string') return MOMENT.test(value);
  if (typeof value === 'bigint') return isEpochSecond(value / 1000n);
  if (typeof value !== 'object' || value === null || isConfigList(value) || isConfigMap(value)) return false;
  return value.kind === 'timestamp' && value.text.includes(':');
}

function isEpochSecond(value: ConfigValue): boolean {
  return typeof value === 'bigint' && value > 1_000_000_000n && value < 3_000_000_000n;
}
