import { linkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { packTar } from 'modern-tar';
import { describe, expect, it } from 'vitest';
import { MistakeError } from '../../../../src/core/model/errors.ts';
import { createTree, importPlace, seenKeys, type Tree } from '../../../support/import-rig.ts';
import { pluginJar } from '../../../support/zip-bytes.ts';

const UUID = '0c5f7e1a-6f0b-4d0e-9a55-1b2c3d4e5f60';

/** A Paper server under AMP with one plugin. */
function server(name: string, port: number, cooldown = 5): Tree {
  const root = `${name}/Minecraft`;
  return {
    [`${name}/MinecraftModule.kvp`]: 'Minecraft.ServerType=Paper\n',
    [`${root}/server.properties`]: `#Mon Nov 23 10:00:00 UTC 2026\nserver-port=${port}\nmotd=Welcome to ${name}\nonline-mode=false\n`,
    [`${root}/plugins/EssentialsX-2.21.0.jar`]: pluginJar('Essentials', '2.21.0'),
    [`${root}/plugins/Essentials/config.yml`]: [
      '# How long to wait between two teleports.',
      `teleport-cooldown: ${cooldown}`,
      `server-name: ${name}`,
      'currency-symbol: "$"',
      '',
    ].join('\r\n'),
  };
}

describe('import live', () => {
  it('describes servers so that a plan on them is empty', async () => {
    const place = createTree({
      ...server('SMP01', 25565),
      ...server('SMP02', 25566),
      ...server('SMP03', 25567, 30),
    });
    const { proof, files, description, seen } = await importPlace(place);
    expect(proof).toEqual({ kind: 'empty', ownedKeys: 18, instances: 3 });
    expect(description.sizes.written).toBeLessThan(description.sizes.naive);
    expect(seen.instances.map(({ id, platform }) => [id, platform])).toEqual([
      ['frost/SMP01', 'paper'],
      ['frost/SMP02', 'paper'],
      ['frost/SMP03', 'paper'],
    ]);
    expect(files.get('desired-state/deployment-matrix.csv')).toContain('Essentials,x,x,x');
    expect(files.get('desired-state/baselines/Essentials.md')).toContain('teleport-cooldown: 5');
    expect(files.get('desired-state/baselines/Essentials.md')).toContain('How long to wait');
    expect(files.get('desired-state/variables/instances/SMP03.yaml')).toContain('teleport-cooldown: 30');
    expect(files.get('desired-state/plugins.yaml')).toContain('2.21.0');
  });

  it('finds one server in its own folder, one instance of AMP, and servers in an archive', async () => {
    const tree = server('SMP01', 25565);
    const dir = createTree(tree);
    expect((await importPlace(join(dir, 'SMP01'))).seen.instances.map(({ id }) => id)).toEqual([
      'frost/SMP01',
    ]);
    const own = await importPlace(join(dir, 'SMP01/Minecraft'), { name: 'LOBBY' });
    expect(own.seen.instances.map(({ id }) => id)).toEqual(['frost/LOBBY']);
    const entries = Object.entries(tree).map(([path, content]) => {
      const body = Buffer.from(content);
      return { header: { name: `backup/${path}`, size: body.length, type: 'file' as const }, body };
    });
    const archive = join(createTree({ 'all.tar': await packTar(entries) }), 'all.tar');
    const unpacked = await importPlace(archive);
    expect(unpacked.seen.instances.map(({ id }) => id)).toEqual(['frost/SMP01']);
    expect(unpacked.proof.ownedKeys).toBe(own.proof.ownedKeys);
  });

  it('lifts secrets out of what it writes', async () => {
    const plugins = 'SMP01/Minecraft/plugins/LuckPerms';
    const place = createTree({
      ...server('SMP01', 25565),
      [`${plugins}/config.yml`]:
        '# password: kept-in-a-comment\ndata:\n  password: do-not-show-me\n  address: 192.0.2.20\n',
      'SMP01/Minecraft/plugins/Plan/config.yml': 'Database:\n  Password: do-not-show-me\n',
    });
    const { files, description, guesses } = await importPlace(place);
    const all = [...files.values(), JSON.stringify(guesses)].join('\n');
    expect(all).not.toContain('do-not-show-me');
    expect(all).not.toContain('kept-in-a-comment');
    expect([...description.secrets.values()].map((secret) => secret.reveal())).toEqual(['do-not-show-me']);
  });

  it('leaves data, caches, backups and unused languages to the server, and takes what the admin wants all the same', async () => {
    const plugin = 'SMP01/Minecraft/plugins/Quests';
    const place = createTree({
      ...server('SMP01', 25565),
      [`${plugin}/config.yml`]: 'language: de\nx: 1\n',
      [`${plugin}/lang/de.yml`]: 'hello: Hallo\n',
      [`${plugin}/lang/en.yml`]: 'hello: Hello\n',
      [`${plugin}/userdata/${UUID}.yml`]: 'points: 1\n',
      [`${plugin}/players.yml`]: 'a: 1\n',
      [`${plugin}/progress.yml`]: `${UUID}: { done: 3 }\n`,
      [`${plugin}/spawn.yml`]: 'world: w\nx: 1.5\ny: 64.0\nz: 2.5\n',
      [`${plugin}/storage.yml`]: 'method: sqlite\n',
      [`${plugin}/items.yml`]: 'a:\n  ==: org.bukkit.inventory.ItemStack\n  v: 3\n',
      [`${plugin}/backups/config.yml`]: 'x: 1\n',
      [`${plugin}/config.old.yml`]: 'x: 1\n',
      [`${plugin}/config-example.yml`]: 'x: 1\n',
      [`${plugin}/notes.txt`]: 'x: 1\n',
      'SMP01/Minecraft/ops.json': '[]',
      'SMP01/Minecraft/usercache.json': '[]',
    });
    const plain = await importPlace(place);
    const quests = (keys: Readonly<Record<string, unknown>>) =>
      Object.keys(keys).filter((file) => file.startsWith('Quests:'));
    expect(quests(seenKeys(plain, 'SMP01'))).toEqual([
      'Quests:config.yml',
      'Quests:storage.yml',
      'Quests:lang/de.yml',
    ]);
    const kinds = plain.guesses
      .filter(({ subject }) => subject.startsWith('Quests:'))
      .map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(
      new Set(['player-data', 'saved-data', 'serialized-objects', 'backup', 'example', 'translation']),
    );
    const asked = await importPlace(place, {
      own: ['Quests:players.yml', 'Quests:back*'],
      leave: ['Quests:storage.yml'],
    });
    expect(quests(seenKeys(asked, 'SMP01'))).toEqual([
      'Quests:config.yml',
      'Quests:players.yml',
      'Quests:backups/config.yml',
      'Quests:lang/de.yml',
    ]);
  });

  it('leaves a plugin with a broken file out of that server alone', async () => {
    const place = createTree({
      ...server('SMP01', 25565),
      ...server('SMP02', 25566),
      'SMP02/Minecraft/plugins/Essentials/config.yml': 'a: @broken\n',
    });
    const { guesses, files } = await importPlace(place);
    expect(guesses.map(({ kind }) => kind)).toContain('unreadable-file');
    expect(files.get('desired-state/deployment-matrix.csv')).toContain('Essentials,x,\n');
  });

  it('follows no link and takes no file with a second name', async () => {
    const place = createTree({ ...server('SMP01', 25565), 'outside/config.yml': 'a: 1\n' });
    const plugins = join(place, 'SMP01/Minecraft/plugins');
    symlinkSync(join(place, 'outside'), join(plugins, 'Linked'));
    symlinkSync(join(place, 'outside/config.yml'), join(plugins, 'Essentials/linked.yml'));
    linkSync(join(place, 'outside/config.yml'), join(plugins, 'Essentials/hard.yml'));
    const imported = await importPlace(place);
    expect(Object.keys(seenKeys(imported, 'SMP01'))).toEqual([
      'server-properties:server.properties',
      'Essentials:config.yml',
    ]);
    expect(imported.guesses.filter(({ kind }) => kind === 'links')).toHaveLength(3);
  });

  it('leaves what the repository could only have as a mistake to the servers', async () => {
    const odd = (name: string, port: number, block: string): Tree => ({
      ...server(name, port),
      [`${name}/Minecraft/plugins/Odd/config.yml`]: block,
    });
    const place = createTree({
      ...odd('SMP01', 25565, 'type: 1\nshape: 5\nweb: { port: 8080 }\n'),
      ...odd('SMP02', 25565, 'type: "1"\nshape: { a: 1 }\nweb: { port: 8080 }\n'),
    });
    const { proof, guesses } = await importPlace(place);
    expect(proof.kind).toBe('empty');
    expect(guesses.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['type-differs', 'shape-differs', 'port-shared']),
    );
  });

  it('comes through files that are written to be misunderstood', async () => {
    const odd = [
      'reference: "{{SERVER_PORT}} and {{secret:NAME}}"',
      'escaped: "\\\\{{NAME}}"',
      'absent: "!absent"',
      'player: "{{player}}"',
      '"a.b": { c: 1 }',
      '"fence\\n```\\n": "```"',
      'lines: "one\\n```yaml config.yml\\ntwo"',
      'yes: on',
      '5: five',
      'date: 2024-01-01',
      'time: 12:30',
      'octal: 0777',
      'big: 123456789012345678901234567890',
      'infinite: .inf',
      'binary: !!binary aGVsbG8=',
      'private: "\\uFDD0 \\U0010FFF0"',
      'lone: "\\uDC80"',
      'nul: "a\\0b"',
      'list: [[1, {a: 2}], "x", null, "{{NAME}}"]',
      'map: { "x y": { "z: w": 1 } }',
      'empty: {}',
      'blank: ""',
      'nothing:',
      'space: " x "',
      `long: ${'x'.repeat(5000)}`,
      '---',
    ].join('\n');
    const place = createTree({
      ...server('SMP01', 25565),
      'SMP01/Minecraft/plugins/Odd/config.yml': `\uFEFF${odd.replace('\n---', '')}\n`,
      'SMP01/Minecraft/plugins/Odd/bytes.yml': Uint8Array.of(
        ...Buffer.from('a: "'),
        0xff,
        0xfe,
        ...Buffer.from('"\nb: 1\n'),
      ),
      'SMP01/Minecraft/plugins/Odd/two.yml': odd,
      'SMP01/Minecraft/plugins/Odd/odd.properties':
        'a\\ b=\\u00e9\\\n  c\nkey with=space\n=empty\nx={{NAME}}\n',
      'SMP01/Minecraft/plugins/Odd/odd.toml':
        'a = 1979-05-27\n"b.c" = 1\n[x.y]\nz = "{{NAME}}"\n[[t]]\na = 1\n',
      'SMP01/Minecraft/plugins/Odd/odd.json': '{"a": {"b": "{{NAME}}"}, "": 1, "l": [], "c.d": null}',
      'SMP01/Minecraft/plugins/Odd/list.json': '[1, 2]',
      'SMP01/Minecraft/plugins/Odd/odd.conf': 'a = \u0024{?NOTHING}\nb { c = [1, "{{NAME}}"] }\n"d.e" = 1\n',
    });
    const imported = await importPlace(place);
    const keys = Object.values(seenKeys(imported, 'SMP01')).flat();
    expect(keys).toEqual(expect.arrayContaining(['a.b.c', 'lone', 'nul', 'fence\n```\n', 'x.y.z', 'd.e']));
    // A value with characters that homeamp keeps to itself is the one that can't be written down.
    expect(imported.proof.ownedKeys).toBe(keys.length - 1);
  });

  it('writes controllers and what is no server down as not managed', async () => {
    const place = createTree({
      ...server('SMP01', 25565),
      'ADS01/ADSModule.kvp': 'x=1\n',
      'EMPTY01/GenericModule.kvp': 'App.BaseDirectory=./app\n',
    });
    const { seen, files } = await importPlace(place);
    expect(seen.instances.map(({ name, managed }) => [name, managed])).toEqual([
      ['ADS01', false],
      ['EMPTY01', false],
      ['SMP01', true],
    ]);
    expect(files.get('desired-state/fleet.yaml')).toContain('managed: false');
  });

  it('refuses places without servers and groups of instances that are not there', async () => {
    await expect(importPlace(createTree({ 'notes/readme.txt': 'x' }))).rejects.toBeInstanceOf(MistakeError);
    await expect(importPlace('/no/such/folder')).rejects.toBeInstanceOf(MistakeError);
    const groups = new Map([['smp', ['SMP09']]]);
    const place = createTree(server('SMP01', 25565));
    await expect(importPlace(place, { groups })).rejects.toBeInstanceOf(MistakeError);
  });
});
