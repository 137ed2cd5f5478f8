import { equalSourceValues, type SourceKey } from '../../model/baseline.ts';
import { markReferences } from '../../model/variable-reference.ts';
import { decodeText } from '../decode-text.ts';
import { SOURCE_ISSUES } from '../issue-codes.ts';
import type { ReportIssue } from '../report-issue.ts';

/** Something to be written, by an id that tells it from all others of its text. */
export interface Wanted {
  readonly id: string;
  readonly value: SourceKey['value'];
}

/** How a text is made and read. */
export interface Language<T extends Wanted> {
  /** `refused`: id → why the language can't hold it. */
  compose(wanted: readonly T[]): { readonly text: string; readonly refused: Reasons };
  /** What a marked text says, in the order of its lines; undefined, and reported, when it can't be read. */
  read(marked: string, report: ReportIssue): readonly FoundKey[] | undefined;
}

export interface FoundKey extends Wanted {
  readonly line: number;
}

type Reasons = ReadonlyMap<string, string>;

export interface Proven<T extends Wanted> {
  readonly text: string;
  readonly kept: readonly T[];
  /** Id → why it is not in the text. */
  readonly dropped: Reasons;
}

const TOGETHER = 'it can’t stand in one text with the others';

/** Writes and reads back until the text says exactly what is wanted; what can't be said so is left out and told. */
export function writeProven<T extends Wanted>(wanted: readonly T[], language: Language<T>): Proven<T> {
  const { text, refused } = language.compose(wanted);
  if (wanted.length === 0) return { text, kept: [], dropped: new Map() };
  if (refused.size > 0) return writeWithout(wanted, refused, language);
  const found = readBack(text, language);
  if (found.kind === 'unreadable') return writeHalves(wanted, found.reason, language);
  const wrong = wrongKeys(wanted, found);
  return wrong.size === 0
    ? { text, kept: wanted, dropped: new Map() }
    : writeWithout(wanted, wrong, language);
}

function writeWithout<T extends Wanted>(
  wanted: readonly T[],
  wrong: Reasons,
  language: Language<T>,
): Proven<T> {
  const kept = wanted.filter(({ id }) => !wrong.has(id));
  if (kept.length === wanted.length) return writeHalves(wanted, [...wrong.values()][0] ?? '', language);
  const proven = writeProven(kept, language);
  return { ...proven, dropped: new Map([...wrong, ...proven.dropped]) };
}

/** Finds what makes a text unreadable by writing less and less of it. */
function writeHalves<T extends Wanted>(
  wanted: readonly T[],
  reason: string,
  language: Language<T>,
): Proven<T> {
  if (wanted.length === 1) {
    const dropped = new Map(wanted.map(({ id }) => [id, reason]));
    return { ...writeProven([], language), dropped };
  }
  const middle = Math.ceil(wanted.length / 2);
  const first = writeProven(wanted.slice(0, middle), language);
  const second = writeProven(wanted.slice(middle), language);
  const dropped = new Map([...first.dropped, ...second.dropped]);
  if (dropped.size === 0) for (const { id } of second.kept) dropped.set(id, TOGETHER);
  const kept = wanted.filter(({ id }) => !dropped.has(id));
  const both = writeProven(kept, language);
  return { ...both, dropped: new Map([...dropped, ...both.dropped]) };
}

type ReadBack =
  | { readonly kind: 'read'; readonly keys: readonly FoundKey[]; readonly errors: readonly LineError[] }
  | { readonly kind: 'unreadable'; readonly reason: string };

interface LineError {
  readonly line: number;
  readonly message: string;
}

function readBack<T extends Wanted>(text: string, language: Language<T>): ReadBack {
  const errors: LineError[] = [];
  const report: ReportIssue = (code, { line }, message) => {
    if (SOURCE_ISSUES[code].severity === 'error') errors.push({ line, message });
  };
  const decoded = decodeText('', new TextEncoder().encode(text), report);
  const keys = decoded === undefined ? undefined : language.read(markReferences(decoded), report);
  if (keys !== undefined) return { kind: 'read', keys, errors };
  return { kind: 'unreadable', reason: errors[0]?.message ?? 'the text can’t be read back' };
}

function wrongKeys(
  wanted: readonly Wanted[],
  { keys, errors }: Extract<ReadBack, { readonly kind: 'read' }>,
): Reasons {
  const wrong = new Map<string, string>();
  const found = new Map(keys.map((key) => [key.id, key.value]));
  for (const { id, value } of wanted) {
    const read = found.get(id);
    if (read === undefined) wrong.set(id, 'it would not be read back');
    else if (!equalSourceValues(read, value)) wrong.set(id, 'it would be read back as another value');
  }
  const ids = new Set(wanted.map(({ id }) => id));
  for (const { line, message } of errors) {
    const at = keys.findLast((key) => key.line <= line) ?? keys[0];
    wrong.set(at?.id ?? '', message);
  }
  for (const { id } of keys) if (!ids.has(id)) wrong.set(id, 'it would be read as another key');
  return wrong;
}
