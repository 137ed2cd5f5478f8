import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createLocalServers } from '../adapters/amp/index.ts';
import { unpackArchive } from '../adapters/archives/index.ts';
import { systemClock } from '../adapters/clock/index.ts';
import { createLiveFileReader, openLiveFile } from '../adapters/files/index.ts';
import { createJarReader } from '../adapters/plugins/index.ts';
import type { ImportPlace, Opened } from '../cli/cli-context.ts';
import { isWantedInArchive } from '../core/onramp/collect/is-wanted-in-archive.ts';

/**
 * Servers in a folder, or in an archive, which is unpacked into a folder of this user alone that `close` removes. `name` is
 * what a single server is called, where it is not to be called as its folder.
 */
export async function openImportPlace(place: string, name: string | undefined): Promise<Opened<ImportPlace>> {
  const sight = { files: createLiveFileReader(), jars: createJarReader(openLiveFile), clock: systemClock };
  if (!isFile(place)) {
    const servers = createLocalServers({ folder: place, label: place, name, fallback: undefined });
    return { host: { ...sight, ...servers, refused: [] }, close: async () => undefined };
  }
  const { folder, close } = createPrivateFolder();
  try {
    // One level down, since what lies beside an instance is looked at as well.
    const into = join(folder, 'unpacked');
    mkdirSync(into);
    const refused = await unpackArchive({ archive: place, into, isWanted: isWantedInArchive });
    const { locals } = createLocalServers({ folder: into, label: place, name, fallback: stemOf(place) });
    return { host: { ...sight, locals, ampRoot: undefined, refused }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Gone when closed, and when the process is told to end: what is unpacked holds passwords. */
function createPrivateFolder(): { readonly folder: string; readonly close: () => Promise<void> } {
  const folder = mkdtempSync(join(tmpdir(), 'homeamp-import-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const onSignal = (signal: NodeJS.Signals) => {
    remove();
    for (const name of SIGNALS) process.off(name, onSignal);
    process.kill(process.pid, signal);
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  const close = async () => {
    for (const name of SIGNALS) process.off(name, onSignal);
    remove();
  };
  return { folder, close };
}

/** What can't be looked at is told by whoever takes it for a folder. */
function isFile(place: string): boolean {
  try {
    return statSync(place, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}

/** `/tmp/SMP01.tar.gz` → `SMP01`. */
function stemOf(archive: string): string {
  return basename(archive).replace(/\.(?:tar|tar\.gz|tgz|zip)$/i, '');
}
