import { type ConfigValue, equalValues, typeOf } from '../../model/config-value.ts';

/** A key and what it holds, as far as that is known. */
export interface NamedValue {
  readonly id: string;
  readonly value: ConfigValue | undefined;
}

const MOST_SHOWN = 3;
const LEAST_SCORE = 2;

/** Which of the new keys an old one may have become, likeliest first: by name, section and value. Never more than a guess. */
export function probableNames(old: NamedValue, candidates: readonly NamedValue[]): readonly string[] {
  return candidates
    .map((candidate) => ({ id: candidate.id, score: scoreOf(old, candidate) }))
    .filter(({ score }) => score >= LEAST_SCORE)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_SHOWN)
    .map(({ id }) => id);
}

function scoreOf(old: NamedValue, candidate: NamedValue): number {
  if (old.value !== undefined && candidate.value !== undefined && !isSameType(old.value, candidate.value))
    return 0;
  const [oldSection, oldName] = partsOf(old.id);
  const [section, name] = partsOf(candidate.id);
  const likeness = 2 * similarity(oldName, name);
  const sameSection = section === oldSection ? 1 : 0;
  return likeness + sameSection + valueScore(old.value, candidate.value);
}

function isSameType(a: ConfigValue, b: ConfigValue): boolean {
  const isNumber = (value: ConfigValue) => typeof value === 'bigint' || typeof value === 'number';
  return typeOf(a) === typeOf(b) || (isNumber(a) && isNumber(b));
}

/** Equal switches and small numbers say little, an equal text or list much. */
function valueScore(a: ConfigValue | undefined, b: ConfigValue | undefined): number {
  if (a === undefined || b === undefined || !equalValues(a, b)) return 0;
  const isTelling = (typeof a === 'string' && a.length > 3) || (typeof a === 'object' && a !== null);
  return isTelling ? 1.5 : 0.25;
}

function partsOf(id: string): readonly [string, string] {
  const dot = id.lastIndexOf('.');
  return [id.slice(0, Math.max(0, dot)), id.slice(dot + 1)];
}

/** From 0 to 1: how many of the pairs of letters two names share, whatever their case and punctuation. */
function similarity(a: string, b: string): number {
  const left = pairsOf(a);
  const right = pairsOf(b);
  if (left.size + right.size === 0) return a.toLowerCase() === b.toLowerCase() ? 1 : 0;
  let shared = 0;
  for (const pair of left) if (right.has(pair)) shared += 1;
  return (2 * shared) / (left.size + right.size);
}

function pairsOf(name: string): ReadonlySet<string> {
  const plain = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .slice(0, 100);
  return new Set(Array.from({ length: Math.max(0, plain.length - 1) }, (_, at) => plain.slice(at, at + 2)));
}
