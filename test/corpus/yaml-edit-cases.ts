import type { ConfigDocument, KeyEdit } from '../../src/core/formats/config-format.ts';
import { yamlFormat } from '../../src/core/formats/yaml.ts';
import type { ConfigValue } from '../../src/core/model/config-value.ts';
import { type Canonical, canonicalTyped } from './yaml-oracle.ts';

const EDITS_PER_FILE = Number(process.env['HOMEAMP_CORPUS_EDITS'] ?? 12);

/** One random edit of a file, and what SnakeYAML should then see. */
export interface EditCase {
  readonly kind: string;
  /** Undefined where the edit was refused. */
  readonly text: string | undefined;
  readonly expected: Canonical | undefined;
}

/** Changes, additions and removals at random; none for a text that is unreadable or holds no keys. */
export function editCases(text: string, random: () => number): readonly EditCase[] {
  const read = yamlFormat.read(text);
  if (read.kind !== 'read') return [];
  const entries = [...read.document.entries()];
  if (entries.some((entry) => entry.path.length === 0)) return [];
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)];
  const cases: EditCase[] = [];
  for (let count = 0; count < EDITS_PER_FILE; count++) {
    const edits = Array.from({ length: 1 + (count % 3) }, (_, index) =>
      randomEdit(pick(entries)?.path, { random, number: count * 10 + index }),
    );
    const result = yamlFormat.edit(text, edits);
    const expected = expectedAfter(read.document, edits);
    cases.push({
      kind: edits.map((edit) => `${edit.kind} ${edit.path.join(' / ')}`).join('; '),
      text: result.kind === 'edited' ? result.text : undefined,
      expected,
    });
  }
  return cases;
}

const VALUES: readonly ConfigValue[] = [
  'word',
  'yes',
  '12:30',
  '0755',
  '1_000',
  '#x',
  '&c',
  ' lead',
  'trail ',
  '',
  'two\nlines',
  'null',
  '~',
  'a: b',
  'a #b',
  '- x',
  "it's",
  '"q"',
  'back\\slash',
  '\u0007',
  '§6é',
  '😀',
  '{{x}}',
  '2001-12-14',
  '<<',
  true,
  false,
  null,
  5n,
  -7n,
  12345678901234567890n,
  1.5,
  1e21,
  ['a', 'b: c', 'd'],
  [],
  [
    1n,
    [true, ['x']],
    new Map<string, ConfigValue>([
      ['k', 'v'],
      ['l', ['m', 'n']],
    ]),
  ],
  new Map<string, ConfigValue>([
    ['==', 'Thing'],
    ['x', 1n],
  ]),
  new Map(),
];

function randomEdit(
  path: readonly string[] | undefined,
  { random, number }: { readonly random: () => number; readonly number: number },
): KeyEdit {
  const at = path ?? ['fresh'];
  const value = VALUES[Math.floor(random() * VALUES.length)] ?? null;
  const choice = random();
  if (choice < 0.5) return { kind: 'set', path: at, value };
  if (choice < 0.7) return { kind: 'remove', path: at };
  const below = choice < 0.85 ? [`added-${number}`] : [`new-${number}`, 'deep', `key ${number}`];
  return { kind: 'set', path: [...at.slice(0, -1), ...below], value };
}

function expectedAfter(document: ConfigDocument, edits: readonly KeyEdit[]): Canonical | undefined {
  const values = new Map([...document.entries()].map((entry) => [entry.id, entry.value]));
  const kept = new Set(
    edits.flatMap((edit) => edit.path.map((_, index) => edit.path.slice(0, index).join('.'))),
  );
  for (const edit of edits) {
    if (edit.kind === 'set') values.set(edit.path.join('.'), edit.value);
    else values.delete(edit.path.join('.'));
  }
  const root = new Map<string, ConfigValue>();
  for (const [id, value] of values) put(root, partsOf(id), value);
  for (const id of kept) if (id !== '' && document.hasSection(id)) put(root, partsOf(id), undefined);
  for (const entry of document.entries())
    for (let length = 1; length < entry.path.length; length++)
      put(root, partsOf(entry.path.slice(0, length).join('.')), undefined);
  return canonicalTyped(root);
}

function partsOf(id: string): readonly string[] {
  return id.split('.').filter((part) => part !== '');
}

/** Puts a value, or makes sure of a section where there is none. */
function put(root: Map<string, ConfigValue>, names: readonly string[], value: ConfigValue | undefined): void {
  let section = root;
  for (const name of value === undefined ? names : names.slice(0, -1)) {
    const inner = section.get(name);
    const next = inner instanceof Map ? inner : new Map<string, ConfigValue>();
    if (inner !== next) section.set(name, next);
    section = next as Map<string, ConfigValue>;
  }
  if (value !== undefined && value !== null) section.set(names.at(-1) ?? '', value);
}

/** Numbers from 0 to 1 that are the same in every run. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
