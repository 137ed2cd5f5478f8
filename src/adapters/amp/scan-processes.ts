import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';

/** What the process table says at one moment. */
export interface ProcessScan {
  /** By device and inode of each folder that is, or is above, a process's working folder. */
  readonly serverByFolder: ReadonlyMap<string, FoundProcess>;
  /** Owners of processes which may be servers and whose working folder can't be read. */
  readonly hiddenUsers: ReadonlySet<number>;
  /** True when other users' processes are not even listed. */
  readonly hidesOthers: boolean;
}

/** The process of a folder that is most likely the server: Java before others, then the one that began first. */
export interface FoundProcess {
  readonly isJava: boolean;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
}

const MAX_DEPTH = 32;
/** What the kernel counts in, on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Leaves out homeamp itself and the shells that it was started from: people work in an instance's folder. */
export function scanProcesses(table: string): ProcessScan {
  const bootMillis = bootTime(table);
  const serverByFolder = new Map<string, FoundProcess>();
  const hiddenUsers = new Set<number>();
  const own = ownLine(table);
  for (const pid of readdirSync(table)) {
    if (!/^\d+$/.test(pid) || own.has(Number(pid))) continue;
    const folders = workingFolders(`${table}/${pid}`);
    if (folders === 'hidden') addOwner(`${table}/${pid}`, hiddenUsers);
    else addServer(serverByFolder, folders, describeProcess(`${table}/${pid}`, bootMillis));
  }
  return { serverByFolder, hiddenUsers, hidesOthers: !existsSync(`${table}/1`) };
}

function describeProcess(process: string, bootMillis: number): FoundProcess {
  const fields = statFields(process);
  const startedAt = bootMillis + (fields?.startTicks ?? 0) * (1000 / TICKS_PER_SECOND);
  return { isJava: fields?.name === 'java', startedAt };
}

function addServer(
  serverByFolder: Map<string, FoundProcess>,
  folders: readonly string[],
  found: FoundProcess,
): void {
  for (const folder of folders) {
    const known = serverByFolder.get(folder);
    const isLikelier =
      known === undefined ||
      (found.isJava === known.isJava ? found.startedAt < known.startedAt : found.isJava);
    if (isLikelier) serverByFolder.set(folder, found);
  }
}

/** Inodes, not names, since a server in a container has other names for the same folders. */
function workingFolders(process: string): readonly string[] | 'hidden' {
  const folders: string[] = [];
  let path = `${process}/cwd`;
  try {
    for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
      const { dev, ino } = statSync(path);
      const folder = `${dev}:${ino}`;
      if (folders.at(-1) === folder) break;
      folders.push(folder);
      path += '/..';
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (folders.length === 0 && (code === 'EACCES' || code === 'EPERM')) return 'hidden';
  }
  return folders;
}

/**
 * Of this user's own processes only guarded ones can't be looked into, such as key agents: no server, unless it is
 * Java. Of another user's it may be any.
 */
function addOwner(path: string, users: Set<number>): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return;
  if (stats.uid !== process.geteuid?.() || statFields(path)?.name === 'java') users.add(stats.uid);
}

function ownLine(table: string): ReadonlySet<number> {
  const line = new Set<number>();
  for (let pid = process.pid; pid > 1 && !line.has(pid); ) {
    line.add(pid);
    pid = statFields(`${table}/${pid}`)?.parent ?? 0;
  }
  return line;
}

interface StatFields {
  readonly name: string;
  readonly parent: number;
  readonly startTicks: number;
}

function statFields(process: string): StatFields | undefined {
  try {
    const text = readFileSync(`${process}/stat`, 'utf8');
    // The name in brackets may hold anything, so fields are counted from its end.
    const end = text.lastIndexOf(')');
    const fields = text.slice(end + 2).split(' ');
    const name = text.slice(text.indexOf('(') + 1, end);
    return { name, parent: Number(fields[1]), startTicks: Number(fields[19]) };
  } catch {
    return undefined;
  }
}

function bootTime(table: string): number {
  const line = /^btime (\d+)$/m.exec(readFileSync(`${table}/stat`, 'utf8'));
  return Number(line?.[1] ?? 0) * 1000;
}
