import { visit } from 'jsonc-parser';
import { formatByName } from '../formats/index.ts';
import { scanProperties } from '../formats/properties/scan-properties.ts';
import { readTree } from '../formats/yaml/read-tree.ts';
import type { SourceKey } from '../model/baseline.ts';
import { type ConfigValue, isConfigList, isConfigMap } from '../model/config-value.ts';
import { findSecret } from '../model/find-secret.ts';
import type { FormatName } from '../model/format-name.ts';
import type { SourcePlace } from '../model/issue.ts';
import { type KeyPath, keyId } from '../model/key-path.ts';
import { ABSENT_MARK, hasReferences, showReferences } from '../model/variable-reference.ts';

import { lintYaml } from './lint-yaml.ts';
import { prepareBlock } from './prepare-block.ts';
import { placeIn, reportTraps, unreadableHelp, type YamlText } from './read-yaml-source.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';

const DEEPEST = 64;
const MOST_KEYS = 50_000;

/** The keys of a block of marked text; undefined, and reported, when it can't be read. */
export function parseBlock(
  format: FormatName,
  source: YamlText,
  report: ReportIssue,
): readonly SourceKey[] | undefined {
  const text = prepareBlock(format, source.text);
  const result = formatByName(format).read(text);
  if (result.kind === 'unreadable') {
    const { line, column, message } = result.error;
    const help =
      format === 'yaml' ? unreadableHelp(source.text, line) : `Correct the ${format} at this place.`;
    report('unreadable-block', placeIn(source, line, column), showReferences(message), help);
    return undefined;
  }
  const keys: SourceKey[] = [];
  for (const { path, value, line, column } of result.document.entries()) {
    keys.push(toSourceKey({ path, value, place: placeIn(source, line, column) }, format));
  }
  if (keys.length > MOST_KEYS || keys.some(({ path }) => path.length > DEEPEST)) {
    report(
      'too-deep',
      placeIn(source, 0, 1),
      `The block has more than ${MOST_KEYS} keys or ${DEEPEST} levels.`,
      'Split it.',
    );
    return undefined;
  }
  reportDuplicates(format, { ...source, text }, report);
  checkKeys(keys, report);
  return keys;
}

interface WrittenKey {
  readonly path: KeyPath;
  readonly value: ConfigValue;
  readonly place: SourcePlace;
}

/** In YAML only the tag `!absent` counts; the other languages have no tags, so there the text does. */
export function toSourceKey({ path, value, place }: WrittenKey, format: FormatName): SourceKey {
  const isAbsent = value === ABSENT_MARK || (value === '!absent' && format !== 'yaml' && format !== 'text');
  return { path, value: isAbsent ? { kind: 'absent' } : { kind: 'value', value }, place };
}

/** Reports keys that can't be: variables in names, `!absent` in lists, secrets in clear, keys below values. */
export function checkKeys(keys: readonly SourceKey[], report: ReportIssue): void {
  const ids = new Set(keys.map(({ path }) => keyId(path)));
  for (const { path, value, place } of keys) {
    const id = keyId(path);
    checkKeyText(id, place, report);
    checkParents(id, { ids, place, report });
    if (value.kind === 'value') checkValue(id, value.value, { place, report });
  }
}

function checkKeyText(id: string, place: SourcePlace, report: ReportIssue): void {
  if (!hasReferences(id) && !id.includes(ABSENT_MARK)) return;
  const message = `The key ${quoteName(showReferences(id))} has a variable in its name.`;
  report('variable-in-key', place, message, 'Variables work in values; write the key’s name itself.');
}

interface KeyContext {
  readonly ids: ReadonlySet<string>;
  readonly place: SourcePlace;
  readonly report: ReportIssue;
}

function checkParents(id: string, { ids, place, report }: KeyContext): void {
  for (let dot = id.indexOf('.'); dot !== -1; dot = id.indexOf('.', dot + 1)) {
    const parent = id.slice(0, dot);
    if (parent === '' || !ids.has(parent)) continue;
    const message = `${quoteName(parent)} has a value of its own, so ${quoteName(id)} can’t lie below it.`;
    report('leaf-and-parent', place, message, 'Keep one of the two.');
  }
}

