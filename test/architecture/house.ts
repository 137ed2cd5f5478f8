import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';

export interface SourceFile {
  /** Below src/, with `/`. */
  readonly path: string;
  readonly text: string;
  /** Specifiers of static and dynamic imports, relative ones resolved to a path below src/. */
  readonly imports: readonly string[];
}

const IMPORT = /(?:^|\n)\s*(?:import|export)\s(?:[^'";]*?\sfrom\s)?\s*'([^']+)'|import\('([^']+)'\)/g;

/** Every TypeScript file below src/, with what it imports. */
export function readHouse(): readonly SourceFile[] {
  const root = join(import.meta.dirname, '../../src');
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => {
      const path = relative(root, join(entry.parentPath, entry.name));
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, imports: importsOf(path, text) };
    });
}

export function importsOf(path: string, text: string): readonly string[] {
  return [...text.matchAll(IMPORT)]
    .map((match) => match[1] ?? match[2] ?? '')
    .map((specifier) => (specifier.startsWith('.') ? posix.join(dirname(path), specifier) : specifier));
}

/** The room of the house that a file belongs to, by the longest matching prefix. */
export function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  if (path === 'main.ts') return 'main';
  return first === 'core' || first === 'adapters' ? `${first}/${second}` : first;
}
