import type { SimulatedPlugin } from '../options.ts';
import type { FileMemory } from './file-memory.ts';
import { rewriteText } from './rewrite-text.ts';
import type { ServerParts } from './server-parts.ts';

/** The plugins of a running server. */
export interface PluginHost {
  load(): void;
  /** Those that did not fail, in the order they were loaded. */
  enabled(): readonly SimulatedPlugin[];
  /** A file that would make the plugin fail is told on the console, and what was loaded stays. */
  reload(plugin: SimulatedPlugin): void;
  /** Writes back what the careless ones know. */
  save(): void;
  /** True when one of them will bring the server down. */
  isDoomed(): boolean;
  clear(): void;
}

type Contents = readonly (readonly [file: string, bytes: Buffer | undefined])[];

export function createPluginHost(parts: ServerParts, memory: FileMemory): PluginHost {
  const plugins = parts.folder.spec.plugins ?? [];
  let enabled: readonly SimulatedPlugin[] = [];
  return {
    load() {
      enabled = plugins.filter((plugin) => loadPlugin(parts, memory, plugin));
    },
    enabled: () => enabled,
    reload(plugin) {
      const contents = contentsOf(plugin, memory);
      const failure = failureOf(plugin, contents);
      if (failure !== undefined) return printFailure(parts, plugin, failure);
      for (const [file, bytes] of contents) memory.keep(file, bytes);
      if (plugin.reload !== undefined) parts.console.print('INFO', plugin.reload.answer);
    },
    save() {
      for (const { files } of enabled.filter(({ savesOnStop }) => savesOnStop === true)) {
        for (const file of files) {
          const bytes = memory.of(file);
          if (bytes !== undefined) memory.save(file, bytes, 'stop');
        }
      }
    },
    isDoomed: () =>
      enabled.some(({ files, crashesOn }) =>
        files.some((file) => crashesOn?.(file, memory.of(file)?.toString('utf8') ?? '') === true),
      ),
    clear() {
      enabled = [];
    },
  };
}

export function versionOf({ version }: SimulatedPlugin): string {
  return version ?? '1.0';
}

function contentsOf({ files }: SimulatedPlugin, memory: FileMemory): Contents {
  return files.map((file) => [file, memory.read(file)]);
}

function failureOf({ failsOn }: SimulatedPlugin, contents: Contents): readonly string[] | undefined {
  for (const [file, bytes] of contents) {
    const lines = bytes === undefined ? undefined : failsOn?.(file, bytes.toString('utf8'));
    if (lines !== undefined) return lines;
  }
  return undefined;
}

function loadPlugin(parts: ServerParts, memory: FileMemory, plugin: SimulatedPlugin): boolean {
  const contents = contentsOf(plugin, memory);
  const failure = failureOf(plugin, contents);
  if (parts.kind !== 'velocity') {
    parts.console.print('INFO', `[${plugin.name}] Enabling ${plugin.name} v${versionOf(plugin)}`);
  }
  if (failure !== undefined) {
    printFailure(parts, plugin, failure);
    parts.tell({ kind: 'plugin-failed', plugin: plugin.name });
    return false;
  }
  if (parts.kind === 'velocity') {
    parts.console.print('INFO', `Loaded plugin ${plugin.name} ${versionOf(plugin)} by its author`);
  }
  for (const [file, bytes] of contents) {
    memory.keep(file, bytes);
    if (bytes === undefined || plugin.rewritesOnStart !== true) continue;
    const text = rewriteText(file, bytes.toString('utf8'), parts.agenda.now());
    memory.save(file, Buffer.from(text), 'start');
  }
  return true;
}

const DEFAULT_TRACE = ['org.yaml.snakeyaml.error.YAMLException: the configuration could not be read'];

function printFailure(parts: ServerParts, plugin: SimulatedPlugin, failure: readonly string[]): void {
  const { console } = parts;
  const what =
    parts.kind === 'velocity'
      ? `Can't create plugin ${plugin.name}`
      : `Error occurred while enabling ${plugin.name} v${versionOf(plugin)} (Is it up to date?)`;
  console.print('ERROR', what);
  for (const line of failure.length === 0 ? DEFAULT_TRACE : failure) console.print('raw', line);
}
