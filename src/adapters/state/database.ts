import { accessSync, constants, existsSync } from 'node:fs';
import type { Database as LmdbDatabase, RootDatabase } from 'lmdb';
import { MistakeError, OperatingError, StuckError, TransientError } from '../../core/model/errors.ts';
import { looksLikeDatabase } from './database-header.ts';
import { seal, unseal } from './sealed-value.ts';

const FORMAT = 1;
const TABLES = ['applied', 'key-lists', 'observations', 'journal', 'history', 'notes', 'audit'] as const;
/** Not a limit of the data but of address space; the file grows as needed. */
const MAP_BYTES = 16 * 1024 ** 3;

export type TableName = (typeof TABLES)[number];

/** Binary values by text key. Each value carries its own digest. */
export interface Table {
  /** Undefined when there is none; `damaged` when its digest does not fit. */
  get(key: string): Uint8Array | 'damaged' | undefined;
  put(key: string, value: Uint8Array): void;
  delete(key: string): void;
  /** Keys in order of their bytes, from this one on where it is given. */
  keys(order: 'ascending' | 'descending', limit: number, from?: string): readonly string[];
}

export interface Database {
  table(name: TableName): Table;
  /** All writes of `action` become durable together, before it returns. */
  transaction(action: () => void): void;
  /** For the messages of the tables' owners. */
  readonly path: string;
  readonly writable: boolean;
  close(): Promise<void>;
}

type Store = LmdbDatabase<Buffer, string>;

/** Opens LMDB with a flush to the disk at the end of every transaction. */
export async function openDatabase(path: string, writable: boolean): Promise<Database> {
  // Loading it takes tens of milliseconds, which a command without state should not pay.
  const { open } = await import('lmdb');
  let root: RootDatabase<Buffer, string> | undefined;
  try {
    assertUsable(path, writable);
    root = open<Buffer, string>({
      path,
      noSubdir: true,
      encoding: 'binary',
      overlappingSync: false,
      mapSize: MAP_BYTES,
      maxDbs: TABLES.length + 1,
      readOnly: !writable,
    });
    return databaseOf(root, path, writable);
  } catch (error) {
    await root?.close();
    throw openingFailure(error, path, writable);
  }
}

function assertUsable(path: string, writable: boolean): void {
  if (!looksLikeDatabase(path)) throw damaged(path, 'the database');
  for (const file of [path, `${path}-lock`]) {
    if (writable && existsSync(file)) accessSync(file, constants.R_OK | constants.W_OK);
  }
  if (!writable && !existsSync(path)) throw readOnly(path);
}

function databaseOf(root: RootDatabase<Buffer, string>, path: string, writable: boolean): Database {
  const transaction = (action: () => void): void => {
    if (!writable) throw readOnly(path);
    try {
      root.transactionSync(action);
    } catch (error) {
      throw writingFailure(error, path);
    }
  };
  checkFormat(root, path, writable);
  const stores = new Map<TableName, Table>();
  for (const name of TABLES) {
    // An older homeamp may not have made it yet, and whoever only reads can't.
    const store: Store | undefined = root.openDB<Buffer, string>({ name, encoding: 'binary' });
    stores.set(name, store === undefined ? emptyTable(path) : tableOf(store, path, writable));
  }
  const table = (name: TableName): Table => stores.get(name) as Table;
  return { table, transaction, path, writable, close: () => root.close() };
}

function tableOf(store: Store, path: string, writable: boolean): Table {
  const write = (action: () => unknown): void => {
    if (!writable) throw readOnly(path);
    try {
      action();
    } catch (error) {
      throw writingFailure(error, path);
    }
  };
  return {
    get(key) {
      const sealed = store.getBinary(key);
      return sealed === undefined ? undefined : (unseal(sealed) ?? 'damaged');
    },
    put: (key, value) => write(() => store.putSync(key, seal(value))),
    delete: (key) => write(() => store.removeSync(key)),
    keys: (order, limit, from) => {
      const range = { reverse: order === 'descending', limit };
      return [...store.getKeys(from === undefined ? range : { ...range, start: from })];
    },
  };
}

function emptyTable(path: string): Table {
  const refuse = (): never => {
    throw readOnly(path);
  };
  return { get: () => undefined, put: refuse, delete: refuse, keys: () => [] };
}

function checkFormat(root: Store, path: string, writable: boolean): void {
  const stamp = root.getBinary('format');
  if (stamp === undefined) {
    if (writable) root.putSync('format', Buffer.from(String(FORMAT)));
    return;
  }
  const format = Number(stamp.toString());
  if (format === FORMAT) return;
  if (Number.isSafeInteger(format) && format > FORMAT) {
    throw new MistakeError(
      `${path} was written by a newer homeamp (state format ${format}; this one knows ${FORMAT}).`,
      'Use the newer homeamp on this host.',
    );
  }
  throw damaged(path, 'its format stamp');
}

/** For a value whose digest or shape is wrong: the state must not be guessed at. */
export function damaged(path: string, what: string): StuckError {
  return new StuckError(
    `The state file ${path} is damaged: ${what} can't be read.`,
    'Put the state folder back from a backup, or move it away to start anew: every key is then compared as if it had never been applied.',
  );
}

function readOnly(path: string): MistakeError {
  return new MistakeError(
    `The state file ${path} may not be written by this user.`,
    'Run homeamp as the user that owns the state folder, or name another with --state.',
  );
}

function openingFailure(error: unknown, path: string, writable: boolean): unknown {
  if (error instanceof OperatingError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  if (isFull(error)) return writingFailure(error, path);
  if (!writable) {
    return new MistakeError(
      `The state file ${path} can't be opened for reading alone (${reason}).`,
      'Run homeamp as the user that owns the state folder, or name another with --state.',
    );
  }
  return errorCode(error) === 'EACCES' ? readOnly(path) : damaged(path, `the database (${reason})`);
}

function writingFailure(error: unknown, path: string): unknown {
  if (error instanceof OperatingError || !isFull(error)) return error;
  return new TransientError(`The disk with ${path} is full.`, 'Free some room on the host and try again.', {
    cause: error,
  });
}

const SYSTEM_CODES = new Map<unknown, string>([
  [13, 'EACCES'],
  [28, 'ENOSPC'],
  [122, 'EDQUOT'],
  [-30792, 'MDB_MAP_FULL'],
]);

// The library gives the system's number as `code`, where Node gives its name.
function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return SYSTEM_CODES.get(error.code) ?? String(error.code);
}

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'MDB_MAP_FULL'].includes(errorCode(error) ?? '');
}
