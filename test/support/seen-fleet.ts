import { type ConfigValue, canonicalText } from '../../src/core/model/config-value.ts';
import type { DesiredState } from '../../src/core/model/desired-state.ts';
import type { FormatName } from '../../src/core/model/format-name.ts';
import { instanceIdOf, type Platform } from '../../src/core/model/instance.ts';
import { keyId } from '../../src/core/model/key-path.ts';
import type { DesiredValue } from '../../src/core/model/managed-file.ts';
import type { KeyDraft, RepositoryDraft } from '../../src/core/model/repository-draft.ts';
import type { Secret } from '../../src/core/model/secret.ts';
import { showReferences } from '../../src/core/model/variable-reference.ts';
import type { DescribeOptions } from '../../src/core/onramp/description.ts';
import type { SeenFile, SeenFleet, SeenInstance } from '../../src/core/onramp/seen-fleet.ts';
import { compileDesiredState } from '../../src/core/render/compile-desired-state.ts';
import { renderInstance } from '../../src/core/render/render-instance.ts';

export const OPTIONS: DescribeOptions = {
  threshold: 0.6,
  groups: new Map(),
  proposeGroups: false,
  stages: [],
  own: [],
  leave: [],
};

/** Values by dotted key. */
export type SeenValues = Readonly<Record<string, ConfigValue>>;

interface SeenServer {
  readonly host?: string;
  readonly platform?: Platform;
  readonly managed?: boolean;
  /** Plugins without files. */
  readonly jars?: readonly string[];
  /** `Plugin/path` → keys; the server's own files as `./server.properties`. */
  readonly files: Readonly<Record<string, SeenValues>>;
}

/** A fleet of servers by name; their host is `alpha` unless they say otherwise. */
export function seenFleet(servers: Readonly<Record<string, SeenServer>>): SeenFleet {
  const instances = Object.entries(servers).map(([name, server]) => seenInstance(name, server));
  return { hosts: [...new Set(instances.map(({ host }) => host))], instances };
}

function seenInstance(
  name: string,
  { host = 'alpha', platform = 'paper', managed = true, jars = [], files }: SeenServer,
): SeenInstance {
  const seen = Object.entries(files).map(([path, values]) => seenFile(path, values));
  const plugins = [...new Set([...seen.map(({ plugin }) => plugin), ...jars])];
  return {
    id: instanceIdOf(host, name),
    host,
    name,
    platform,
    managed,
    plugins: plugins.map((plugin) => ({ plugin, jar: `${plugin}.jar`, version: '1.0' })),
    files: seen,
  };
}

function seenFile(place: string, values: SeenValues): SeenFile {
  const [owner = '', ...rest] = place.split('/');
  const path = rest.join('/');
  const isServers = owner === '.';
  return {
    plugin: isServers ? path.replaceAll(/[^a-z]+/g, '-') : owner,
    folder: isServers ? '.' : `plugins/${owner}`,
    path,
    format: formatOf(path),
    keys: Object.entries(values).map(([id, value]) => ({ id, path: id.split('.'), value })),
  };
}

function formatOf(path: string): FormatName {
  if (path.endsWith('.properties')) return 'properties';
  if (path.endsWith('.toml')) return 'toml';
  return path.endsWith('.json') ? 'json' : 'yaml';
}

/** What the servers of a fleet would have, if they were just as the repository says. */
export function seenAsDesired(desired: DesiredState, findSecret: FindSecret): SeenFleet {
  const compiled = compileDesiredState(desired);
  const instances = [...desired.fleet.instances.values()].map((instance): SeenInstance => {
    const { render } = renderInstance(compiled, instance, findSecret);
    const { id, host, name, platform, managed } = instance;
    const plugins = (managed ? desired.placements.get(id) : undefined) ?? [];
    return {
      id,
      host,
      name,
      platform,
      managed,
      plugins: plugins.map((plugin) => ({ plugin, jar: undefined, version: undefined })),
      files: render.files.map(({ plugin, folder, path, format, keys }) => ({
        plugin,
        folder,
        path: folder === '.' ? path : path.slice(folder.length + 1),
        format,
        keys: keys.flatMap(({ id: key, path: keyPath, value }) => {
          const plain = plainValue(value);
          return plain === undefined ? [] : [{ id: key, path: keyPath, value: plain }];
        }),
      })),
    };
  });
  return { hosts: [...desired.fleet.hosts.keys()], instances };
}

export type FindSecret = (name: string) => Secret<string> | undefined;

function plainValue(value: DesiredValue): ConfigValue | undefined {
  switch (value.kind) {
    case 'value':
      return value.value;
    case 'secret':
      return value.secret.reveal();
    case 'absent':
    case 'unresolved':
      return undefined;
  }
}

/** `HOST/NAME path key` → value, for everything that a fleet has; comparable as a whole. */
export function valuesOf({ instances }: SeenFleet): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const { id, files } of instances) {
    for (const { folder, path, keys } of files) {
      for (const key of keys) values.set(`${id} ${folder}/${path} ${key.id}`, canonicalText(key.value));
    }
  }
  return values;
}

/** The keys and variables of a draft, one line each: `CMI config.yml: a = 1`, `host alpha: PORT = 2171`. */
export function linesOf({ baselines, scopes }: RepositoryDraft): readonly string[] {
  return [
    ...baselines.flatMap(({ plugin, files }) =>
      files.flatMap(({ path, keys }) => keys.map((key) => `${plugin} ${path}: ${keyText(key)}`)),
    ),
    ...scopes.flatMap(({ scope, variables, overrides }) => {
      const where = scope.kind === 'fleet' ? 'fleet' : `${scope.kind} ${scope.name}`;
      return [
        ...variables.map(({ name, value }) => `${where}: ${name} = ${valueText(value)}`),
        ...overrides.flatMap(({ plugin, file, keys }) =>
          keys.map((key) => `${where}: ${plugin} ${file}: ${keyText(key)}`),
        ),
      ];
    }),
  ];
}

function keyText({ path, value }: KeyDraft): string {
  return `${keyId(path)} = ${value.kind === 'absent' ? '!absent' : valueText(value.value)}`;
}

function valueText(value: ConfigValue): string {
  return typeof value === 'string' ? showReferences(value) : canonicalText(value);
}
