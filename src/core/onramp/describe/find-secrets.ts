import { type ConfigValue, isConfigList, isConfigMap } from '../../model/config-value.ts';
import { findSecret, findUrlPassword } from '../../model/find-secret.ts';
import { secretMark } from '../../model/variable-reference.ts';
import { columnsOf, type FleetTable, keyName, type Locus, valuesIn } from './fleet-table.ts';
import { serviceOf } from './plain-words.ts';

/** Where a secret was found. */
export interface SecretUse {
  readonly locus: Locus;
  /** Indices of the instances that have it there. */
  readonly instances: readonly number[];
  /** True where other instances have another secret at the same place. */
  readonly differs: boolean;
}

/** A text in pieces; a secret's piece is to be replaced as a whole. */
export interface TextPiece {
  readonly kind: 'plain' | 'secret';
  readonly text: string;
}

/** A secret that stands in clear, with all places that are to follow it. */
export interface FoundSecret {
  readonly text: string;
  readonly uses: SecretUse[];
}

/** Secrets by `secretId`. */
export type FoundSecrets = ReadonlyMap<string, FoundSecret>;

/**
 * Which secret a text is at a place. A drawn text is one secret wherever it stands. A word that many choose, such as
 * `password`, is one for each service, and for each key that is for none.
 */
export function secretId(text: string, locus: Locus): string {
  if (isDrawn(text)) return text;
  const key = keyName(locus);
  return `${serviceOf([key]) ?? key}\n${text}`;
}

/** Long and mixed, so that the same text elsewhere is the same secret and no word that happens to be equal. */
export function isDrawn(secret: string): boolean {
  return secret.length >= 12 && /[0-9]/.test(secret) && /[A-Za-z]/.test(secret);
}

/** Every secret that stands in clear. */
export function findSecrets(table: FleetTable): FoundSecrets {
  const secrets = new Map<string, FoundSecret>();
  for (const locus of columnsOf(table)) {
    const found: (readonly [string, readonly number[]])[] = [];
    for (const value of valuesIn(locus.column.seen)) {
      const texts = new Set<string>();
      collectSecrets(locus.column.id, table.values.valueOf(value), texts);
      for (const text of texts) found.push([text, instancesWith(value, locus)]);
    }
    for (const [text, instances] of found) {
      const id = secretId(text, locus);
      const secret = secrets.get(id) ?? { text, uses: [] };
      secrets.set(id, secret);
      secret.uses.push({ locus, instances, differs: found.length > 1 });
    }
  }
  return secrets;
}

function instancesWith(value: number, { baseline, column }: Locus): readonly number[] {
  return baseline.members.filter((_, position) => column.seen[position] === value);
}

function collectSecrets(id: string, value: ConfigValue, secrets: Set<string>): void {
  if (typeof value === 'string') {
    for (const { kind, text } of splitAtSecrets(id, value)) if (kind === 'secret') secrets.add(text);
  } else if (typeof value === 'object' && value !== null) {
    if (isConfigList(value)) for (const item of value) collectSecrets(id, item, secrets);
    else if (isConfigMap(value))
      for (const [key, item] of value) collectSecrets(`${id}.${key}`, item, secrets);
  }
}

/** Takes a text apart where `findSecret` finds something in it: the password of a URL alone, else the whole text. */
export function splitAtSecrets(id: string, text: string): readonly TextPiece[] {
  if (findSecret(id, text) === undefined) return [{ kind: 'plain', text }];
  const span = findUrlPassword(text);
  const whole = [{ kind: 'secret', text }] as const;
  if (span === undefined) return whole;
  // Only whether anything else in the text is a secret as well matters here, not the reference's name.
  const rest = `${text.slice(0, span.start)}${secretMark('X')}${text.slice(span.end)}`;
  if (findSecret(id, rest) !== undefined) return whole;
  return [
    { kind: 'plain', text: text.slice(0, span.start) },
    { kind: 'secret', text: text.slice(span.start, span.end) },
    { kind: 'plain', text: text.slice(span.end) },
  ];
}
