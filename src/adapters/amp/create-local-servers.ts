import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { MistakeError } from '../../core/model/errors.ts';
import { isSafeName } from '../../core/model/instance.ts';
import type { LocalInstance, LocalInstances } from '../../ports/local-instances.ts';
import { findPlatform } from './find-platform.ts';
import { createLocalInstances } from './local-instances.ts';

/** Files and folders that a server has in its own folder, and a folder of instances has not. */
const SERVER_SIGNS = [
  'server.properties',
  'bukkit.yml',
  'spigot.yml',
  'velocity.toml',
  'waterfall.yml',
  'plugins',
  'config/paper-global.yml',
];
const AMP_SIGNS = ['MinecraftModule.kvp', 'GenericModule.kvp', 'ADSModule.kvp'];
const LONGEST_WAY_DOWN = 6;

interface Found {
  readonly kind: 'instances' | 'instance' | 'server';
  readonly dir: string;
}

interface ServersPlace {
  readonly folder: string;
  /** What people called it, for messages. */
  readonly label: string;
  /** What a single server is to be called, by somebody who knows that it is one. */
  readonly name: string | undefined;
  /** The name of one that lies in the folder itself, where the folder's own name says nothing. */
  readonly fallback: string | undefined;
}

interface LocalServers {
  readonly locals: LocalInstances;
  /** The folder of instances, where it is one. */
  readonly ampRoot: string | undefined;
}

/**
 * The servers in a folder that somebody named: AMP's instances, one instance, or one server without AMP. Folders above
 * them with nothing else in them are stepped through. Throws `MistakeError` where there is no server, or no name for it.
 */
export function createLocalServers({ folder, label, name, fallback }: ServersPlace): LocalServers {
  const top = realFolder(folder, label);
  const found = name === undefined ? findBelow(top, label) : findOne(top, label, name);
  const wanted = name ?? (found.dir === top ? fallback : undefined);
  switch (found.kind) {
    case 'instances':
      return { locals: createLocalInstances(found.dir), ampRoot: found.dir };
    case 'instance':
      return { locals: oneInstance(found.dir, wanted), ampRoot: undefined };
    case 'server':
      return {
        locals: oneServer(found.dir, safeName(wanted ?? basename(found.dir))),
        ampRoot: undefined,
      };
  }
}

/** A folder of instances with one in it is that one, when it is to have a name. */
function findOne(top: string, label: string, name: string): Found {
  const found = findBelow(top, label);
  if (found.kind !== 'instances') return found;
  const [only, second] = foldersIn(found.dir);
  if (only !== undefined && second === undefined) return findOne(only, label, name);
  throw severalServers(label, name);
}

function realFolder(folder: string, label: string): string {
  try {
    const dir = realpathSync(folder);
    if (statSync(dir).isDirectory()) return dir;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new MistakeError(`${label} can't be read (${code}).`, 'Name a folder that this user may read.');
  }
  throw new MistakeError(`${label} is not a folder.`, 'Name the folder of the servers.');
}

function findBelow(top: string, label: string): Found {
  let dir = top;
  for (let step = 0; step < LONGEST_WAY_DOWN; step += 1) {
    if (holds(dir, AMP_SIGNS)) return { kind: 'instance', dir };
    if (holds(dir, SERVER_SIGNS)) return { kind: 'server', dir };
    const inner = ['.ampdata/instances', 'instances'].map((path) => join(dir, path)).find(isFolder);
    if (inner !== undefined) return { kind: 'instances', dir: inner };
    const folders = foldersIn(dir);
    if (basename(dir) === 'instances' || folders.some(isServer)) return { kind: 'instances', dir };
    const [only, second] = folders;
    if (only === undefined || second !== undefined) break;
    dir = only;
  }
  throw new MistakeError(
    `There is no server in ${label}.`,
    "Name AMP's folder `.ampdata/instances`, or the folder with server.properties or velocity.toml.",
  );
}

function holds(dir: string, names: readonly string[]): boolean {
  return names.some((name) => existsSync(join(dir, name)));
}

function isServer(dir: string): boolean {
  return holds(dir, AMP_SIGNS) || holds(dir, SERVER_SIGNS) || holds(join(dir, 'Minecraft'), SERVER_SIGNS);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function foldersIn(dir: string): readonly string[] {
  const entries = readdirSync(dir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => join(dir, name))
    .sort();
}

/** AMP's registry and marker files count as everywhere else, so it is found beside its siblings. */
function oneInstance(dir: string, name: string | undefined): LocalInstances {
  const all = createLocalInstances(dirname(dir));
  const list = () =>
    all
      .list()
      .filter(({ folder }) => folder === basename(dir))
      .map((local) => ({ ...local, folder: safeName(name ?? local.folder) }));
  return { list, troubles: () => all.troubles() };
}

function oneServer(dir: string, folder: string): LocalInstances {
  const root = { kind: 'found', path: dir } as const;
  const platform = findPlatform(dir, 'unknown', root);
  const local: LocalInstance = { folder, module: 'unknown', root, platform, amp: undefined };
  return { list: () => [local], troubles: () => [] };
}

function safeName(name: string): string {
  if (isSafeName(name)) return name;
  throw new MistakeError(
    `The server can't be called ${JSON.stringify(name)}.`,
    'Name it with letters, digits, `_` and `-`: --from HOST/NAME=PLACE.',
  );
}

function severalServers(label: string, name: string): MistakeError {
  return new MistakeError(
    `${label} holds a folder of instances, which can't all be called ${name}.`,
    'Leave the name out: --from HOST=PLACE.',
  );
}
