import picocolors from 'picocolors';
import type { CliContext, Output } from '../cli-context.ts';
import { cut, displayWidth, safeJson, safeText } from './safe-text.ts';

/** A piece of a line. Its text may be anything: it is made safe when it is printed. */
export type Span = string | { readonly text: string; readonly style: Style };
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';
export type Line = readonly Span[];

export function styled(style: Style, text: string): Span {
  return { text, style };
}

/** Prints lines on one output, made safe, and coloured only where a terminal shows them. */
export interface Screen {
  readonly print: (...lines: readonly Line[]) => void;
  readonly json: (value: unknown) => void;
  /** Columns; undefined where lines may have any length. */
  readonly width: number | undefined;
}

export function createScreen(
  context: Pick<CliContext, 'environment'>,
  output: Output,
  options: { readonly color?: boolean },
): Screen {
  const colors = picocolors.createColors(usesColor(context, output, options));
  const width = output.isTerminal ? Math.max(20, output.width() ?? 80) : undefined;
  const paint = (span: Span) => (typeof span === 'string' ? span : colors[span.style](span.text));
  return {
    width,
    print(...lines) {
      const text = lines.map((line) => line.map(makeSafe).map(paint).join('').trimEnd());
      if (text.length > 0) output.write(`${text.join('\n')}\n`);
    },
    json: (value) => output.write(`${safeJson(JSON.stringify(value, undefined, 2))}\n`),
  };
}

function usesColor(
  { environment }: Pick<CliContext, 'environment'>,
  output: Output,
  options: { readonly color?: boolean },
): boolean {
  const isRefused = (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return output.isTerminal && options.color !== false && !isRefused;
}

export function makeSafe(span: Span): Span {
  return typeof span === 'string' ? safeText(span) : { ...span, text: safeText(span.text) };
}

export function textOf(span: Span): string {
  return typeof span === 'string' ? span : span.text;
}

/** Cuts a line to a width, marking the cut. */
export function fitLine(unsafe: Line, width: number | undefined): Line {
  if (width === undefined) return unsafe;
  const line = unsafe.map(makeSafe);
  const total = line.reduce((sum, span) => sum + displayWidth(textOf(span)), 0);
  if (total <= width) return line;
  const kept: Span[] = [];
  let left = width;
  for (const span of line) {
    const needed = displayWidth(textOf(span));
    if (needed < left) {
      kept.push(span);
      left -= needed;
      continue;
    }
    // Something follows or this is too long, so the mark of the cut needs its column.
    const text = needed === left ? `${textOf(span)} ` : textOf(span);
    kept.push(typeof span === 'string' ? cut(text, left) : { ...span, text: cut(text, left) });
    break;
  }
  return kept;
}

/** Columns that a line takes once it is made safe. */
export function lineWidth(line: Line): number {
  return line.reduce((sum, span) => sum + displayWidth(safeText(textOf(span))), 0);
}
