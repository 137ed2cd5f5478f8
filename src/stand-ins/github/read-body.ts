import type { IncomingMessage } from 'node:http';

const MAX_BYTES = 8 * 1024 * 1024;

/** In place of a body that is no JSON object, or too big. */
export const UNREADABLE = Symbol('unreadable');

/** Undefined when there is none. */
export async function readBody(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size <= MAX_BYTES) chunks.push(chunk);
  }
  if (size === 0) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return typeof value === 'object' && value !== null ? value : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}
