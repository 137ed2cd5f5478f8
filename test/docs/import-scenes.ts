import { writeFileSync } from 'node:fs';
import { pluginJar } from '../support/zip-bytes.ts';
import type { Scene } from './scene.ts';
import { createWorld, type World } from './world.ts';

/** The document about importing servers: three that grew by hand, and no repository. */
export const IMPORT_SCENES: readonly (readonly [string, Scene])[] = [
  ['docs/import.md', { begin: withGrownServers }],
];

const SERVERS = ['HUB01', 'SMP01', 'SMP02'];

function withGrownServers(): World {
  const world = createWorld();
  for (const [index, server] of SERVERS.entries()) {
    const root = `${server}/Minecraft`;
    const at = (path: string) => world.live(`${root}/${path}`);
    world.write(world.live(`${server}/MinecraftModule.kvp`), 'Minecraft.ServerType=Paper\n');
    world.write(
      at('server.properties'),
      `online-mode=false\nserver-port=${25565 + index}\nview-distance=10\n`,
    );
    world.write(at('plugins/Essentials/config.yml'), essentials(server));
    world.write(at('plugins/Essentials/userdata/8667ba71-b85a-4004-af54-457a9734eed7.yml'), 'money: 10\n');
    world.write(at('plugins/Plan/config.yml'), plan(server, index));
    writeFileSync(at('plugins/EssentialsX-2.21.0.jar'), pluginJar('Essentials', '2.21.0'));
    writeFileSync(at('plugins/Plan-5.6.jar'), pluginJar('Plan', '5.6'));
  }
  return world;
}

function essentials(server: string): string {
  const cooldown = server === 'HUB01' ? 0 : 5;
  return `# Seconds between two teleports.\nteleport-cooldown: ${cooldown}\nteleport-delay: 0\nmax-homes: 3\nnickname-prefix: '~'\n`;
}

function plan(server: string, index: number): string {
  return [
    'Server:',
    `  ServerName: ${server}`,
    'Database:',
    '  MySQL:',
    '    Host: 192.0.2.20',
    '    Password: example',
    'Webserver:',
    `  Port: ${31565 + index}`,
    '',
  ].join('\n');
}
