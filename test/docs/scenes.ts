import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLocalObjectStore } from '../../src/adapters/object-store/index.ts';
import { openState } from '../../src/adapters/state/index.ts';
import { type InstancePath, instanceIdOf } from '../../src/core/model/instance.ts';
import { backUp } from '../../src/engine/apply/backup.ts';
import { sha256 } from '../../src/engine/digest.ts';
import type { JournalEntry } from '../../src/ports/state-store.ts';
import { AMP_SCENES } from './amp-scenes.ts';
import { HUB_SCENES } from './hub-scenes.ts';
import { IMPORT_SCENES } from './import-scenes.ts';
import { LEGACY_SCENES } from './legacy-scenes.ts';
import type { Scene } from './scene.ts';
import { START_SCENES } from './start-scenes.ts';
import { STORE_SCENES } from './store-scenes.ts';
import { WORKBOOK_SCENES } from './workbook-scenes.ts';
import { commit, createInstalledWorld, createWorld, type World } from './world.ts';

const APPLY = 'homeamp apply --yes --amp-root ~/.ampdata/instances';
const ESSENTIALS = 'Minecraft/plugins/Essentials/config.yml';

/** Documents with commands, by path. */
export const SCENES: ReadonlyMap<string, Scene> = new Map<string, Scene>([
  ...HUB_SCENES,
  ...AMP_SCENES,
  ...STORE_SCENES,
  ...LEGACY_SCENES,
  ...IMPORT_SCENES,
  ...WORKBOOK_SCENES,
  ...START_SCENES,
  ['docs/runbooks/add-a-host.md', { begin: createInstalledWorld }],
  ['docs/repository.md', { begin: createWorld }],
  ['docs/configuration.md', { begin: applied }],
  ['docs/backups.md', { begin: applied }],
  [
    'docs/secrets.md',
    {
      begin: createInstalledWorld,
      // The second plan is the one of a host without an identity.
      before: [
        ['homeamp plan', () => undefined],
        ['homeamp plan', (world: World) => rmSync(join(world.state, 'age.key'))],
      ],
    },
  ],
  ['docs/new-plugin-versions.md', { begin: withUpdatedPlugin }],
  ['docs/runbooks/restore-a-file.md', { begin: () => edited('SMP01', 'cooldown: 5', 'cooldown: 60') }],
  [
    'docs/runbooks/look-for-drift.md',
    {
      begin: () => edited('SMP02', 'cooldown: 5', 'cooldown: 60'),
      before: new Map([['--instance SMP01', moveBoth]]),
    },
  ],
  [
    'docs/runbooks/apply-a-change.md',
    {
      begin: applied,
      before: new Map([
        ['--yes', (world: World) => world.startServer('HUB01')],
        ['--plan', (world: World) => world.stopServers()],
      ]),
    },
  ],
  ['docs/adopt.md', { begin: () => edited('SMP02', 'cooldown: 5', 'cooldown: 60') }],
  ['docs/runbooks/roll-back.md', { begin: applied }],
  [
    'docs/runbooks/after-a-crash.md',
    {
      begin: async () => cutOff(await applied(), { instance: 'SMP01', run: CRASHED, step: 'committing' }),
      before: new Map([
        ['--instance SMP02', (world: World) => freeze(world, 'SMP02', FROZEN)],
        ['--keep-files', (world: World) => freeze(world, 'HUB01', MENDED)],
      ]),
    },
  ],
  [
    'docs/runbooks/unreadable-file.md',
    { begin: () => edited('SMP01', 'teleport-delay', '\tteleport-delay') },
  ],
  ['docs/runbooks/add-a-plugin.md', { begin: withNewJar }],
  ['docs/runbooks/add-an-instance.md', { begin: withNewInstance }],
  ['docs/runbooks/too-big-a-change.md', { begin: withBigCommit }],
  ['docs/troubleshooting.md', { begin: applied }],
  ['README.md', { begin: applied }],
]);

