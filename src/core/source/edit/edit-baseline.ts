import { formatByName } from '../../formats/index.ts';
import type { Baseline, BaselineFile } from '../../model/baseline.ts';
import type { FormatName } from '../../model/format-name.ts';
import { markReferences, showReferences } from '../../model/variable-reference.ts';
import { formatOfLanguage } from '../parse-baseline-files.ts';
import { splitMarkdown } from '../split-markdown.ts';
import { fenceMarks } from '../write/fence-marks.ts';
import { writeBlock } from '../write/write-block.ts';
import type { BlockChange } from './block-change.ts';
import { type BlockRefusal, editBlock } from './edit-block.ts';
import {
  type FenceBody,
  fenceBody,
  lineBreakOf,
  splitLines,
  withFenceBody,
  withoutFence,
} from './fence-body.ts';

/** What to change in one file of a baseline. */
export interface FileChanges {
  /** Below the baseline's folder. */
  readonly path: string;
  readonly changes: readonly BlockChange[];
}

export type TextResult =
  | { readonly kind: 'edited'; readonly text: string }
  | { readonly kind: 'refused'; readonly refusals: readonly BlockRefusal[] };

/** Changes one file's block in a baseline's text; a file without one gets a block at the end. */
export function editBaselineText(
  text: string,
  baseline: Pick<Baseline, 'files'>,
  { path, changes }: FileChanges,
): TextResult {
  const file = baseline.files.find((known) => known.path === path);
  if (file === undefined) return addBlock(text, { path, changes });
  // Blocks of other files may have been edited before, so the fence is looked for by its path.
  const lines = splitLines(text);
  const fence = splitMarkdown(markReferences(text)).fences.find(
    (found) => found.path === path && formatOfLanguage(found.language) !== undefined && found.closed,
  );
  const body = fence === undefined ? undefined : fenceBody({ lines, fence });
  if (fence === undefined || body === undefined) return refuse(changes, 'the block is indented unevenly');
  const place = { lines, fence };
  if (file.format === 'text' && changes.every(({ value }) => value === undefined))
    return { kind: 'edited', text: removeBlock(place, file) };
  if (file.format === 'text' && changes.some(isOpenEnded)) return refuse(changes, OPEN_ENDED);
  const result = editBlock(file.format, body, changes);
  if (result.kind === 'refused') return result;
  return {
    kind: 'edited',
    text: result.isEmpty ? removeBlock(place, file) : withFenceBody(place, result.text),
  };
}

/** A block of text always ends with a line break. */
function isOpenEnded({ value }: BlockChange): boolean {
  return value?.kind === 'value' && typeof value.value === 'string' && !value.value.endsWith('\n');
}

const OPEN_ENDED = 'the text ends without a line break, which a block can’t say: give the file a template';

function refuse(changes: readonly BlockChange[], message: string): TextResult {
  return { kind: 'refused', refusals: changes.map((change) => ({ change, message })) };
}

/** A rule of the front matter that names the file alone goes with it. */
function removeBlock(place: FenceBody, { path }: BaselineFile): string {
  const text = withoutFence(place);
  const lines = splitLines(text);
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === '---');
  const frontMatter = lines.slice(1, end).join('');
  const edited = formatByName('yaml').edit(frontMatter, [{ kind: 'remove', path: ['files', path] }]);
  if (edited.kind === 'refused') return text;
  const rules = formatByName('yaml').read(edited.text);
  const isBare = rules.kind === 'read' && rules.document.get('files') !== undefined;
  const bare = isBare
    ? formatByName('yaml').edit(edited.text, [{ kind: 'remove', path: ['files'] }])
    : edited;
  const head = bare.kind === 'edited' ? bare.text : edited.text;
  return [...lines.slice(0, 1), head, ...lines.slice(end)].join('');
}

/** The language of a file by the end of its name, which languages are called after. */
function formatOfFile(path: string): FormatName | undefined {
  const ending = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return ending === 'conf' ? 'hocon' : formatOfLanguage(ending);
}

function addBlock(text: string, { path, changes }: FileChanges): TextResult {
  const wholeText = changes.every(({ path: key }) => key.length === 0);
  const format = wholeText ? 'text' : formatOfFile(path);
  if (format === undefined)
    return refuse(changes, 'the baseline has no block for the file, and its name does not tell its language');
  const keys = changes.flatMap(({ path: key, value }) => (value === undefined ? [] : [{ path: key, value }]));
  if (keys.length < changes.length) return refuse(changes, 'the baseline has no block for the file');
  const { text: block, unwritten } = writeBlock(format, keys);
  const [lost] = unwritten;
  if (lost !== undefined) return refuse(changes, lost.reason);
  const marks = fenceMarks(block);
  const lineBreak = lineBreakOf(text);
  const gap = /(?:\r\n|\n|\r)$/.test(text) ? lineBreak : lineBreak + lineBreak;
  const added = `${marks}${format} ${path}\n${block}${marks}\n`;
  return { kind: 'edited', text: text + gap + showReferences(added).replaceAll('\n', lineBreak) };
}
