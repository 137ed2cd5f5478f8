import { writeFlow } from '../../formats/yaml/write-block.ts';
import { writeKey } from '../../formats/yaml/write-scalar.ts';
import type { ConfigValue } from '../../model/config-value.ts';
import type { KeyPath } from '../../model/key-path.ts';
import type { BaselineDraft, FileDraft } from '../../model/repository-draft.ts';
import { markReferences, showReferences } from '../../model/variable-reference.ts';
import { SOURCE_ISSUES } from '../issue-codes.ts';
import { type ParsedBaseline, parseBaseline } from '../parse-baseline.ts';
import type { ReportIssue } from '../report-issue.ts';
import { fenceMarks } from './fence-marks.ts';
import { noteText } from './note-text.ts';
import { writeBlock } from './write-block.ts';

export interface WrittenBaseline {
  /** Path in the repository → text: the baseline and its templates. Empty when no key could be written. */
  readonly files: ReadonlyMap<string, string>;
  readonly unwritten: readonly UnwrittenFileKey[];
}

export interface UnwrittenFileKey {
  readonly file: string;
  readonly key: KeyPath;
  readonly reason: string;
}

/** A file's place in the baseline: a block, or a template for a text that no block can hold. */
interface WrittenFile {
  readonly draft: FileDraft;
  readonly block: string | undefined;
  readonly template: { readonly name: string; readonly text: string } | undefined;
}

/** The text of `baselines/<Plugin>.md`, proven by reading it as the repository's parser does. */
export function writeBaseline(draft: BaselineDraft): WrittenBaseline {
  const unwritten: UnwrittenFileKey[] = [];
  const files = draft.files.flatMap((file) => writeFile(draft.plugin, file, unwritten));
  const whole = settle(draft, files, unwritten);
  return { files: whole, unwritten };
}

function writeFile(plugin: string, draft: FileDraft, unwritten: UnwrittenFileKey[]): readonly WrittenFile[] {
  const template = templateOf(plugin, draft);
  if (template !== undefined) return [{ draft, block: undefined, template }];
  const written = writeBlock(draft.format, draft.keys);
  for (const { path, reason } of written.unwritten) unwritten.push({ file: draft.path, key: path, reason });
  return written.text === '' ? [] : [{ draft, block: written.text, template: undefined }];
}

/** A block's text always ends with a line break and is never blank; a template may be anything. */
function templateOf(plugin: string, { path, format, keys }: FileDraft): WrittenFile['template'] {
  const [key] = keys;
  if (format !== 'text' || key?.value.kind !== 'value' || typeof key.value.value !== 'string')
    return undefined;
  const text = key.value.value;
  if (text.endsWith('\n') && text.trim() !== '') return undefined;
  return { name: `${plugin}/${path}`, text: showReferences(text) };
}

/** Composes and reads back; a file that is not read as it was meant is left out, and the text above the blocks too. */
function settle(
  draft: BaselineDraft,
  files: readonly WrittenFile[],
  unwritten: UnwrittenFileKey[],
): ReadonlyMap<string, string> {
  if (files.length === 0) return new Map();
  const text = composeBaseline(draft, files);
  const read = readBaseline(draft.plugin, text, files);
  const lost = files.filter((file) => !isRead(file, read.parsed));
  const extra = (read.parsed?.baseline?.files.length ?? 0) > files.length;
  if (lost.length === 0 && !extra && read.reason === undefined) return named(draft.plugin, text, files);
  if (draft.prose !== '') return settle({ ...draft, prose: '' }, files, unwritten);
  const left = lost.length === 0 ? files : lost;
  for (const { draft: file } of left) {
    for (const { path } of file.keys) {
      unwritten.push({
        file: file.path,
        key: path,
        reason: read.reason ?? 'the file would not be read back',
      });
    }
  }
  return settle(
    draft,
    files.filter((file) => !left.includes(file)),
    unwritten,
  );
}

function named(plugin: string, text: string, files: readonly WrittenFile[]): ReadonlyMap<string, string> {
  const templates = files.flatMap(({ template }) =>
    template === undefined ? [] : [[`templates/${template.name}`, template.text] as const],
  );
  return new Map([[`desired-state/baselines/${plugin}.md`, text], ...templates]);
}

function isRead({ draft, template }: WrittenFile, parsed: ParsedBaseline | undefined): boolean {
  const found = parsed?.baseline?.files.find(({ path }) => path === draft.path);
  if (found === undefined || found.format !== draft.format) return false;
  if (template === undefined) return true;
  const [key] = found.keys;
  const [wanted] = draft.keys;
  return (
    key?.value.kind === 'value' && wanted?.value.kind === 'value' && key.value.value === wanted.value.value
  );
}

function readBaseline(
  plugin: string,
  text: string,
  files: readonly WrittenFile[],
): { readonly parsed: ParsedBaseline | undefined; readonly reason: string | undefined } {
  let reason: string | undefined;
  const report: ReportIssue = (code, _place, message) => {
    if (SOURCE_ISSUES[code].severity === 'error') reason ??= message;
  };
  const findTemplate = (name: string): string | undefined => {
    const text = files.find(({ template }) => template?.name === name)?.template?.text;
    return text === undefined ? undefined : markReferences(text);
  };
  const file = `desired-state/baselines/${plugin}.md`;
  return { parsed: parseBaseline({ file, text }, findTemplate, report), reason };
}

function composeBaseline(draft: BaselineDraft, files: readonly WrittenFile[]): string {
  const prose = draft.prose.trim();
  const parts = [
    frontMatter(draft, files),
    `# ${draft.plugin}`,
    ...(prose === '' ? [] : [prose]),
    ...files.flatMap(fenceOf),
  ];
  return `${parts.join('\n\n')}\n`.replace('---\n\n#', '---\n#');
}

function frontMatter({ plugin, platforms, folder }: BaselineDraft, files: readonly WrittenFile[]): string {
  const rules = files.flatMap(({ draft, template }) =>
    template === undefined
      ? []
      : [`  ${writeKey(draft.path, false)}: { template: ${writeFlow(template.name)} }`],
  );
  return [
    '---',
    field('plugin', plugin),
    field('platforms', platforms),
    ...(folder === undefined || folder === `plugins/${plugin}` ? [] : [field('folder', folder)]),
    ...(rules.length === 0 ? [] : ['files:', ...rules]),
    '---',
  ].join('\n');
}

function field(name: string, value: ConfigValue): string {
  return `${name}: ${writeFlow(value)}`;
}

function fenceOf({ draft, block }: WrittenFile): readonly string[] {
  if (block === undefined) return [];
  const marks = fenceMarks(block);
  // A plain `json` block makes editors complain about comments.
  const hasNotes = draft.keys.some(({ note }) => noteText(note) !== undefined);
  const language = draft.format === 'json' && hasNotes ? 'jsonc' : draft.format;
  return [`${marks}${language} ${draft.path}\n${block}${marks}`];
}