const CRASHED = '20261122-213000-000-aaaaaa.2';
const FROZEN = '20261122-213000-000-bbbbbb.3';
const MENDED = '20261122-213000-000-cccccc.1';

async function applied(): Promise<World> {
  const world = await createInstalledWorld();
  const { code, output } = await world.run(APPLY);
  if (code !== 0) throw new Error(output);
  return world;
}

async function edited(instance: string, from: string, to: string): Promise<World> {
  const world = await applied();
  world.edit(world.live(`${instance}/${ESSENTIALS}`), from, to);
  return world;
}

/** The new version has started once on SMP01 and made its file. */
async function withUpdatedPlugin(): Promise<World> {
  const world = await createInstalledWorld();
  const text = 'teleport-cooldown: 5\nteleport-warmup: 0\nmax-homes: 5\nbed-is-home: true\n';
  world.write(world.live(`SMP01/${ESSENTIALS}`), text);
  return world;
}

async function withNewJar(): Promise<World> {
  const world = await applied();
  world.write(world.live('SMP01/Minecraft/plugins/ViaVersion-5.0.1.jar'), 'PK');
  return world;
}

async function withNewInstance(): Promise<World> {
  const world = await applied();
  world.write(world.live('SMP03/MinecraftModule.kvp'), '');
  world.write(
    world.live('SMP03/Minecraft/server.properties'),
    'motd=A Minecraft Server\nonline-mode=true\nview-distance=10\n',
  );
  world.write(world.live(`SMP03/${ESSENTIALS}`), 'teleport-cooldown: 0\nteleport-delay: 0\n');
  return world;
}

async function withBigCommit(): Promise<World> {
  const world = await applied();
  world.edit(join(world.repository, 'desired-state/baselines/Essentials.md'), 'delay: 3', 'delay: 1');
  await commit(world, 'Wait less');
  return world;
}

async function freeze(world: World, instance: string, run: string): Promise<void> {
  await cutOff(world, { instance, run, step: 'frozen' });
}

/** Git and an admin change the same key of SMP01. */
async function moveBoth(world: World): Promise<void> {
  world.edit(world.live(`SMP01/${ESSENTIALS}`), 'cooldown: 5', 'cooldown: 45');
  world.write(
    join(world.repository, 'desired-state/variables/instances/SMP01.yaml'),
    'overrides:\n  Essentials:\n    config.yml:\n      teleport-cooldown: 30\nreasons: { Essentials: fights are long }\n',
  );
  await commit(world, 'Wait longer');
}

interface CutOff {
  readonly instance: string;
  readonly run: string;
  readonly step: JournalEntry['step'];
}

/** Leaves the journal, the backups and the files as an apply does that is killed between two renames. */
async function cutOff(world: World, { instance, run, step }: CutOff): Promise<World> {
  const root = world.live(`${instance}/Minecraft`);
  const before = readFileSync(join(root, 'server.properties'));
  const after = Buffer.concat([before, Buffer.from('white-list=true\n')]);
  const state = await openState(world.state);
  await backUp(createLocalObjectStore(join(world.state, 'backups')), [before]);
  writeFileSync(join(root, 'server.properties'), after);
  const changed = { path: 'server.properties' as InstancePath, before: sha256(before), after: sha256(after) };
  const created = { path: 'bukkit.yml' as InstancePath, before: 'absent', after: sha256(after) };
  const meta = { mode: 0o644, uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  state.journal.write({
    id: run,
    step,
    instance: instanceIdOf('frost', instance),
    root,
    startedAt: Date.UTC(2026, 10, 22, 21, 30),
    files: (step === 'frozen' ? [changed] : [changed, created]).map((file, index) => ({
      ...file,
      ...meta,
      temporaryName: `.homeamp-${run}-${index}.tmp`,
    })),
    payload: '{}',
  });
  await state.close();
  return world;
}
