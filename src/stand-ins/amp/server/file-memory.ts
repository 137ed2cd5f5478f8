import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SimFact } from '../events.ts';

/** What a running server holds of its files. */
export interface FileMemory {
  /** Undefined: not there. Bytes are remembered only once `keep` is called. */
  read(file: string): Buffer | undefined;
  keep(file: string, bytes: Buffer | undefined): void;
  /** What the server goes by; undefined for a file it does not know or that was not there. */
  of(file: string): Buffer | undefined;
  /** Writes bytes as the server does, and keeps them. */
  save(file: string, bytes: Buffer, cause: 'start' | 'stop'): void;
  /** Tells of files that are not as the server knows them. */
  tellChanged(): void;
  clear(): void;
}

export function createFileMemory(root: string, tell: (fact: SimFact) => void): FileMemory {
  const kept = new Map<string, Buffer | undefined>();
  const read = (file: string): Buffer | undefined => {
    const path = join(root, file);
    return existsSync(path) && statSync(path).isFile() ? readFileSync(path) : undefined;
  };
  const differs = (file: string): boolean => {
    const [live, known] = [read(file), kept.get(file)];
    return live === undefined || known === undefined ? live !== known : !live.equals(known);
  };
  return {
    read,
    keep: (file, bytes) => kept.set(file, bytes),
    of: (file) => kept.get(file),
    save(file, bytes, cause) {
      const undid = differs(file);
      kept.set(file, bytes);
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), bytes);
      tell({ kind: 'file-saved', file, cause, undid });
    },
    tellChanged() {
      for (const file of kept.keys()) if (differs(file)) tell({ kind: 'changed-while-running', file });
    },
    clear: () => kept.clear(),
  };
}
