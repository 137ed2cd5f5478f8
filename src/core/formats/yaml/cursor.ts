import { CR, isBreak, LF } from './characters.ts';
import { showBytes } from './escaped-bytes.ts';
import { YamlError } from './yaml-error.ts';

/** A place in a text that ends in character 0. Lines count from 1. */
export class Cursor {
  readonly text: string;
  readonly #hasBytes: boolean;
  position = 0;
  line = 1;
  lineStart = 0;

  constructor(text: string, hasBytes: boolean) {
    this.text = text;
    this.#hasBytes = hasBytes;
  }

  /** Counts from 0. */
  get column(): number {
    return this.position - this.lineStart;
  }

  get code(): number {
    return this.text.charCodeAt(this.position);
  }

  codeAt(offset: number): number {
    return this.text.charCodeAt(this.position + offset);
  }

  /** The text between two offsets as the server shows it. */
  slice(start: number, end: number): string {
    const text = this.text.slice(start, end);
    return this.#hasBytes ? showBytes(text) : text;
  }

  /** Passes one line break and returns it as YAML reads it; '' where there is none. */
  takeBreak(): string {
    const code = this.text.charCodeAt(this.position);
    if (!isBreak(code)) return '';
    this.position += code === CR && this.text.charCodeAt(this.position + 1) === LF ? 2 : 1;
    this.line++;
    this.lineStart = this.position;
    return code > 0x2000 ? String.fromCharCode(code) : '\n';
  }

  /** True at `---` or `...` when `mark` is that text and it ends there. */
  startsWith(mark: string): boolean {
    return this.text.startsWith(mark, this.position);
  }

  error(message: string): YamlError {
    return new YamlError(message, this.line, this.column + 1);
  }
}
