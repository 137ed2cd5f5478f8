import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createSigner } from '../../src/adapters/state/index.ts';
import { approve, merge, must, openPull } from './hub-world.ts';
import { createStoreWorld, type StoreWorld } from './store-world.ts';

const INSTANCES = ['HUB01', 'SMP01', 'SMP02'] as const;
const ESSENTIALS = 'Minecraft/plugins/Essentials/config.yml';
const PROPERTIES = 'Minecraft/server.properties';

/** What lay on a host before its disk died: managed files by their path below the instances folder. */
export type HostFiles = Readonly<Record<string, { readonly bytes: string; readonly mode: number }>>;

/** A host that lived for a while and lost its disk; its settings and the user's repository are there again. */
export interface LostHost extends StoreWorld {
  readonly before: HostFiles;
  /** The key that signed its backups. */
  readonly oldKey: string;
}

/**
 * Its agent applied, servers wrote keys of their own and changed modes, a scan saw it; then state and instances are
 * gone.
 */
export async function createLostHost(): Promise<LostHost> {
  const world = await createStoreWorld();
  const oldKey = createSigner(world.state).publicKey;
  await publishKey(world, oldKey);
  liveOn(world);
  await must(world, 'homeamp agent --once');
  const before = managedFiles(world);
  rmSync(world.state, { recursive: true });
  rmSync(world.live(''), { recursive: true });
  return { ...world, before, oldKey };
}

async function publishKey(world: StoreWorld, key: string): Promise<void> {
  await must(world, 'git switch --quiet --create key main');
  world.edit(
    join(world.repository, 'desired-state/fleet.yaml'),
    'frost: { address: 192.0.2.10 }',
    `frost: { address: 192.0.2.10, publicKey: "${key}" }`,
  );
  await must(world, 'git commit --quiet --all --message "Know the key of frost"');
  await must(world, 'git push --quiet origin key');
  await openPull(world, 'key');
  approve(world);
  await merge(world);
  await must(world, 'git switch --quiet main && git pull --quiet');
}

/** Servers add keys that Git does not own, and one file is for its owner alone. */
function liveOn({ live, edit }: StoreWorld): void {
  edit(live(`SMP01/${ESSENTIALS}`), 'max-homes: 3', 'max-homes: 7\n# the server was here');
  edit(live(`HUB01/${PROPERTIES}`), 'motd=A Minecraft Server', 'motd=\\u00A7aHub');
  chmodSync(live(`SMP01/${ESSENTIALS}`), 0o600);
  chmodSync(live(`SMP02/${PROPERTIES}`), 0o664);
}

/** As AMP makes them anew. */
export function remakeInstances({ live, write }: Pick<StoreWorld, 'live' | 'write'>): void {
  for (const instance of INSTANCES) {
    mkdirSync(live(`${instance}/Minecraft`), { recursive: true });
    write(live(`${instance}/MinecraftModule.kvp`), '');
  }
}

/** Every managed file, with its mode. */
export function managedFiles({ live }: Pick<StoreWorld, 'live'>): HostFiles {
  const paths = INSTANCES.flatMap((instance) => [`${instance}/${ESSENTIALS}`, `${instance}/${PROPERTIES}`]);
  return Object.fromEntries(
    paths.map((path) => [
      path,
      { bytes: readFileSync(live(path), 'latin1'), mode: statSync(live(path)).mode & 0o777 },
    ]),
  );
}

/** Names below the instances folder, so that a test sees what nobody asked for. */
export function allFiles({ live }: Pick<StoreWorld, 'live'>): readonly string[] {
  return readdirSync(live(''), { recursive: true, encoding: 'utf8' }).sort();
}