function checkValue(
  id: string,
  value: ConfigValue,
  context: { readonly place: SourcePlace; readonly report: ReportIssue },
): void {
  const { place, report } = context;
  if (someText(value, (text) => text.includes('\uFDD4'))) {
    report(
      'misplaced-absent',
      place,
      `\`!absent\` is only part of the value of ${quoteName(id)}.`,
      'Write it as the whole value of a key.',
    );
  }
  if (someKey(value, hasReferences)) {
    const help = 'Variables work in values; write the key’s name itself.';
    report('variable-in-key', place, `Inside ${quoteName(id)} a key has a variable in its name.`, help);
  }
  reportSecret(id, value, context);
  reportBadSecretReference(value, context);
}

/** Reports a secret that stands in clear. The value is never told. */
export function reportSecret(
  id: string,
  value: ConfigValue,
  { place, report }: { readonly place: SourcePlace; readonly report: ReportIssue },
): void {
  const kind = findSecret(id, value);
  if (kind === undefined) return;
  const help =
    'Write `{{secret:NAME}}`, encrypt the value with `homeamp secrets set` or keep it on the host, and change it: Git remembers the old one.';
  report('secret-in-clear', place, `${quoteName(showReferences(id))} holds ${kind} in clear.`, help);
}

/** `{{secret:` that is no reference would be written to the server as it stands. */
export function reportBadSecretReference(
  value: ConfigValue,
  { place, report }: { readonly place: SourcePlace; readonly report: ReportIssue },
): void {
  if (!someText(value, (text) => /\{\{\s*secret\s*:/i.test(text))) return;
  const help = 'Write `{{secret:NAME}}` without blanks; names are letters, digits, `_` and `-`.';
  report('bad-secret-reference', place, 'This reference to a secret can’t be read.', help);
}

function someText(value: ConfigValue, test: (text: string) => boolean): boolean {
  if (typeof value === 'string') return test(value);
  if (typeof value !== 'object' || value === null) return false;
  if (isConfigList(value)) return value.some((item) => someText(item, test));
  return isConfigMap(value) && [...value.values()].some((item) => someText(item, test));
}

function someKey(value: ConfigValue, test: (text: string) => boolean): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (isConfigList(value)) return value.some((item) => someKey(item, test));
  return isConfigMap(value) && [...value].some(([key, item]) => test(key) || someKey(item, test));
}

function reportDuplicates(format: FormatName, source: YamlText, report: ReportIssue): void {
  if (format === 'yaml') reportTraps(source, lintYaml(source.text, readTree(source.text)), report);
  else if (format === 'properties') reportRepeats(propertyKeys(source.text), source, report);
  else if (format === 'json') reportRepeats(jsonKeys(source.text), source, report);
}

interface KeyAt {
  readonly key: string;
  readonly offset: number;
}

function reportRepeats(keys: readonly KeyAt[], source: YamlText, report: ReportIssue): void {
  const seen = new Set<string>();
  for (const { key, offset } of keys) {
    if (seen.has(key)) {
      const before = source.text.slice(0, offset);
      const place = placeIn(source, before.split('\n').length, offset - before.lastIndexOf('\n'));
      report('duplicate-key', place, `The key ${quoteName(key)} is written twice.`, 'Keep one of the two.');
    }
    seen.add(key);
  }
}

function propertyKeys(text: string): readonly KeyAt[] {
  return scanProperties(text).map(({ key, start }) => ({ key, offset: start }));
}

function jsonKeys(text: string): readonly KeyAt[] {
  const keys: KeyAt[] = [];
  const onObjectProperty = (name: string, offset: number, ...rest: readonly unknown[]): void => {
    const path = (rest.at(-1) as () => readonly (string | number)[])();
    keys.push({ key: [...path, name].join('.'), offset });
  };
  visit(text, { onObjectProperty }, { disallowComments: false, allowTrailingComma: true });
  return keys;
}
