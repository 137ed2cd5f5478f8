import type { ConfigValue } from '../../model/config-value.ts';
import { type FleetTable, keyName, type Locus, MISSING } from './fleet-table.ts';
import { isAddress, serviceOf } from './plain-words.ts';
import { hasSecretReference } from './templates.ts';
import { type TrimmedTexts, trimCores } from './trim-cores.ts';

/** A column whose texts differ in one word or more. */
export interface VaryingTexts extends TrimmedTexts {
  readonly locus: Locus;
  /** True for whole numbers, which are one word each. */
  readonly areNumbers: boolean;
  /** The service that an address is for; two services that happen to be at one address may part one day. */
  readonly about: string;
  /** Index of the instance → what differs there. */
  readonly coreOf: ReadonlyMap<number, string>;
}

/** Undefined for a column whose differences could be alike to another's by chance. */
export function varyingTexts(locus: Locus, { values }: FleetTable): VaryingTexts | undefined {
  const found: ConfigValue[] = [];
  const instances: number[] = [];
  for (const [at, cell] of locus.column.cells.entries()) {
    if (cell === MISSING) continue;
    if (hasSecretReference(values.valueOf(cell))) return undefined;
    found.push(values.valueOf(locus.column.seen[at] as number));
    instances.push(locus.baseline.members[at] as number);
  }
  const trimmed = trimValues(found);
  if (trimmed === undefined) return undefined;
  const about = trimmed.cores.some(isAddress) ? serviceOf([keyName(locus)]) : undefined;
  const coreOf = new Map(instances.map((instance, at) => [instance, trimmed.cores[at] as string]));
  return { ...trimmed, locus, about: about ?? (trimmed.areNumbers ? 'number' : ''), coreOf };
}

// Longer texts are messages rather than names.
const LONGEST = 256;

type TrimmedValues = TrimmedTexts & Pick<VaryingTexts, 'areNumbers'>;

function trimValues(values: readonly ConfigValue[]): TrimmedValues | undefined {
  if (values.every((value) => typeof value === 'bigint')) {
    const numbers = { before: '', cores: values.map(String), after: '', areNumbers: true };
    return saysSomething(numbers.cores) ? numbers : undefined;
  }
  const texts = values.filter((value) => typeof value === 'string');
  if (texts.length < values.length || texts.some((text) => text.length > LONGEST)) return undefined;
  const whole = { before: '', cores: texts, after: '' };
  const telling = [trimCores(texts), whole].find(({ cores }) => saysSomething(cores));
  return telling === undefined ? undefined : { ...telling, areNumbers: false };
}

const MANY = 4;

/** Switches and small numbers agree by chance, unless there are many different ones. */
function saysSomething(cores: readonly string[]): boolean {
  const different = new Set(cores);
  const isWord = (core: string) => core.length > 2 && !/^(?:true|false|none|null|[0-9.+-]{1,3})$/i.test(core);
  return different.size >= MANY || (different.size > 1 && [...different].every(isWord));
}
