import { isClosing, type MarkdownFence } from '../split-markdown.ts';
import { fenceMarks } from '../write/fence-marks.ts';

/** A fenced block in the lines of its file, which keep their line breaks. */
export interface FenceBody {
  readonly lines: readonly string[];
  readonly fence: Pick<MarkdownFence, 'line' | 'endLine' | 'indent'>;
}

/** The lines of a text, each with its own line break. */
export function splitLines(text: string): readonly string[] {
  return text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
}

/** What stands between the fences, without the block's own indentation; undefined where its lines vary in that. */
export function fenceBody({ lines, fence }: FenceBody): string | undefined {
  const own = lines.slice(fence.line, fence.endLine - 1);
  const body = own.map((line) => line.slice(Math.min(fence.indent, line.search(/[^ ]|$/))));
  return indented(body.join(''), fence.indent) === own.join('') ? body.join('') : undefined;
}

/** The whole file with another text between the fences, which are made longer where the text would close them. */
export function withFenceBody({ lines, fence }: FenceBody, body: string): string {
  const opening = lines[fence.line - 1] ?? '';
  const closing = lines[fence.endLine - 1] ?? '';
  const marks = /[`~]{3,}/.exec(opening)?.[0] ?? '';
  const ended = body === '' || /[\r\n]$/.test(body) ? body : body + lineBreakOf(opening);
  const longer = splitLines(ended).some((line) => isClosing(line.replace(/[\r\n]+$/, ''), marks))
    ? fenceMarks(ended)
    : marks;
  return [
    ...lines.slice(0, fence.line - 1),
    opening.replace(marks, longer),
    indented(ended, fence.indent),
    longer === marks ? closing : closing.replace(/[`~]{3,}/, longer),
    ...lines.slice(fence.endLine),
  ].join('');
}

/** The file without the block, and without one of the blank lines around it. */
export function withoutFence({ lines, fence }: FenceBody): string {
  const before = lines.slice(0, fence.line - 1);
  const after = lines.slice(fence.endLine);
  const isBlank = (line: string | undefined) => line === undefined || line.trim() === '';
  const spare = isBlank(before.at(-1)) && isBlank(after[0]) && before.length > 0;
  return [...(spare ? before.slice(0, -1) : before), ...after].join('');
}

function indented(body: string, indent: number): string {
  if (indent === 0) return body;
  return splitLines(body)
    .map((line) => (line.trim() === '' ? line : ' '.repeat(indent) + line))
    .join('');
}

/** The line break that a line ends with; `\n` for one without. */
export function lineBreakOf(line: string): string {
  return /\r\n|\n|\r/.exec(line)?.[0] ?? '\n';
}
