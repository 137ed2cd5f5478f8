import { type Dirent, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MistakeError } from '../../core/model/errors.ts';
import { isSafeName } from '../../core/model/instance.ts';
import type { LocalInstance, LocalInstances } from '../../ports/local-instances.ts';
import { findPlatform } from './find-platform.ts';
import { type JoinedRegistry, joinRegistry } from './join-registry.ts';
import { readKvpValue } from './kvp-value.ts';
import { type RegistryEntry, readRegistry } from './read-registry.ts';

type Module = LocalInstance['module'];
type Root = LocalInstance['root'];

const MAX_INSTANCES = 2000;

/** Reads AMP's folder of instances and, one level above it, the registry; where that is silent, marker files tell the module. */
export function createLocalInstances(instancesDir: string): LocalInstances {
  let troubles: readonly string[] = [];
  return {
    list() {
      const { dir, entries } = readFolder(instancesDir);
      const folders = entries.filter(isInstance);
      const registry = joinRegistry(
        folders.map(({ name }) => name),
        readRegistry(join(dirname(dir), 'instances.json')),
      );
      troubles = registry.troubles;
      return [
        ...folders.map((entry) => describeInstance(dir, entry, registry)),
        ...registry.withoutFolder.map(withoutFolder),
      ].sort((a, b) => (a.folder < b.folder ? -1 : 1));
    },
    troubles: () => troubles,
  };
}

function isInstance(entry: Dirent): boolean {
  return !entry.name.startsWith('.') && (entry.isDirectory() || entry.isSymbolicLink());
}

function withoutFolder({ amp, module }: RegistryEntry): LocalInstance {
  const folder = amp.instanceName;
  return { folder, module: module ?? 'unknown', root: { kind: 'absent' }, platform: undefined, amp };
}

function readFolder(instancesDir: string): { readonly dir: string; readonly entries: readonly Dirent[] } {
  try {
    const dir = realpathSync(instancesDir);
    const entries = readdirSync(dir, { withFileTypes: true });
    if (entries.length <= MAX_INSTANCES) return { dir, entries };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new MistakeError(
      `The folder of AMP instances ${instancesDir} can't be read (${code}).`,
      'Name the `.ampdata/instances` folder with --amp-root, and let this user read it.',
    );
  }
  throw new MistakeError(
    `${instancesDir} holds more than ${MAX_INSTANCES} entries, so it is not a folder of AMP instances.`,
    'Name the `.ampdata/instances` folder with --amp-root.',
  );
}

function describeInstance(dir: string, entry: Dirent, registry: JoinedRegistry): LocalInstance {
  const folder = entry.name;
  const listed = registry.byFolder.get(folder);
  const refusal = refusalOf(entry);
  if (refusal !== undefined) {
    const module = listed?.module ?? 'unknown';
    return { folder, module, root: refused(refusal), platform: undefined, amp: listed?.amp };
  }
  const path = join(dir, folder);
  const module = moduleOf(path, listed);
  const root = rootWithin(path, applicationFolder(path, module));
  return { folder, module, root, platform: findPlatform(path, module, root), amp: listed?.amp };
}

function refusalOf(entry: Dirent): string | undefined {
  if (!isSafeName(entry.name)) return 'its name is not made of letters, digits, `-` and `_`';
  return entry.isSymbolicLink() ? 'the folder of the instance is a symbolic link' : undefined;
}

/** A controller is one whoever says so, since nothing of it may ever be managed. */
function moduleOf(path: string, listed: RegistryEntry | undefined): Module {
  if (existsSync(join(path, 'ADSModule.kvp'))) return 'controller';
  if (listed?.module !== undefined) return listed.module;
  if (existsSync(join(path, 'MinecraftModule.kvp'))) return 'minecraft';
  return existsSync(join(path, 'GenericModule.kvp')) ? 'generic' : 'unknown';
}

/** Where AMP says that the application lies, relative to the instance; may point anywhere. */
function applicationFolder(path: string, module: Module): string {
  switch (module) {
    case 'controller':
      return '.';
    case 'minecraft': {
      const settings = join(path, 'MinecraftModule.kvp');
      return readKvpValue(settings, ['Minecraft.ServerPath', 'ServerPath']) ?? 'Minecraft';
    }
    case 'generic':
      return readKvpValue(join(path, 'GenericModule.kvp'), ['App.BaseDirectory', 'App.RootDir']) ?? '.';
    case 'unknown':
      return existsSync(join(path, 'Minecraft')) ? 'Minecraft' : '.';
  }
}

function rootWithin(instance: string, application: string): Root {
  const named = application.startsWith('/') ? application : join(instance, application);
  try {
    const real = realpathSync(named);
    if (real !== instance && !real.startsWith(`${instance}/`)) {
      return refused('the application lies outside of the folder of the instance');
    }
    return statSync(real).isDirectory()
      ? { kind: 'found', path: real }
      : refused('the application folder is not a folder');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return refused(
      code === 'ENOENT'
        ? 'the application folder is not there yet'
        : `the application folder can't be read (${code})`,
    );
  }
}

function refused(reason: string): Root {
  return { kind: 'refused', reason };
}
