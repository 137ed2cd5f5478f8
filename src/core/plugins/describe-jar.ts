import type { ConfigDocument } from '../formats/config-format.ts';
import { formatByName } from '../formats/index.ts';
import { decodeText } from '../formats/text-encoding.ts';
import { javaText } from '../formats/yaml/java-text.ts';
import { type ConfigValue, isConfigList, isConfigMap } from '../model/config-value.ts';
import {
  DESCRIPTOR_NAMES,
  type DescriptorName,
  type JarContent,
  type PluginDescription,
} from '../model/installed-plugin.ts';
import type { Platform } from '../model/instance.ts';

const LONGEST_TEXT = 100;
const MAX_DEPENDS = 100;

type Descriptors = ReadonlyMap<DescriptorName, Uint8Array>;
type Described =
  | { readonly kind: 'described'; readonly description: PluginDescription }
  | { readonly kind: 'failed'; readonly reason: string };

/** What the describing files of a jar say. One that can't be read counts only where no other one can. */
export function describeJar(descriptors: Descriptors): JarContent {
  const described = DESCRIPTOR_NAMES.flatMap((name) => {
    const bytes = descriptors.get(name);
    return bytes === undefined ? [] : [describe(name, bytes, platformsOf(name, descriptors))];
  });
  const descriptions = described.flatMap((one) => (one.kind === 'described' ? [one.description] : []));
  if (descriptions.length > 0) return { kind: 'plugin', descriptions };
  const [reason] = described.flatMap((one) => (one.kind === 'failed' ? [one.reason] : []));
  return reason === undefined ? { kind: 'no-plugin' } : { kind: 'unreadable', reason };
}

function platformsOf(name: DescriptorName, all: Descriptors): readonly Platform[] {
  switch (name) {
    case 'paper-plugin.yml':
      return ['paper'];
    case 'bungee.yml':
      return ['bungeecord'];
    case 'plugin.yml':
      return all.has('bungee.yml') ? ['paper'] : ['paper', 'bungeecord'];
    case 'velocity-plugin.json':
      return ['velocity'];
    case 'fabric.mod.json':
      return ['fabric'];
  }
}

function describe(file: DescriptorName, bytes: Uint8Array, platforms: readonly Platform[]): Described {
  const format = file.endsWith('.json') ? 'json' : 'yaml';
  const decoded = decodeText(bytes, format);
  if (decoded.kind === 'undecodable') return failed(`its ${file} can't be read: ${decoded.reason}`);
  const read = formatByName(format).read(decoded.text);
  if (read.kind === 'unreadable') {
    const { message, line } = read.error;
    return failed(`line ${line} of its ${file} can't be read: ${message}`);
  }
  const { document } = read;
  const name = textAt(document, 'name') ?? textAt(document, 'id');
  if (name === undefined) return failed(`its ${file} names no plugin`);
  const id = textAt(document, 'id') ?? name;
  const version = textAt(document, 'version');
  const depends = dependsIn(file, document).slice(0, MAX_DEPENDS);
  return { kind: 'described', description: { platforms, id, name, version, depends } };
}

function failed(reason: string): Described {
  return { kind: 'failed', reason };
}

function textAt(document: ConfigDocument, id: string): string | undefined {
  return textOf(document.get(id)?.value);
}

/** A scalar as the server shows it: `version: 1.0` is "1.0". */
function textOf(value: ConfigValue | undefined): string | undefined {
  if (value === undefined || value === null || typeof value === 'object') return undefined;
  const text = javaText(value).slice(0, LONGEST_TEXT).trim();
  return text === '' ? undefined : text;
}

function dependsIn(file: DescriptorName, document: ConfigDocument): readonly string[] {
  switch (file) {
    case 'plugin.yml':
      return [...textsAt(document, 'depend'), ...textsAt(document, 'depends')];
    case 'bungee.yml':
      return textsAt(document, 'depends');
    case 'paper-plugin.yml':
      return requiredBelow(document);
    case 'velocity-plugin.json':
      return requiredIn(document.get('dependencies')?.value);
    case 'fabric.mod.json':
      return [...new Set(entriesBelow(document, ['depends']).map(({ path }) => path[1] ?? ''))];
  }
}

/** A list, or the one text that stands for a list of one. */
function textsAt(document: ConfigDocument, id: string): readonly string[] {
  const value = document.get(id)?.value;
  if (value === undefined) return [];
  return (isConfigList(value) ? value : [value]).flatMap((item) => textOf(item) ?? []);
}

/** Paper: `dependencies.server.<plugin>`, required unless said otherwise. */
function requiredBelow(document: ConfigDocument): readonly string[] {
  const entries = entriesBelow(document, ['dependencies', 'server']);
  const optional = entries.filter(({ path, value }) => path[3] === 'required' && value === false);
  const names = new Set(entries.map(({ path }) => path[2] ?? ''));
  for (const { path } of optional) names.delete(path[2] ?? '');
  return [...names].map((name) => name.slice(0, LONGEST_TEXT));
}

/** Velocity: a list of objects with `id`, required unless `optional`. */
function requiredIn(value: ConfigValue | undefined): readonly string[] {
  if (value === undefined || !isConfigList(value)) return [];
  return value.flatMap((item) => {
    if (!isConfigMap(item) || item.get('optional') === true) return [];
    return textOf(item.get('id')) ?? [];
  });
}

function entriesBelow(document: ConfigDocument, section: readonly string[]) {
  return [...document.entries()].filter(
    ({ path }) => path.length > section.length && section.every((name, index) => path[index] === name),
  );
}
