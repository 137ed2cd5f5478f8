import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConfigDocument } from '../../src/core/formats/config-format.ts';
import { isTypedList, type TypedValue } from '../../src/core/formats/yaml/typed-value.ts';
import { type ConfigValue, isConfigList } from '../../src/core/model/config-value.ts';

/** JSON as the oracle prints it: `{"!int":"5"}`, sorted keys, keys that are no strings written `!int:5`. */
export type Canonical =
  | null
  | boolean
  | string
  | readonly Canonical[]
  | { readonly [key: string]: Canonical };

export type OracleAnswer =
  | { readonly file: string; readonly ok: true; readonly value: Canonical }
  | { readonly file: string; readonly ok: false; readonly error: string };

/** Asks SnakeYAML about many files in one Java process. */
export function askOracle(
  folder: string,
  mode: 'safe' | 'bukkit',
  files: readonly string[],
): readonly OracleAnswer[] {
  const scratch = mkdtempSync(join(tmpdir(), 'yaml-oracle-'));
  try {
    const list = join(scratch, 'list');
    writeFileSync(list, `${files.join('\n')}\n`);
    const jar = process.env['HOMEAMP_SNAKEYAML'] ?? '/usr/share/java/snakeyaml.jar';
    const args = ['-cp', jar, join(folder, 'SnakeOracle.java'), `--mode=${mode}`, list];
    const output = execFileSync('java', args, { encoding: 'utf8', maxBuffer: 1 << 30 });
    return output
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as OracleAnswer);
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

/** The text of a file as the formats take it: bytes that are no UTF-8 as lone U+DC80 to U+DCFF, no byte order mark. */
export function textOfFile(path: string): string {
  const bytes = readFileSync(path);
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let text = '';
  try {
    text = decoder.decode(bytes);
  } catch {
    for (let index = 0; index < bytes.length; ) {
      const length =
        [1, 2, 3, 4].find((size) => decodes(decoder, bytes.subarray(index, index + size), size)) ?? 0;
      text +=
        length === 0
          ? String.fromCharCode(0xdc00 + (bytes[index] ?? 0))
          : decoder.decode(bytes.subarray(index, index + length));
      index += Math.max(1, length);
    }
  }
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function decodes(decoder: InstanceType<typeof TextDecoder>, bytes: Uint8Array, size: number): boolean {
  try {
    return bytes.length === size && decoder.decode(bytes).length > 0;
  } catch {
    return false;
  }
}

/** The bytes of a text that `textOfFile` gave. */
export function bytesOfText(text: string): Uint8Array {
  const parts = text.split(/([\udc80-\udcff](?<![\ud800-\udbff][\udc00-\udfff]))/);
  return Buffer.concat(
    parts.map((part) =>
      /^[\udc80-\udcff]$/.test(part) ? Buffer.from([part.charCodeAt(0) - 0xdc00]) : Buffer.from(part, 'utf8'),
    ),
  );
}

/** A value in the oracle's form. */
export function canonicalTyped(value: TypedValue | ConfigValue): Canonical {
  switch (typeof value) {
    case 'boolean':
    case 'string':
      return value;
    case 'bigint':
      return { '!int': String(value) };
    case 'number':
      return { '!float': floatText(value) };
  }
  if (value === null) return null;
  if (value instanceof Map)
    return sorted([...value].map(([key, item]) => [keyText(key), canonicalTyped(item)]));
  if (isTypedList(value as TypedValue) || isConfigList(value as ConfigValue))
    return (value as readonly ConfigValue[]).map(canonicalTyped);
  const special = value as Exclude<
    TypedValue,
    boolean | string | bigint | number | null | readonly TypedValue[]
  >;
  if (special.kind === 'timestamp') return { '!timestamp': special.text };
  if (special.kind === 'binary') return { '!binary': special.base64 };
  if (special.kind === 'set') return { '!set': special.items.map(canonicalTyped) };
  return sorted(special.entries.map(([key, item]) => [keyText(key), canonicalTyped(item)]));
}

function keyText(key: TypedValue): string {
  if (key === null) return '!null:';
  if (typeof key === 'string') return key.startsWith('!') ? `!str:${key}` : key;
  if (typeof key === 'boolean') return `!bool:${key}`;
  if (typeof key === 'bigint') return `!int:${key}`;
  if (typeof key === 'number') return `!float:${floatText(key)}`;
  return `!complex:${JSON.stringify(canonicalTyped(key))}`;
}

function floatText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  return String(value);
}

/** A document in the form of the oracle's bukkit mode, which drops nulls but keeps the sections written above them. */
export function canonicalDocument(document: ConfigDocument): Canonical {
  const root = new Map<string, unknown>();
  for (const entry of document.entries()) {
    const names =
      entry.value === null
        ? entry.path.slice(0, -1).flatMap((part) => part.split('.').filter((name) => name !== ''))
        : entry.id.split('.').filter((name) => name !== '');
    let section = root;
    for (const name of entry.value === null ? names : names.slice(0, -1)) {
      const inner = section.get(name) ?? new Map<string, unknown>();
      section.set(name, inner);
      section = inner as Map<string, unknown>;
    }
    if (entry.value !== null) section.set(names.at(-1) ?? '', entry.value);
  }
  return canonicalTyped(root as unknown as ConfigValue);
}

/** The same with floats by value, so that texts can be compared. */
export function stable(value: Canonical): Canonical {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(stable);
  const object = value as { readonly [key: string]: Canonical };
  return sorted(
    Object.keys(object).map((key) => [
      floatKey(key),
      key === '!float' ? floatOf(String(object[key])) : stable(object[key] ?? null),
    ]),
  );
}

function floatKey(key: string): string {
  return key.startsWith('!float:') ? `!float:${floatOf(key.slice(7))}` : key;
}

function floatOf(text: string): string {
  return text === 'nan' || text === 'inf' || text === '-inf' ? text : String(Number(text));
}

function sorted(entries: readonly (readonly [string, Canonical])[]): Canonical {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
