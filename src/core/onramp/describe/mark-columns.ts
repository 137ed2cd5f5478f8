import { type ConfigValue, isConfigList, isConfigMap } from '../../model/config-value.ts';
import { findSecret } from '../../model/find-secret.ts';
import { isSensitiveKey } from '../../model/key-path.ts';
import {
  findReservedCharacter,
  hasReferences,
  markLiterally,
  secretMark,
} from '../../model/variable-reference.ts';
import type { KeyFinding } from './collect-guesses.ts';
import { isDrawn, secretId, splitAtSecrets } from './find-secrets.ts';
import {
  type Column,
  type FleetTable,
  keyName,
  type Locus,
  MISSING,
  mapColumns,
  valuesIn,
} from './fleet-table.ts';
import type { NamedSecrets } from './name-secrets.ts';

/** A value as a repository writes it, or why it can't. */
type Marked =
  | { readonly kind: 'value'; readonly value: ConfigValue }
  | { readonly kind: 'unfit'; readonly reason: string };

const RESERVED =
  'homeamp keeps some characters of these values or names to itself, so they are left to the server';
const LOOKS_LIKE_REFERENCE =
  'The text looks like a reference to a secret and is none, so it is left to the server';
const LOOKS_ABSENT = 'The text `!absent` would read as “must not be there”, so it is left to the server';
const REFERENCE_IN_NAME = 'The names of these keys look like variables, so they are left to the server';

/**
 * Fills the cells: secrets become references, everything else stands for itself. Columns with a value that no repository
 * can say go out.
 */
export function markColumns(
  table: FleetTable,
  secrets: NamedSecrets,
): { readonly table: FleetTable; readonly findings: readonly KeyFinding[] } {
  const findings: KeyFinding[] = [];
  const drawn = [...secrets.values()].map(({ text }) => text).filter(isDrawn);
  const marked = mapColumns(table, (locus) => {
    const cells = markCells({ locus, secrets, drawn }, table);
    if (typeof cells !== 'string') return { ...locus.column, cells, note: safeNote(locus.column, secrets) };
    const { seenAs } = locus.baseline;
    findings.push({ kind: 'not-expressible', subject: seenAs, reason: cells, key: keyName(locus) });
    return undefined;
  });
  return { table: marked, findings };
}

// A shorter secret is part of words that are none.
const SHORTEST = 4;

/** Comments go into Git with the keys, so one that might hold a password is left where it is. */
function safeNote({ id, note }: Column, secrets: NamedSecrets): string | undefined {
  if (note === undefined || isSensitiveKey(id) || findSecret('', note) !== undefined) return undefined;
  const holds = [...secrets.values()].some(({ text }) => text.length >= SHORTEST && note.includes(text));
  return holds ? undefined : note;
}

/** The reason why the column can't be written, else its cells. */
function markCells(context: MarkContext, { values }: FleetTable): Int32Array | string {
  const { column } = context.locus;
  if (findReservedCharacter(column.id) !== -1) return RESERVED;
  if (hasReferences(markLiterally(column.id))) return REFERENCE_IN_NAME;
  const ids = new Map<number, number>([[MISSING, MISSING]]);
  for (const seen of valuesIn(column.seen)) {
    const plain = values.valueOf(seen);
    const marked = markValue(plain, context);
    if (marked.kind === 'unfit') return marked.reason;
    ids.set(seen, marked.value === plain ? seen : values.idOf(marked.value));
  }
  const isSame = [...ids].every(([seen, marked]) => seen === marked);
  return isSame ? column.seen : column.seen.map((seen) => ids.get(seen) ?? MISSING);
}

interface MarkContext {
  readonly locus: Locus;
  readonly secrets: NamedSecrets;
  /** Texts that are secrets wherever they stand. */
  readonly drawn: readonly string[];
}

function markValue(value: ConfigValue, context: MarkContext): Marked {
  const { format } = context.locus.file;
  if (value === '!absent' && format !== 'yaml' && format !== 'text')
    return { kind: 'unfit', reason: LOOKS_ABSENT };
  return markBelow(value, context.locus.column.id, context);
}

function markBelow(value: ConfigValue, id: string, context: MarkContext): Marked {
  if (typeof value === 'string') return markText(value, id, context);
  if (typeof value !== 'object' || value === null) return { kind: 'value', value };
  if (isConfigList(value)) {
    const marked = value.map((item) => markBelow(item, id, context));
    return markItems(value, marked, (items) => items);
  }
  if (!isConfigMap(value)) return { kind: 'value', value };
  const keys = [...value.keys()];
  const unfit = keys.find((key) => findReservedCharacter(key) !== -1 || hasReferences(markLiterally(key)));
  if (unfit !== undefined) return { kind: 'unfit', reason: REFERENCE_IN_NAME };
  const marked = [...value].map(([key, item]) => markBelow(item, `${id}.${key}`, context));
  return markItems(value, marked, (items) => new Map(items.map((item, at) => [keys[at] as string, item])));
}

function markText(text: string, id: string, { locus, secrets, drawn }: MarkContext): Marked {
  if (findReservedCharacter(text) !== -1) return { kind: 'unfit', reason: RESERVED };
  const pieces = splitAtSecrets(id, text).flatMap((piece) =>
    piece.kind === 'secret' ? [piece] : splitAtDrawn(piece.text, drawn),
  );
  const marked = pieces.map(({ kind, text: piece }) =>
    kind === 'secret' ? secretMark(secrets.get(secretId(piece, locus))?.name ?? '') : markLiterally(piece),
  );
  const value = marked.join('');
  if (/\{\{\s*secret\s*:/i.test(value)) return { kind: 'unfit', reason: LOOKS_LIKE_REFERENCE };
  return { kind: 'value', value };
}

function markItems(
  value: ConfigValue,
  marked: readonly Marked[],
  build: (items: readonly ConfigValue[]) => ConfigValue,
): Marked {
  const items: ConfigValue[] = [];
  for (const item of marked) {
    if (item.kind === 'unfit') return item;
    items.push(item.value);
  }
  const before = isConfigMap(value) ? [...value.values()] : isConfigList(value) ? value : [];
  return { kind: 'value', value: items.every((item, at) => item === before[at]) ? value : build(items) };
}

type Pieces = ReturnType<typeof splitAtSecrets>;

/** Finds secrets of other keys in a text, such as a password in the parameters of a connection's address. */
function splitAtDrawn(text: string, drawn: readonly string[]): Pieces {
  let pieces: Pieces = [{ kind: 'plain', text }];
  for (const secret of drawn) {
    if (text.includes(secret))
      pieces = pieces.flatMap((piece) => (piece.kind === 'secret' ? [piece] : splitAt(piece.text, secret)));
  }
  return pieces;
}

function splitAt(text: string, secret: string): Pieces {
  const found = { kind: 'secret', text: secret } as const;
  return text.split(secret).flatMap((piece, index) => {
    const plain = { kind: 'plain', text: piece } as const;
    return index === 0 ? [plain] : [found, plain];
  });
}
