import type { BaselineFile } from '../model/baseline.ts';
import type { FormatName } from '../model/format-name.ts';
import { parseInstancePath } from '../model/instance.ts';
import type { SourcePlace } from '../model/issue.ts';
import { hasReferences } from '../model/variable-reference.ts';
import { checkAmpSettings } from './check-amp-settings.ts';
import { checkRules, type FileRules, ruleFor } from './file-rules.ts';
import { RESTART } from './parse-activation-rule.ts';
import { checkKeys, parseBlock } from './parse-block.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';
import type { MarkdownFence } from './split-markdown.ts';

/** A file's marked text by its name in `templates/`; undefined when there is none. */
export type FindTemplate = (name: string) => string | undefined;

interface BaselineParts {
  readonly file: string;
  readonly fences: readonly MarkdownFence[];
  readonly rules: FileRules;
  readonly folder: string;
  readonly findTemplate: FindTemplate;
  readonly report: ReportIssue;
}

const FORMATS: ReadonlyMap<string, FormatName> = new Map([
  ['yaml', 'yaml'],
  ['yml', 'yaml'],
  ['properties', 'properties'],
  ['toml', 'toml'],
  ['json', 'json'],
  ['jsonc', 'json'],
  ['json5', 'json'],
  ['hocon', 'hocon'],
  ['text', 'text'],
  ['txt', 'text'],
]);

/** How a block of this language is read; undefined for one that is prose. */
export function formatOfLanguage(language: string): FormatName | undefined {
  return FORMATS.get(language);
}

/** The files of a baseline: one for each block with a path, then those with a template. */
export function parseBaselineFiles(parts: BaselineParts): readonly BaselineFile[] {
  const files = new Map<string, BaselineFile | undefined>();
  for (const fence of parts.fences) {
    const place = { file: parts.file, line: fence.line, column: fence.indent + 1 };
    const format = blockFormat(fence, place, parts.report);
    if (format === undefined) continue;
    if (files.has(fence.path)) {
      const message = `A block for ${quoteName(fence.path)} stands above already.`;
      parts.report('duplicate-block', place, message, 'Merge the two blocks.');
    } else files.set(fence.path, parseFence(fence, { format, place, parts }));
  }
  for (const [path, { template, place }] of parts.rules) {
    if (template === undefined) continue;
    files.set(path, parseTemplateFile({ path, template, place }, files.has(path), parts));
  }
  checkRules(parts.rules, [...files.keys()], parts.report);
  return [...files.values()].filter((file) => file !== undefined);
}

/** Undefined for blocks that are prose. */
function blockFormat(fence: MarkdownFence, place: SourcePlace, report: ReportIssue): FormatName | undefined {
  const format = formatOfLanguage(fence.language);
  if (fence.path === '') {
    if (format !== undefined && format !== 'text') {
      const help = `Name the file, as in \`${fence.language} config.yml\`, or leave the language out.`;
      report('block-without-path', place, 'This block names no file, so nothing in it is owned.', help);
    }
    return undefined;
  }
  if (format !== undefined) return format;
  // Prose may show commands and code; only what looks like a file's path is meant as a file.
  if (!/^[^\s={}]+\.[A-Za-z0-9]+$/.test(fence.path)) return undefined;
  if (fence.language === 'kvp') reportAmpOwned(fence.path, place, report);
  else {
    const known = 'yaml, properties, toml, json, hocon or text';
    report(
      'unknown-language',
      place,
      `The language ${quoteName(fence.language)} is not known.`,
      `Use ${known}.`,
    );
  }
  return undefined;
}

function reportAmpOwned(path: string, place: SourcePlace, report: ReportIssue): void {
  const help = 'Change the setting in AMP; homeamp does it through AMP’s own `Core/SetConfig`.';
  report('amp-owned-file', place, `${quoteName(path)} belongs to AMP, which rewrites it.`, help);
}

/** True, and reported otherwise, for a path that a baseline may manage. */
function isManageable(path: string, place: SourcePlace, { folder, report }: BaselineParts): boolean {
  const whole = folder === '.' ? path : `${folder}/${path}`;
  if (parseInstancePath(whole) === undefined || hasReferences(path)) {
    const help = 'Write a path below the folder, with `/` and without `..`, variables or special characters.';
    report('unsafe-path', place, `The path ${quoteName(path)} can’t be used.`, help);
    return false;
  }
  const name = whole.slice(whole.lastIndexOf('/') + 1).toLowerCase();
  if (!name.endsWith('.kvp') && name !== 'ampconfig.conf') return true;
  reportAmpOwned(path, place, report);
  return false;
}

interface FenceContext {
  readonly format: FormatName;
  readonly place: SourcePlace;
  readonly parts: BaselineParts;
}

function parseFence(fence: MarkdownFence, context: FenceContext): BaselineFile | undefined {
  const { format, place, parts } = context;
  const { path } = fence;
  if (!isManageable(path, place, parts)) return undefined;
  if (!fence.closed) {
    const help = 'Close it with the same marks on a line of their own.';
    parts.report('unclosed-block', place, `The block for ${quoteName(path)} is not closed.`, help);
    return undefined;
  }
  if (fence.text.trim() === '') {
    const help = 'List the keys that are owned, or remove the block.';
    parts.report('empty-block', place, `The block for ${quoteName(path)} is empty.`, help);
    return undefined;
  }
  const text = format === 'text' ? `${fence.text}\n` : fence.text;
  const source = { file: parts.file, text, lineOffset: fence.line, columnOffset: fence.indent };
  const keys = parseBlock(format, source, parts.report);
  if (keys === undefined) return undefined;
  if (keys.length === 0) {
    parts.report(
      'empty-block',
      place,
      `The block for ${quoteName(path)} lists no key.`,
      'List the keys that are owned.',
    );
    return undefined;
  }
  return withRule({ path, format, keys, place }, parts);
}

function withRule(file: Omit<BaselineFile, 'activation'>, { rules, report }: BaselineParts): BaselineFile {
  const rule = ruleFor(file.path, rules);
  if (rule !== undefined) checkAmpSettings(file, rule, report);
  return { ...file, activation: rule?.activation ?? RESTART };
}

interface TemplateRule {
  readonly path: string;
  readonly template: string;
  readonly place: SourcePlace;
}

function parseTemplateFile(
  { path, template, place }: TemplateRule,
  hasBlock: boolean,
  parts: BaselineParts,
): BaselineFile | undefined {
  if (!isManageable(path, place, parts)) return undefined;
  if (hasBlock) {
    parts.report(
      'template-and-block',
      place,
      `${quoteName(path)} has a template and a block.`,
      'Keep one of them.',
    );
  }
  const text = parts.findTemplate(template);
  if (text === undefined) {
    const help = 'Correct the name, or add the file to `templates/`.';
    parts.report('unknown-template', place, `There is no template ${quoteName(template)}.`, help);
    return undefined;
  }
  const origin = { file: `templates/${template}`, line: 1, column: 1 };
  const keys = [{ path: [], value: { kind: 'value' as const, value: text }, place: origin }];
  checkKeys(keys, parts.report);
  return withRule({ path, format: 'text', keys, place }, parts);
}
