import { renameSync, rmSync } from 'node:fs';
import type { Scene } from './scene.ts';
import { createWorld, type World } from './world.ts';

/** The document about the first steps: servers that AMP knows, and an empty folder. */
export const START_SCENES: readonly (readonly [string, Scene])[] = [
  ['docs/getting-started.md', { begin: withOwnServers }],
];

function withOwnServers(): World {
  const world = createWorld();
  renameSync(world.live('HUB01'), world.live('DEV01'));
  rmSync(world.live('SMP02'), { recursive: true });
  for (const server of ['DEV01', 'SMP01']) {
    world.write(world.live(`${server}/MinecraftModule.kvp`), 'Minecraft.ServerType=Paper\n');
  }
  world.write(world.live('ADS01/ADSModule.kvp'), '');
  world.write(world.live('DEV01/Minecraft/plugins/Essentials/motd.txt'), '&6Welcome, {PLAYER}&6!\n');
  return world;
}
