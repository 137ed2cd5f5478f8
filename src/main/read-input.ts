import { MistakeError } from '../core/model/errors.ts';

const MAX_BYTES = 1024 * 1024;

/** All that comes on the standard input. */
export async function readInput(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BYTES) {
      throw new MistakeError('more than a MiB is given on the standard input', 'Give less, or name a file.');
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
