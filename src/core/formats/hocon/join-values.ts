import type { Plain } from './layers.ts';

/**
 * Joins neighbouring values into one, as Typesafe Config does: objects merge, lists follow each other, texts
 * are put together; unquoted text behind a list or object is blanks and does not count.
 */
export function joinValues(pieces: readonly Plain[]): Plain | 'mixed' | undefined {
  let joined: Plain | undefined;
  for (const piece of pieces) {
    const next: Plain | 'mixed' = joined === undefined ? piece : joinTwo(joined, piece);
    if (next === 'mixed') return 'mixed';
    joined = next;
  }
  return joined;
}

function joinTwo(left: Plain, right: Plain): Plain | 'mixed' {
  if (left.kind === 'object' && right.kind === 'object') return mergePlain(left, right);
  if (left.kind === 'list' && right.kind === 'list') {
    return { kind: 'list', items: [...left.items, ...right.items] };
  }
  if (left.kind !== 'scalar') {
    const blanks = right.kind === 'scalar' && !right.quoted && typeof right.value === 'string';
    return blanks ? left : 'mixed';
  }
  if (right.kind !== 'scalar') return 'mixed';
  const text = left.text + right.text;
  return { kind: 'scalar', value: text, text, quoted: true };
}

/** Objects merge; anything else hides what it lies on. */
export function mergePlain(lower: Plain | undefined, upper: Plain): Plain {
  if (lower?.kind !== 'object' || upper.kind !== 'object') return upper;
  const fields = new Map(lower.fields);
  for (const [key, value] of upper.fields) fields.set(key, mergePlain(fields.get(key), value));
  return { kind: 'object', fields };
}
