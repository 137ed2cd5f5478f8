import type { DesiredState } from '../../src/core/model/desired-state.ts';
import type { Instance } from '../../src/core/model/instance.ts';
import type { ManagedFile } from '../../src/core/model/managed-file.ts';
import { compileDesiredState } from '../../src/core/render/compile-desired-state.ts';
import { renderInstance } from '../../src/core/render/render-instance.ts';
import { OLD_FOLDERS } from '../../src/demo/deviations.ts';
import type { SecretSource } from '../../src/ports/secret-source.ts';
import type { SimulatedPlugin, SimulatedServerSpec } from '../../src/stand-ins/amp/index.ts';

/** Plugins that write their files anew when they start. */
const REWRITING: ReadonlySet<string> = new Set(['WorldGuard', 'mcMMO', 'GriefPrevention']);
/** Plugins that write what they know over their files when they stop. */
export const SAVING: ReadonlySet<string> = new Set(['Multiverse-Core']);

/** The value that one server's plugin does not bear. */
export const UNBEARABLE = { instance: 'CLIP01', plugin: 'CMI', text: 'BackMinDistance: 4000' } as const;

/** AMP's name of an instance. */
export function folderOf(name: string): string {
  return OLD_FOLDERS.get(name) ?? name;
}

/** Every instance of a host as AMP has it, with the plugins that Git places there. */
export function simulatedServers(
  desired: DesiredState,
  host: string,
  secrets: SecretSource,
): readonly SimulatedServerSpec[] {
  const compiled = compileDesiredState(desired);
  const instances = [...desired.fleet.instances.values()].filter((instance) => instance.host === host);
  return instances.map((instance, index): SimulatedServerSpec => {
    const { render } = renderInstance(compiled, instance, (name) => secrets.get(name));
    return {
      name: folderOf(instance.name),
      module: moduleOf(instance),
      state: 'ready',
      stopMillis: 1500 + 500 * (index % 4),
      startMillis: 3000 + 500 * (index % 5),
      plugins: instance.managed ? pluginsOf(instance, render.files) : [],
      ampOwned: Object.fromEntries(render.files.flatMap(({ activation }) => [...activation.ampSettings])),
    };
  });
}

function moduleOf({ platform }: Instance): SimulatedServerSpec['module'] {
  if (platform === 'ads') return 'ADS';
  return platform === 'geyser' ? 'GenericModule' : 'Minecraft';
}

function pluginsOf(instance: Instance, files: readonly ManagedFile[]): readonly SimulatedPlugin[] {
  const own = files.filter((file) => !file.serverFile);
  const names = new Set(own.map(({ plugin }) => plugin));
  return [...names].map((name) =>
    pluginOf(
      instance,
      name,
      own.filter(({ plugin }) => plugin === name),
    ),
  );
}

function pluginOf(instance: Instance, name: string, files: readonly ManagedFile[]): SimulatedPlugin {
  const command = files.find(({ activation }) => activation.reload !== undefined)?.activation.reload;
  const breaks = name === UNBEARABLE.plugin && instance.name === UNBEARABLE.instance;
  return {
    name,
    files: files.map(({ path }) => path),
    savesOnStop: SAVING.has(name),
    rewritesOnStart: REWRITING.has(name),
    ...(command === undefined ? {} : { reload: { command, answer: `[${name}] ${name} has been reloaded.` } }),
    ...(breaks ? { failsOn: (_, text) => (text.includes(UNBEARABLE.text) ? TRACE : undefined) } : {}),
  };
}

const TRACE = ['java.lang.IllegalArgumentException: BackMinDistance must lie between 0 and 1000'];
