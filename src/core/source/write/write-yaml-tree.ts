import type { Layout } from '../../formats/yaml/layout.ts';
import { pairLines } from '../../formats/yaml/write-block.ts';
import { writeKey, writeScalar } from '../../formats/yaml/write-scalar.ts';
import type { ConfigValue } from '../../model/config-value.ts';
import type { KeyDraft } from '../../model/repository-draft.ts';
import { noteText } from './note-text.ts';

/** Keys by their names, nested as they will be written. */
export type YamlTree = Map<string, YamlTree | KeyDraft>;

const LAYOUT: Layout = { lineBreak: '\n', indent: 2, dashIndent: 2 };

/** Adds a key below a tree; false where another key stands in its way. */
export function plantKey(tree: YamlTree, key: KeyDraft): boolean {
  let section = tree;
  for (const segment of key.path.slice(0, -1)) {
    const child = section.get(segment) ?? new Map();
    if (!(child instanceof Map)) return false;
    section.set(segment, child);
    section = child;
  }
  const name = key.path.at(-1);
  if (name === undefined || section.has(name)) return false;
  section.set(name, key);
  return true;
}

/** The lines of a tree, each beginning with `pad`; marks stay marks. */
export function yamlLines(tree: YamlTree, pad = ''): readonly string[] {
  return [...tree].flatMap(([name, child]) => {
    if (child instanceof Map) return [`${pad}${writeKey(name, false)}:`, ...yamlLines(child, `${pad}  `)];
    const note = noteText(child.note);
    return [...(note === undefined ? [] : [`${pad}# ${note}`]), ...keyLines(name, child.value, pad)];
  });
}

function keyLines(name: string, value: KeyDraft['value'], pad: string): readonly string[] {
  const key = writeKey(name, false);
  if (value.kind === 'absent') return [`${pad}${key}: !absent`];
  const lines = typeof value.value === 'string' ? literalLines(value.value, `${pad}  `) : undefined;
  if (lines !== undefined) return [`${pad}${key}: ${lines[0]}`, ...lines.slice(1)];
  const date = dateText(value.value);
  if (date !== undefined) return [`${pad}${key}: !!timestamp "${date}"`];
  return pairLines({ name, value: value.value }, pad, LAYOUT);
}

/** With its tag, since an unquoted date looks like a slip of the pen. */
function dateText(value: ConfigValue): string | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return undefined;
  return value.kind === 'timestamp' ? writeScalar(value, { style: 'plain', flow: false }) : undefined;
}

const LITERAL = /^\S[\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ufdd0-\ufdd3\u{10FFF0}-\u{10FFF2}]*\S\n?$/u;

/** Text of several lines as it stands, where nothing in it needs an escape; undefined for all other text. */
function literalLines(text: string, pad: string): readonly string[] | undefined {
  const isEnded = text.endsWith('\n');
  const body = (isEnded ? text.slice(0, -1) : text).split('\n');
  if (body.length < 2 || !LITERAL.test(text)) return undefined;
  return [isEnded ? '|' : '|-', ...body.map((line) => (line === '' ? '' : pad + line))];
}
