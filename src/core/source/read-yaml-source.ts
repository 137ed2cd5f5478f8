import { readYaml } from '../formats/yaml/read-yaml.ts';
import { type ConfigValue, isConfigList, isConfigMap } from '../model/config-value.ts';
import type { SourcePlace } from '../model/issue.ts';
import { type KeyPath, keyId } from '../model/key-path.ts';
import { lintYaml, type YamlLint } from './lint-yaml.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';

/** A key of a YAML file with its place: a value, or a section with keys below it. */
export interface YamlNode {
  readonly path: KeyPath;
  readonly place: SourcePlace;
  /** Undefined for a section. */
  readonly value: ConfigValue | undefined;
  readonly children: ReadonlyMap<string, YamlNode>;
  /** Of a list: where each item stands, as far as that is known. */
  readonly itemPlaces?: readonly SourcePlace[];
}

/** A piece of YAML and where it begins: lines and columns are counted from there. */
export interface YamlText {
  readonly file: string;
  readonly text: string;
  /** Lines of the file above the text. */
  readonly lineOffset?: number;
  readonly columnOffset?: number;
}

interface GrowingNode {
  readonly path: KeyPath;
  readonly place: SourcePlace;
  value: ConfigValue | undefined;
  itemPlaces?: readonly SourcePlace[];
  readonly children: Map<string, GrowingNode>;
}

const DEEPEST = 64;

/** The tree of a YAML text in the game server's dialect; undefined, and reported, when it can't be read. */
export function readYamlSource(source: YamlText, report: ReportIssue): YamlNode | undefined {
  const result = readYaml(source.text);
  if (result.kind === 'unreadable') {
    const { line, column, message } = result.error;
    report('unreadable-yaml', placeIn(source, line, column), message, unreadableHelp(source.text, line));
    return undefined;
  }
  const lint = lintYaml(source.text, result.root);
  reportTraps(source, lint, report);
  const root: GrowingNode = { path: [], place: placeIn(source, 1, 1), value: undefined, children: new Map() };
  for (const entry of result.document.entries()) {
    const place = placeIn(source, entry.line, entry.column);
    if (entry.path.length > DEEPEST) {
      report('too-deep', place, `Keys are nested more than ${DEEPEST} levels deep.`, 'Nest them less.');
      return undefined;
    }
    const leaf = plant(root, { path: entry.path, value: entry.value, place }, (path) =>
      sectionPlace(source, lint, path),
    );
    const items = lint.items.get(keyId(entry.path));
    if (items !== undefined) leaf.itemPlaces = items.map(({ line, column }) => placeIn(source, line, column));
  }
  return root;
}

/** Tells of everything that `lintYaml` found. */
export function reportTraps(source: YamlText, lint: YamlLint, report: ReportIssue): void {
  for (const trap of lint.traps) {
    report(trap.code, placeIn(source, trap.line, trap.column), trap.message, trap.help);
  }
}

/** What to do about YAML that can't be read, by what the line looks like. */
export function unreadableHelp(text: string, line: number): string {
  const written = text.split('\n', line)[line - 1] ?? '';
  const value = /^[^:]*:[ \t]+([%@`*])/.exec(written) ?? /^[ \t]*-[ \t]+([%@`*])/.exec(written);
  if (value !== null) return `Put the value in quotes: YAML does not let text begin with \`${value[1]}\`.`;
  if (/^\t/.test(written)) return 'Indent with blanks; YAML does not allow tabs.';
  return 'Correct the YAML at this place; text with `: ` or special characters needs quotes.';
}

/** A line and column of the text as a place in its file. */
export function placeIn(source: YamlText, line: number, column: number): SourcePlace {
  return {
    file: source.file,
    line: line + (source.lineOffset ?? 0),
    column: column + (source.columnOffset ?? 0),
  };
}

function sectionPlace(source: YamlText, lint: YamlLint, path: KeyPath): SourcePlace | undefined {
  const position = lint.positions.get(keyId(path));
  return position === undefined ? undefined : placeIn(source, position.line, position.column);
}

interface Leaf {
  readonly path: KeyPath;
  readonly value: ConfigValue;
  readonly place: SourcePlace;
}

function plant(
  root: GrowingNode,
  leaf: Leaf,
  placeOf: (path: KeyPath) => SourcePlace | undefined,
): GrowingNode {
  let node = root;
  leaf.path.forEach((segment, index) => {
    let child = node.children.get(segment);
    if (child === undefined) {
      const path = leaf.path.slice(0, index + 1);
      const isLeaf = index === leaf.path.length - 1;
      const place = (isLeaf ? undefined : placeOf(path)) ?? leaf.place;
      child = { path, place, value: undefined, children: new Map() };
      node.children.set(segment, child);
    }
    node = child;
  });
  node.value = leaf.value;
  return node;
}

/** The items of a list as nodes of their own, called `entry 1 of …`; none where the node is no list. */
export function itemsOf(node: YamlNode): readonly YamlNode[] {
  const { value } = node;
  if (value === undefined || !isConfigList(value)) return [];
  const list = node.path.at(-1) ?? 'this file';
  return value.map((item, index) =>
    listedNode(item, [...node.path, `entry ${index + 1} of ${list}`], node.itemPlaces?.[index] ?? node.place),
  );
}

/** Keys inside of lists have no places of their own: they are told at their item's. */
function listedNode(value: ConfigValue, path: KeyPath, place: SourcePlace): YamlNode {
  if (!isConfigMap(value) || value.size === 0) return { path, place, value, children: new Map() };
  const children = new Map<string, YamlNode>();
  for (const [name, inner] of value) children.set(name, listedNode(inner, [...path, name], place));
  return { path, place, value: undefined, children };
}

/** The last segment of a node's path, in quotes for a message. */
export function nodeName(node: YamlNode): string {
  return quoteName(node.path.at(-1) ?? '');
}
