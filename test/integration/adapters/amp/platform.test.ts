import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLocalInstances } from '../../../../src/adapters/amp/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** What one instance with these files is found to be. */
function platformOf(files: Readonly<Record<string, string>>): string | undefined {
  const dir = join(temporaryFolder(), 'instances');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, 'A', path)), { recursive: true });
    writeFileSync(join(dir, 'A', path), text);
  }
  return createLocalInstances(dir).list()[0]?.platform;
}

const typed = (type: string, more: Readonly<Record<string, string>> = {}) =>
  platformOf({
    'MinecraftModule.kvp': `# AMP\nMinecraft.ServerType=${type}\n`,
    'Minecraft/eula.txt': '',
    ...more,
  });

describe('the platform of an instance', () => {
  it.each([
    ['Paper', 'paper'],
    ['purpur', 'paper'],
    ['Folia', 'paper'],
    ['Spigot', 'paper'],
    ['Pufferfish', 'paper'],
    ['Velocity', 'velocity'],
    ['Waterfall', 'bungeecord'],
    ['BungeeCord', 'bungeecord'],
    ['Fabric', 'fabric'],
    ['NeoForge', 'forge'],
    ['Official', undefined],
    ['42', undefined],
    ['constructor', undefined],
  ])("is what AMP's server type %s says: %s", (type, platform) => {
    expect(typed(type)).toBe(platform);
  });

  it("is what a generic application's template is called", () => {
    const generic = (name: string) =>
      platformOf({
        'GenericModule.kvp': `Meta.DisplayName=${name}\nApp.BaseDirectory=./app/\n`,
        'app/config.yml': '',
      });
    expect(generic('Geyser')).toBe('geyser');
    expect(generic('Velocity')).toBe('velocity');
    expect(generic('Abiotic Factor')).toBeUndefined();
  });

  it.each([
    ['velocity.toml', 'velocity'],
    ['config/paper-global.yml', 'paper'],
    ['waterfall.yml', 'bungeecord'],
    ['server.properties', undefined],
  ])('is told by %s where no setting tells it', (file, platform) => {
    expect(platformOf({ 'MinecraftModule.kvp': '', [`Minecraft/${file}`]: '' })).toBe(platform);
    expect(platformOf({ [`Minecraft/${file}`]: '' })).toBe(platform);
  });

  it('is not known where the signs contradict each other, or AMP names a type that says nothing', () => {
    expect(typed('Paper', { 'Minecraft/velocity.toml': '' })).toBeUndefined();
    expect(typed('Custom', { 'Minecraft/velocity.toml': '' })).toBeUndefined();
    expect(
      platformOf({ 'Minecraft/velocity.toml': '', 'Minecraft/config/paper-global.yml': '' }),
    ).toBeUndefined();
    expect(typed('Paper', { 'Minecraft/config/paper-global.yml': '' })).toBe('paper');
  });

  it('of a controller is that of a controller', () => {
    expect(platformOf({ 'ADSModule.kvp': '', 'Minecraft/velocity.toml': '' })).toBe('ads');
  });
});
