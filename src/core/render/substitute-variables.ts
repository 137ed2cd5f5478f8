import { type ConfigValue, isConfigList, isConfigMap } from '../model/config-value.ts';
import type { SourcePlace } from '../model/issue.ts';
import { Secret } from '../model/secret.ts';
import type { TemplatePart } from '../model/variable-reference.ts';
import type { CompiledValue } from './compile-value.ts';
import type { RenderIssueCode } from './issue-codes.ts';

/** A value with its variables filled in, and the secrets that went into it. */
export type Substituted =
  | {
      readonly kind: 'value';
      readonly value: ConfigValue;
      readonly hasSecrets: boolean;
      /** Secrets that this host does not have; the value is of no use then. */
      readonly missingSecrets: readonly MissingSecret[];
      /** About how many characters and items the value has. */
      readonly weight: number;
    }
  /** A mistake, with the place where it was made. */
  | { readonly kind: 'failed'; readonly problem: VariableProblem };

export interface MissingSecret {
  readonly name: string;
  /** Undefined where the secret is just not there. */
  readonly why: string | undefined;
}

export interface VariableProblem {
  readonly code: RenderIssueCode;
  readonly place: SourcePlace;
  readonly message: string;
  readonly help: string;
}

/** What references stand for on one instance. */
export interface Lookup {
  variable(name: string, usedAt: SourcePlace): Substituted;
  secret(name: string): Secret<string> | MissingSecret;
}

/** Fills in a value's variables. The first mistake makes the whole value fail. */
export function substituteVariables(value: CompiledValue, place: SourcePlace, lookup: Lookup): Substituted {
  switch (value.kind) {
    case 'static':
      return plainValue(value.value);
    case 'text':
      return substituteText(value.parts, place, lookup);
    case 'list':
      return combine(
        value.items.map((item) => substituteVariables(item, place, lookup)),
        { place, build: (items) => items },
      );
    case 'map':
      return combine(
        value.entries.map(([, item]) => substituteVariables(item, place, lookup)),
        {
          place,
          build: (items) => new Map(value.entries.map(([key], index) => [key, items[index] as ConfigValue])),
        },
      );
  }
}

/** A value that stands for itself. */
export function plainValue(value: ConfigValue): Substituted {
  return { kind: 'value', value, hasSecrets: false, missingSecrets: [], weight: weightOf(value) };
}

function weightOf(value: ConfigValue): number {
  if (typeof value === 'string') return 1 + value.length;
  if (typeof value !== 'object' || value === null) return 1;
  const items = isConfigList(value) ? value : isConfigMap(value) ? [...value.values()] : [];
  return items.reduce<number>((sum, item) => sum + weightOf(item), 1);
}

// Variables that double each other grow without bound in a few lines.
const HEAVIEST = 2_000_000;

interface Combination {
  readonly place: SourcePlace;
  build(values: readonly ConfigValue[]): ConfigValue;
}

function combine(parts: readonly Substituted[], { place, build }: Combination): Substituted {
  const values: ConfigValue[] = [];
  const missingSecrets: MissingSecret[] = [];
  let hasSecrets = false;
  let weight = 1;
  for (const part of parts) {
    if (part.kind === 'failed') return part;
    values.push(part.value);
    missingSecrets.push(...part.missingSecrets);
    hasSecrets ||= part.hasSecrets;
    weight += part.weight;
  }
  if (weight > HEAVIEST) return failTooLong(place);
  return { kind: 'value', value: build(values), hasSecrets, missingSecrets, weight };
}

function failTooLong(place: SourcePlace): Substituted {
  const message = 'With its variables filled in, the value is longer than homeamp renders.';
  return { kind: 'failed', problem: { code: 'value-too-long', place, message, help: 'Make it shorter.' } };
}

function substituteText(parts: readonly TemplatePart[], place: SourcePlace, lookup: Lookup): Substituted {
  const values = parts.map((part) => substitutePart(part, place, lookup));
  const [only] = values;
  if (values.length === 1 && only !== undefined) return only;
  const notText = values.findIndex((item) => item.kind === 'value' && textOf(item.value) === undefined);
  if (notText !== -1) return failNotText(parts[notText], place);
  return combine(values, { place, build: (items) => items.map((item) => textOf(item) ?? '').join('') });
}

function substitutePart(part: TemplatePart, place: SourcePlace, lookup: Lookup): Substituted {
  switch (part.kind) {
    case 'text':
      return plainValue(part.text);
    case 'secret':
      return substituteSecret(lookup.secret(part.name));
    case 'variable': {
      const found = lookup.variable(part.name, place);
      return part.add === undefined || found.kind === 'failed'
        ? found
        : addTo(found, part.add, { part, place });
    }
  }
}

function substituteSecret(found: Secret<string> | MissingSecret): Substituted {
  if (!(found instanceof Secret)) {
    return { kind: 'value', value: '', hasSecrets: true, missingSecrets: [found], weight: 0 };
  }
  const value = found.reveal();
  return { kind: 'value', value, hasSecrets: true, missingSecrets: [], weight: value.length };
}

type FoundValue = Extract<Substituted, { kind: 'value' }>;

function addTo(
  found: FoundValue,
  amount: bigint,
  { part, place }: { readonly part: { readonly name: string }; readonly place: SourcePlace },
): Substituted {
  if (typeof found.value === 'bigint') return { ...found, value: found.value + amount };
  const problem: VariableProblem = {
    code: 'variable-arithmetic',
    place,
    message: `\`{{${part.name}}}\` is no whole number, so ${amount} can’t be added.`,
    help: 'Declare it as a whole number without quotes, or leave the sum out.',
  };
  return { kind: 'failed', problem };
}

function failNotText(part: TemplatePart | undefined, place: SourcePlace): Substituted {
  const name = part?.kind === 'variable' ? part.name : '';
  const problem: VariableProblem = {
    code: 'variable-not-text',
    place,
    message: `\`{{${name}}}\` is a list, a map or null, so it can’t stand inside a text.`,
    help: 'Let the variable be the whole value, or declare it as text.',
  };
  return { kind: 'failed', problem };
}

function textOf(value: ConfigValue): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  return value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'timestamp'
    ? value.text
    : undefined;
}
