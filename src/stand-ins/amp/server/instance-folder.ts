import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SimulatedServerSpec } from '../options.ts';
import { readKvp } from './kvp-text.ts';

/** Where an instance lies. */
export interface InstanceFolder {
  readonly spec: SimulatedServerSpec;
  /** InstanceID: as instances.json has it, else made of the name. */
  readonly id: string;
  readonly path: string;
  /** Of the application. */
  readonly root: string;
  /** Of the instance's own web server. */
  readonly port: number;
}

const FIRST_PORT = 8081;
const MARKERS = {
  Minecraft: 'MinecraftModule.kvp',
  GenericModule: 'GenericModule.kvp',
  ADS: 'ADSModule.kvp',
} as const;

/** Makes what is missing, leaves what is there, and names every instance in instances.json. */
export function prepareFolders(
  instancesFolder: string,
  servers: readonly SimulatedServerSpec[],
): readonly InstanceFolder[] {
  mkdirSync(instancesFolder, { recursive: true });
  const registry = join(dirname(instancesFolder), 'instances.json');
  const known = readRegistry(registry);
  const folders = servers.map((spec, index) => prepareFolder(instancesFolder, { spec, index, known }));
  const names = new Set(servers.map(({ name }) => name));
  const others = known.filter((entry) => !names.has(nameOf(entry)));
  const own = folders.map((folder) => ({
    ...entryOf(folder),
    ...known.find((entry) => nameOf(entry) === folder.spec.name),
  }));
  writeFileSync(registry, `${JSON.stringify([...others, ...own], undefined, 2)}\n`);
  return folders;
}

/** A GUID that is always the same for the same text. */
export function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

type Entry = Readonly<Record<string, unknown>>;

function prepareFolder(
  instancesFolder: string,
  it: { readonly spec: SimulatedServerSpec; readonly index: number; readonly known: readonly Entry[] },
): InstanceFolder {
  const { spec, index, known } = it;
  const path = join(instancesFolder, spec.name);
  mkdirSync(path, { recursive: true });
  const marker = join(path, MARKERS[spec.module]);
  if (!existsSync(marker)) writeFileSync(marker, firstSettings(spec));
  const core = join(path, 'AMPConfig.conf');
  const port = FIRST_PORT + index;
  if (!existsSync(core)) writeFileSync(core, `Webserver.Port=${port}\nWebserver.IPBinding=127.0.0.1\n`);
  const root = join(path, applicationFolder(spec, readKvp(readFileSync(marker, 'utf8'))));
  mkdirSync(root, { recursive: true });
  const id = known.find((entry) => nameOf(entry) === spec.name)?.['InstanceID'];
  return { spec, id: typeof id === 'string' ? id : guidOf(`instance ${spec.name}`), path, root, port };
}

function firstSettings({ module, type }: SimulatedServerSpec): string {
  if (module === 'Minecraft') return `Minecraft.ServerType=${type ?? 'Paper'}\n`;
  return module === 'ADS' ? 'ADS.Mode=Hybrid\n' : `Meta.DisplayName=${type ?? 'Geyser'}\nApp.RootDir=./\n`;
}

function applicationFolder({ module }: SimulatedServerSpec, settings: ReadonlyMap<string, string>): string {
  if (module === 'Minecraft') return settings.get('ServerPath') ?? 'Minecraft';
  if (module === 'ADS') return '.';
  return settings.get('App.BaseDirectory') ?? settings.get('App.RootDir') ?? '.';
}

function entryOf({ spec, id, path, port }: InstanceFolder): Entry {
  return {
    InstanceID: id,
    InstanceName: spec.name,
    FriendlyName: spec.name,
    Module: spec.module,
    ModuleDisplayName: spec.module === 'Minecraft' ? 'Minecraft Java Edition' : spec.module,
    Port: port,
    IP: '127.0.0.1',
    DeploymentArgs: {},
    Daemon: true,
    DaemonAutostart: true,
    Suspended: false,
    IsContainerInstance: false,
    Tags: [],
    Group: '',
    Path: path,
  };
}

function readRegistry(path: string): readonly Entry[] {
  if (!existsSync(path)) return [];
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'object' && entry !== null) : [];
}

function nameOf(entry: Entry): string {
  return String(entry['InstanceName']);
}
