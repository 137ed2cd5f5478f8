import * as z from 'zod';
import { plainLines } from './console-text.ts';

/** A line that a console showed. */
export interface ConsoleEntry {
  /** As AMP writes it; tells entries apart, nothing more. */
  readonly timestamp: string;
  readonly line: string;
}

const MAX_LINES = 2000;
const updates = z.object({ ConsoleEntries: z.array(z.unknown()) });
const entry = z.object({
  Contents: z.string(),
  Timestamp: z
    .union([z.string().max(100), z.number()])
    .transform(String)
    .catch(''),
  Type: z.string().catch(''),
});

/**
 * The newest 2,000 lines of the console in AMP's answer, oldest first; undefined for another shape. What players say in
 * the chat is left out, so that nobody can put words into the server's mouth.
 */
export function readConsoleEntries(answer: unknown): readonly ConsoleEntry[] | undefined {
  const read = updates.safeParse(answer);
  if (!read.success) return undefined;
  return read.data.ConsoleEntries.slice(-MAX_LINES).flatMap(entriesOf).slice(-MAX_LINES);
}

function entriesOf(value: unknown): readonly ConsoleEntry[] {
  const read = entry.safeParse(value);
  if (!read.success || read.data.Type.toLowerCase() === 'chat') return [];
  return plainLines(read.data.Contents).map((line) => ({ timestamp: read.data.Timestamp, line }));
}
