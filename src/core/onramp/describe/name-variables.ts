import { findSecret } from '../../model/find-secret.ts';
import { keyId } from '../../model/key-path.ts';
import { isListeningVariable } from '../../model/listening-port.ts';
import { BUILT_IN_VARIABLES, isVariableName } from '../../model/variable-reference.ts';
import { keyName, type Locus } from './fleet-table.ts';
import { joinWords, serviceOf, wordsOf } from './plain-words.ts';

/** A key that will hold the variable. */
export interface VariableUse {
  readonly locus: Locus;
  /** True where the variable is the whole value. */
  readonly isWhole: boolean;
}

/** A name that says what the keys have in common and that no other variable has. `texts` are its values. */
export type NameVariable = (uses: readonly VariableUse[], texts: readonly string[]) => string;

const ROLES: readonly (readonly [RegExp, string])[] = [
  [/^(?:HOST|HOSTNAME|ADDRESS|IP|URL|SERVER|ENDPOINT)$/, 'HOST'],
  [/^PREFIX$/, 'PREFIX'],
  [/^PORT$/, 'PORT'],
  [/^(?:USER|USERNAME|LOGIN)$/, 'USER'],
  [/^(?:DATABASE|DB|DBNAME|SCHEMA|NAME)$/, 'NAME'],
];

/** Words that say nothing without the section above them. */
const EMPTY_WORDS = /^(?:NAME|VALUE|ID|TEXT|DEFAULT|KEY|TITLE|TYPE|MESSAGE|HOST|PORT|PATH)$/;

export function createVariableNames(taken: Iterable<string>): NameVariable {
  const used = new Set(taken);
  return (uses, texts) => {
    const wanted = [serviceName(uses), plainName(uses), 'SHARED_VALUE'].find(
      (name) => name !== undefined && isUsable(name, texts),
    );
    const name = wanted ?? 'SHARED_VALUE';
    for (let count = 1; ; count += 1) {
      const free = count === 1 ? name : `${name}_${count}`;
      if (used.has(free)) continue;
      used.add(free);
      return free;
    }
  };
}

function isUsable(name: string, texts: readonly string[]): boolean {
  if (!isVariableName(name) || name.length > 60 || BUILT_IN_VARIABLES.has(name)) return false;
  // A name that ends in PORT would be checked as one, and one like a password's would need a secret.
  return !isListeningVariable(name) && texts.every((text) => findSecret(name, text) === undefined);
}

/** `DATABASE_HOST` and the like; undefined where the keys don't agree in what they are for. */
function serviceName(uses: readonly VariableUse[]): string | undefined {
  const service = serviceOf(uses.map(({ locus }) => keyName(locus)));
  const roles = uses.map(({ locus }) => roleOf(locus));
  const role = mostCommon(roles.flatMap((one) => one ?? []));
  if (service === undefined || role === undefined) return undefined;
  if (role === 'PREFIX' && service === 'DATABASE') return 'TABLE_PREFIX';
  return `${service}_${role}`;
}

function roleOf({ column }: Locus): string | undefined {
  const words = wordsOf(column.path.at(-1) ?? '');
  const last = words.at(-1) ?? '';
  return ROLES.find(([pattern]) => pattern.test(last))?.[1];
}

function plainName(uses: readonly VariableUse[]): string | undefined {
  const whole = uses.filter(({ isWhole }) => isWhole);
  const counted = whole.length > 0 ? whole : uses;
  return mostCommon(counted.map(({ locus }) => lastWords(locus)));
}

function lastWords({ baseline, file, column }: Locus): string {
  const path = keyId(column.path) === '' ? [file.path.replace(/\.[^.]*$/, '')] : column.path;
  const last = joinWords(path.slice(-1));
  if (!EMPTY_WORDS.test(last)) return last;
  return joinWords([path.at(-2) ?? baseline.seenAs.toLowerCase(), last]);
}

/** The one that comes most often, and of several the first. */
function mostCommon(names: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
