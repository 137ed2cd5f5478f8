import { type ConfigValue, isConfigMap } from '../model/config-value.ts';
import type { Override, Scope, VariableDefinition } from '../model/desired-state.ts';
import type { SourcePlace } from '../model/issue.ts';
import { type KeyPath, keyId } from '../model/key-path.ts';
import {
  ABSENT_MARK,
  BUILT_IN_VARIABLES,
  isVariableName,
  markReferences,
  showReferences,
} from '../model/variable-reference.ts';
import { childrenOf } from './decode-node.ts';
import { checkKeys, reportBadSecretReference, reportSecret, toSourceKey } from './parse-block.ts';
import { prepareBlock } from './prepare-block.ts';
import { nodeName, readYamlSource, type YamlNode } from './read-yaml-source.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';

/** The variables and overrides of one scope, or of a workbook's many. */
export interface ScopedValues {
  readonly variables: readonly VariableDefinition[];
  readonly overrides: readonly Override[];
}

interface VariablesSource {
  readonly file: string;
  readonly text: string;
  readonly scope: Scope;
}

const KNOWN = ['variables', 'overrides', 'reasons'];

/** Reads one file below `variables/`. Plugins and files that it names are not checked here. */
export function parseVariables(source: VariablesSource, report: ReportIssue): ScopedValues {
  const text = prepareBlock('yaml', markReferences(source.text));
  const root = readYamlSource({ file: source.file, text }, report);
  const nodes = new Map(childrenOf(root, report));
  for (const [name, node] of nodes) {
    if (KNOWN.includes(name)) continue;
    const help = `Use one of ${KNOWN.map((known) => `\`${known}\``).join(', ')}.`;
    report('unknown-key', node.place, `The key ${quoteName(showReferences(name))} is not known here.`, help);
  }
  const reasons = parseReasons(nodes.get('reasons'), report);
  const overrides = childrenOf(nodes.get('overrides'), report).flatMap(([plugin, node]) =>
    parsePluginOverrides({ plugin, scope: source.scope, reason: reasons.get(plugin)?.text }, node, report),
  );
  reportUnusedReasons(reasons, new Set(overrides.map(({ plugin }) => plugin)), report);
  return { variables: parseDefinitions(nodes.get('variables'), source.scope, report), overrides };
}

function parseDefinitions(
  section: YamlNode | undefined,
  scope: Scope,
  report: ReportIssue,
): readonly VariableDefinition[] {
  const definitions: VariableDefinition[] = [];
  for (const [name, node] of childrenOf(section, report)) {
    const definition = { name, scope, value: nodeValue(node), place: node.place };
    if (checkDefinition(definition, report)) definitions.push(definition);
  }
  return definitions;
}

/** True when the definition can be used; what is wrong with its name or value is reported. */
export function checkDefinition(definition: VariableDefinition, report: ReportIssue): boolean {
  const { name, value, place } = definition;
  if (!isVariableName(name)) {
    const help = 'Use upper-case letters, digits and `_`, beginning with a letter.';
    report(
      'bad-variable-name',
      place,
      `${quoteName(showReferences(name))} can’t be a variable’s name.`,
      help,
    );
    return false;
  }
  if (BUILT_IN_VARIABLES.has(name)) {
    report('builtin-variable', place, `${quoteName(name)} is built in.`, 'Choose another name.');
    return false;
  }
  if (value === ABSENT_MARK) {
    report(
      'misplaced-absent',
      place,
      'A variable can’t be `!absent`.',
      'Write `!absent` at a key, or remove the line.',
    );
    return false;
  }
  reportSecret(name, value, { place, report });
  reportBadSecretReference(value, { place, report });
  return true;
}

function nodeValue(node: YamlNode): ConfigValue {
  if (node.children.size === 0) return node.value ?? null;
  return new Map([...node.children].map(([name, child]) => [name, nodeValue(child)]));
}

type Reasons = ReadonlyMap<string, { readonly text: string; readonly place: SourcePlace }>;

function parseReasons(section: YamlNode | undefined, report: ReportIssue): Reasons {
  const reasons = new Map<string, { readonly text: string; readonly place: SourcePlace }>();
  for (const [plugin, node] of childrenOf(section, report)) {
    if (typeof node.value === 'string' && node.value.trim() !== '') {
      reasons.set(plugin, { text: showReferences(node.value), place: node.place });
    } else {
      report('wrong-type', node.place, `The reason for ${nodeName(node)} is not text.`, 'Write a sentence.');
    }
  }
  return reasons;
}

function reportUnusedReasons(reasons: Reasons, plugins: ReadonlySet<string>, report: ReportIssue): void {
  for (const [plugin, { place }] of reasons) {
    if (plugins.has(plugin)) continue;
    const message = `A reason is given for ${quoteName(plugin)}, but no override.`;
    report('reason-without-override', place, message, 'Remove the reason, or correct the plugin’s name.');
  }
}

type PluginOverride = Pick<Override, 'plugin' | 'scope' | 'reason'>;

function parsePluginOverrides(
  override: PluginOverride,
  section: YamlNode,
  report: ReportIssue,
): readonly Override[] {
  const overrides = childrenOf(section, report).flatMap(([file, node]) => {
    const leaves: Leaf[] = [];
    collectLeaves(node, node.path.length, leaves);
    // `toSourceKey` knows `!absent` by YAML's mark, whatever format the file has.
    const keys = leaves.map((leaf) => toSourceKey(leaf, 'yaml'));
    checkKeys(keys, report);
    return keys.map((key) => ({ ...override, file, key }));
  });
  if (overrides.length === 0 && section.value !== undefined) reportShape(section, report);
  return overrides.filter(({ key }) => {
    const isWhole =
      keyId(key.path) === '' && typeof (key.value.kind === 'value' && key.value.value) !== 'string';
    if (isWhole)
      report('override-shape', key.place, 'A file’s name stands here without keys below it.', SHAPE_HELP);
    return !isWhole;
  });
}

const SHAPE_HELP = 'Write the plugin, below it the file, below it the keys.';

function reportShape(node: YamlNode, report: ReportIssue): void {
  if (node.value === null || (node.value !== undefined && isConfigMap(node.value))) {
    report('override-shape', node.place, `${nodeName(node)} lists no file.`, SHAPE_HELP);
  }
}

interface Leaf {
  readonly path: KeyPath;
  readonly value: ConfigValue;
  readonly place: SourcePlace;
}

function collectLeaves(node: YamlNode, depth: number, leaves: Leaf[]): void {
  if (node.value !== undefined)
    leaves.push({ path: node.path.slice(depth), value: node.value, place: node.place });
  for (const child of node.children.values()) collectLeaves(child, depth, leaves);
}
