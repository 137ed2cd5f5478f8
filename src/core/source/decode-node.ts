import type * as z from 'zod';
import { type ConfigValue, isConfigList, isConfigMap } from '../model/config-value.ts';
import { knownKeys } from './known-keys.ts';
import { itemsOf, nodeName, type YamlNode } from './read-yaml-source.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';
import { suggestName } from './suggest-name.ts';

/**
 * A section of YAML checked by a schema; every mistake is reported at its own key, unknown keys included.
 * Children named in `apart` are left out: their keys are names that people chose, and are read by the caller.
 */
export function decodeNode<T>(schema: z.ZodType<T>, node: YamlNode, context: DecodeContext): T | undefined {
  const result = schema.safeParse(plainValue(node, context.apart ?? []));
  if (result.success) return result.data;
  const known = (path: readonly PropertyKey[]) => knownKeys(schema, path);
  for (const issue of flattenIssues(result.error.issues)) {
    reportSchemaIssue(node, issue, { page: 'docs/configuration', ...context, known });
  }
  return undefined;
}

interface DecodeContext {
  readonly report: ReportIssue;
  readonly apart?: readonly string[];
  /** Where a reader finds how things are written; docs/configuration unless said. */
  readonly page?: string;
}

/** The children of a section by name; a value where a section should be is reported. */
export function childrenOf(node: YamlNode | undefined, report: ReportIssue): readonly [string, YamlNode][] {
  if (node === undefined) return [];
  if (isSection(node) || node.value === null) return [...node.children];
  report(
    'wrong-type',
    node.place,
    `${subjectOf(node)} has a value of its own.`,
    'Write keys below it instead.',
  );
  return [];
}

function subjectOf(node: YamlNode): string {
  return node.path.length === 0 ? 'This file' : nodeName(node);
}

function isEmptyMap(value: ConfigValue): boolean {
  return isConfigMap(value) && value.size === 0;
}

type Plain = null | boolean | string | number | bigint | readonly Plain[] | { [key: string]: Plain };

function plainValue(node: YamlNode, apart: readonly string[]): Plain {
  if (node.value !== undefined && node.children.size === 0) return plainOf(node.value);
  const plain: { [key: string]: Plain } = Object.create(null);
  for (const [name, child] of node.children) {
    if (!apart.includes(name)) plain[name] = plainValue(child, []);
  }
  return plain;
}

function plainOf(value: ConfigValue): Plain {
  if (typeof value === 'bigint') return isSafe(value) ? Number(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (isConfigList(value)) return value.map(plainOf);
  const plain: { [key: string]: Plain } = Object.create(null);
  if (isConfigMap(value)) for (const [name, item] of value) plain[name] = plainOf(item);
  else if (value.kind === 'timestamp') return value.text;
  return plain;
}

function isSafe(value: bigint): boolean {
  return BigInt.asIntN(53, value) === value;
}

type SchemaIssue = z.core.$ZodIssue;

/** Unions report the mistakes of their first member that has the right type, or the union itself. */
function flattenIssues(issues: readonly SchemaIssue[]): readonly SchemaIssue[] {
  return issues.flatMap((issue) => {
    if (issue.code !== 'invalid_union') return [issue];
    const fitting = issue.errors.find((member) =>
      member.every((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys'),
    );
    if (fitting === undefined || fitting.length === 0) return [issue];
    return flattenIssues(fitting.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
  });
}

interface IssueContext {
  readonly report: ReportIssue;
  readonly page: string;
  readonly known: (path: readonly PropertyKey[]) => readonly string[];
}

function reportSchemaIssue(root: YamlNode, issue: SchemaIssue, context: IssueContext): void {
  const { report } = context;
  const { node, missing } = findNode(root, issue.path);
  const name = subjectOf(node);
  if (issue.code === 'unrecognized_keys') {
    const known = context.known(issue.path);
    for (const key of issue.keys) reportUnknownKey(node, key, { known, report });
  } else if (missing !== undefined) {
    const help = `Add \`${missing}\`.`;
    report('missing-key', node.place, `${name} has no ${quoteName(missing)}.`, help);
  } else if (issue.code === 'invalid_type') {
    const wanted = TYPE_WORDS.get(issue.expected) ?? issue.expected;
    report('wrong-type', node.place, `${name} is not ${wanted}.`, `Write ${wanted} here.`);
  } else if (issue.code === 'invalid_value') {
    const choices = issue.values.map((value) => `\`${String(value)}\``).join(', ');
    report('bad-value', node.place, `${name} is none of ${choices}.`, `Choose one of ${choices}.`);
  } else {
    const help = helpOf(issue) ?? `Write it as ${context.page} shows.`;
    report('bad-value', node.place, `${name} can’t be used: ${issue.message}.`, help);
  }
}

const TYPE_WORDS = new Map<string, string>([
  ['string', 'text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', '`true` or `false`'],
  ['array', 'a list'],
  ['object', 'a section with keys'],
  ['record', 'a section with keys'],
]);

/** What a rule of a schema says in `params` about mending it. */
function helpOf(issue: SchemaIssue): string | undefined {
  const help: unknown = issue.code === 'custom' ? issue.params?.['help'] : undefined;
  return typeof help === 'string' ? help : undefined;
}

function reportUnknownKey(
  node: YamlNode,
  key: string,
  { known, report }: { readonly known: readonly string[]; readonly report: ReportIssue },
): void {
  const place = node.children.get(key)?.place ?? node.place;
  const help = `Correct its spelling or remove it.${suggestName(key, known)}`;
  report('unknown-key', place, `The key ${quoteName(key)} is not known here.`, help);
}

function isSection({ value }: YamlNode): boolean {
  return value === undefined || isEmptyMap(value);
}

/** The deepest node on the path, and the key that is missing below it, if any. */
function findNode(
  root: YamlNode,
  path: readonly PropertyKey[],
): { readonly node: YamlNode; readonly missing: string | undefined } {
  let node = root;
  for (const segment of path) {
    const child = node.children.get(String(segment)) ?? itemsOf(node)[Number(segment)];
    if (child === undefined) return { node, missing: isSection(node) ? String(segment) : undefined };
    node = child;
  }
  return { node, missing: undefined };
}
