import { keyId } from '../../model/key-path.ts';
import type { SeenInstance } from '../seen-fleet.ts';
import type { FoundSecret, FoundSecrets, SecretUse } from './find-secrets.ts';
import { keyName } from './fleet-table.ts';
import { joinWords, serviceOf } from './plain-words.ts';

const LONGEST = 64;

export interface NamedSecret extends FoundSecret {
  readonly name: string;
}

/** Secrets by `secretId`. */
export type NamedSecrets = ReadonlyMap<string, NamedSecret>;

/** Gives each secret a readable name of its own. */
export function nameSecrets(secrets: FoundSecrets, instances: readonly SeenInstance[]): NamedSecrets {
  const named = new Map<string, NamedSecret>();
  const taken = new Set<string>();
  // The secret that most instances share gets the plain name.
  const sorted = [...secrets].sort((a, b) => countUses(b[1].uses) - countUses(a[1].uses));
  for (const [id, secret] of sorted) {
    const name = freeName(wantedName(secret.uses, instances), taken);
    taken.add(name);
    named.set(id, { ...secret, name });
  }
  return named;
}

function countUses(uses: readonly SecretUse[]): number {
  return uses.reduce((sum, { instances }) => sum + instances.length, 0);
}

function freeName(wanted: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const end = count === 1 ? '' : `_${count}`;
    const name = `${wanted.slice(0, LONGEST - end.length)}${end}`;
    if (!taken.has(name)) return name;
  }
}

function wantedName(uses: readonly SecretUse[], instances: readonly SeenInstance[]): string {
  const [first] = uses;
  if (first === undefined) return 'SECRET';
  const plugins = new Set(uses.map(({ locus }) => locus.baseline.seenAs));
  const service = serviceOf(uses.map(({ locus }) => keyName(locus)));
  if (plugins.size > 1 && service !== undefined) return `${service}_PASSWORD`;
  const { baseline, file, column } = first.locus;
  const path = keyId(column.path) === '' ? [file.path.replace(/\.[^.]*$/, '')] : column.path;
  const name = joinWords([baseline.seenAs.toLowerCase(), ...path]);
  const own =
    first.differs && first.instances.length === 1 ? instances[first.instances[0] as number] : undefined;
  return own === undefined ? name : joinWords([name.slice(0, LONGEST / 2), own.name.toLowerCase()]);
}
