import type { ConfigValue } from '../../model/config-value.ts';
import type { ConfigDocument, ConfigEntry } from '../config-format.ts';
import type { YamlDocument } from './document.ts';
import { type HoleStyle, readHole } from './hole.ts';
import type { YamlEntry } from './yaml-entry.ts';

/** A value that may differ between files that are equal elsewhere. Offsets are those of the skeleton's own text. */
interface Hole {
  readonly entry: YamlEntry;
  readonly style: HoleStyle;
  readonly start: number;
  readonly end: number;
}

/** A text that was read once, cut at the values in which its siblings differ. */
export interface Skeleton {
  readonly text: string;
  readonly document: YamlDocument;
  /** All values that could be holes, in the order of the text. */
  readonly candidates: readonly Hole[];
  readonly holes: readonly Hole[];
  /** What stands before each hole and behind the last one. */
  readonly constants: readonly string[];
}

/** The skeleton of one text alone. */
export function skeletonOf(text: string, document: YamlDocument): Skeleton {
  const candidates = document.steady ? candidatesOf(text, document.entries()) : [];
  return cut(text, document, { candidates, holes: [] });
}

function candidatesOf(text: string, entries: readonly YamlEntry[]): readonly Hole[] {
  const holes: Hole[] = [];
  for (const entry of entries) {
    const { span, oneLine: style } = entry;
    if (span === undefined || style === undefined || !endsLine(text, span.end)) continue;
    if (readHole(text, span.start, style)?.end === span.end) holes.push({ entry, style, ...span });
  }
  return holes.sort((a, b) => a.start - b.start);
}

/** True where only blanks and a comment follow, so that what comes next does not depend on the value. */
function endsLine(text: string, end: number): boolean {
  let index = end;
  while (text[index] === ' ') index++;
  const next = text[index];
  return next === undefined || next === '\n' || next === '\r' || (next === '#' && index > end);
}

function cut(
  text: string,
  document: YamlDocument,
  { candidates, holes }: Pick<Skeleton, 'candidates' | 'holes'>,
): Skeleton {
  const constants: string[] = [];
  let position = 0;
  for (const hole of holes) {
    constants.push(text.slice(position, hole.start));
    position = hole.end;
  }
  constants.push(text.slice(position));
  return { text, document, candidates, holes, constants };
}

/** The document of a text that differs from the skeleton in its holes alone; undefined for any other text. */
export function matchSkeleton(skeleton: Skeleton, text: string): ConfigDocument | undefined {
  const { holes, constants } = skeleton;
  const values: ConfigValue[] = [];
  const ends: number[] = [];
  let position = 0;
  for (let index = 0; index < holes.length; index++) {
    const hole = holes[index] as Hole;
    const start = position + (constants[index] as string).length;
    // Equality of whole strings compares many characters at a time, which `startsWith` does not.
    if (text.slice(position, start) !== constants[index]) return undefined;
    const found = readHole(text, start, hole.style);
    if (found === undefined) return undefined;
    values.push(found.value);
    ends.push(found.end);
    position = found.end;
  }
  const last = constants[holes.length] as string;
  if (text.slice(position) !== last) return undefined;
  return holes.length === 0 ? skeleton.document : new SiblingDocument(skeleton, values, ends);
}

/**
 * The skeleton with further holes where a text, read in whole, differs from it in candidates alone; undefined where
 * it differs elsewhere.
 */
export function learn(skeleton: Skeleton, text: string, document: YamlDocument): Skeleton | undefined {
  const { candidates } = skeleton;
  const others = document.steady ? candidatesOf(text, document.entries()) : [];
  if (candidates.length !== others.length) return undefined;
  const known = new Set(skeleton.holes);
  const holes: Hole[] = [];
  let position = 0;
  let otherPosition = 0;
  for (const [index, candidate] of candidates.entries()) {
    const other = others[index] as Hole;
    const between = skeleton.text.slice(position, candidate.start);
    if (candidate.style !== other.style || between !== text.slice(otherPosition, other.start))
      return undefined;
    const same = skeleton.text.slice(candidate.start, candidate.end) === text.slice(other.start, other.end);
    if (!same || known.has(candidate)) holes.push(candidate);
    position = candidate.end;
    otherPosition = other.end;
  }
  if (skeleton.text.slice(position) !== text.slice(otherPosition)) return undefined;
  return cut(skeleton.text, skeleton.document, { candidates, holes });
}

/** A skeleton's document with other values in its holes; entries are made when asked for. */
class SiblingDocument implements ConfigDocument {
  readonly #skeleton: Skeleton;
  readonly #values: readonly ConfigValue[];
  readonly #ends: readonly number[];

  constructor(skeleton: Skeleton, values: readonly ConfigValue[], ends: readonly number[]) {
    this.#skeleton = skeleton;
    this.#values = values;
    this.#ends = ends;
  }

  get(id: string): ConfigEntry | undefined {
    const entry = this.#skeleton.document.get(id);
    return entry === undefined ? undefined : this.#shown(entry);
  }

  *entries(): Iterable<ConfigEntry> {
    for (const entry of this.#skeleton.document.entries()) yield this.#shown(entry);
  }

  hasSection(id: string): boolean {
    return this.#skeleton.document.hasSection(id);
  }

  #shown(entry: YamlEntry): ConfigEntry {
    if (entry.span === undefined) return entry;
    const { holes } = this.#skeleton;
    const before = countUpTo(holes, entry.span.start);
    const index = before - 1;
    const hole = holes[index];
    const shift = hole === undefined ? 0 : (this.#ends[index] as number) - hole.end;
    if (hole?.entry !== entry)
      return shift === 0
        ? entry
        : { ...entry, span: { start: entry.span.start + shift, end: entry.span.end + shift } };
    const end = this.#ends[index] as number;
    const earlier = holes[index - 1];
    const start =
      entry.span.start + (earlier === undefined ? 0 : (this.#ends[index - 1] as number) - earlier.end);
    return { ...entry, value: this.#values[index] as ConfigValue, span: { start, end } };
  }
}

/** How many holes start at or before an offset. */
function countUpTo(holes: readonly Hole[], offset: number): number {
  let low = 0;
  let high = holes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((holes[middle] as Hole).start <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
