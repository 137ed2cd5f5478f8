import { TAG_PREFIX } from './nodes.ts';
import type { Token } from './tokens.ts';
import { YamlError } from './yaml-error.ts';

/** The tag and anchor written before a value. */
export interface Properties {
  readonly start: number;
  readonly end: number;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

/** The tag handles of a document: the two built-in ones and those of its directives. */
export class TagHandles {
  readonly #own = new Map<string, string>();
  #hasVersion = false;

  takes(token: Token): boolean {
    return (
      token.type === 'yaml-directive' || token.type === 'tag-directive' || token.type === 'other-directive'
    );
  }

  add(directive: Token): void {
    if (directive.type === 'tag-directive') {
      if (this.#own.has(directive.handle)) throw this.#error(directive, 'A tag handle is declared twice');
      this.#own.set(directive.handle, directive.text);
    } else if (directive.type === 'yaml-directive') {
      if (this.#hasVersion) throw this.#error(directive, 'The YAML version is declared twice');
      if (directive.text !== '1') throw this.#error(directive, 'Only YAML 1.x is read');
      this.#hasVersion = true;
    }
  }

  resolve(tag: Token): string {
    if (tag.handle === '') return tag.text;
    const prefix = this.#own.get(tag.handle) ?? builtIn(tag.handle);
    if (prefix === undefined) throw this.#error(tag, 'A tag uses a handle that is not declared');
    return prefix + tag.text;
  }

  #error(token: Token, message: string): YamlError {
    return new YamlError(message, token.line, token.column);
  }
}

function builtIn(handle: string): string | undefined {
  if (handle === '!') return '!';
  return handle === '!!' ? TAG_PREFIX : undefined;
}
