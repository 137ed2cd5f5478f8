import { readSync } from 'node:fs';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';

const WINDOW_BYTES = 256 * 1024;

type ReadDone = (error: Error | null, bytesRead: number) => void;

/**
 * Gives a zip reader parts of an open file from a window that moves along: the library asks for every entry of the
 * directory twice, which would be as many calls of the system. Answers at once, so the next entry must be asked for from
 * a new turn, as a loop does that awaits each. Fails once more than `maxBytes` were asked for.
 */
export class WindowReader extends RandomAccessReader {
  readonly #fd: number;
  #left: number;
  #window = Buffer.alloc(0);
  #start = 0;

  constructor(fd: number, maxBytes: number) {
    super();
    this.#fd = fd;
    this.#left = maxBytes;
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, done: ReadDone): void {
    let bytes: Buffer;
    try {
      bytes = this.#take(position, length);
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)), 0);
      return;
    }
    bytes.copy(buffer, offset);
    done(null, bytes.length);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    try {
      return Readable.from([this.#take(start, end - start)]);
    } catch (error) {
      const stream = new Readable({ read: () => undefined });
      stream.destroy(error instanceof Error ? error : undefined);
      return stream;
    }
  }

  /** Fewer bytes than asked for at the end of the file. */
  #take(position: number, length: number): Buffer {
    this.#left -= length;
    if (this.#left < 0) throw new Error('it asks for too much reading');
    const from = position - this.#start;
    if (from >= 0 && from + length <= this.#window.length) return this.#window.subarray(from, from + length);
    const window = Buffer.alloc(Math.max(length, WINDOW_BYTES));
    this.#window = window.subarray(0, readSync(this.#fd, window, 0, window.length, position));
    this.#start = position;
    return this.#window.subarray(0, length);
  }
}
