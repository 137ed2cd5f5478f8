import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createLocalInstances } from '../../../../src/adapters/amp/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const ID = '0a1b2c3d-0000-4000-8000-00000000c0de';

/** AMP's data folder with these files below `instances/`, and its registry. */
function dataFolder(
  files: readonly string[],
  registry: unknown,
): { readonly dir: string; readonly json: string } {
  const data = temporaryFolder();
  const dir = join(data, 'instances');
  mkdirSync(dir);
  for (const path of files) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), '');
  }
  const json = join(data, 'instances.json');
  if (registry !== undefined)
    writeFileSync(json, typeof registry === 'string' ? registry : JSON.stringify(registry));
  return { dir, json };
}

function lookAt(files: readonly string[], registry: unknown) {
  const locals = createLocalInstances(dataFolder(files, registry).dir);
  return { list: locals.list(), troubles: locals.troubles() };
}

const GAME = ['DEV01/MinecraftModule.kvp', 'DEV01/Minecraft/server.properties'];

describe("AMP's registry of instances", () => {
  it('tells what AMP knows of an instance, and which module it has', () => {
    const { list, troubles } = lookAt(
      ['DEV01/Minecraft/x', 'ODD01/x'],
      [
        {
          InstanceID: ID,
          InstanceName: 'DEV01',
          FriendlyName: 'Development',
          Module: 'Minecraft',
          Daemon: true,
          DaemonAutostart: false,
          IsContainerInstance: false,
          Suspended: false,
          Path: '/home/amp/.ampdata/instances/DEV01/',
          DeploymentArgs: { 'MinecraftModule.Minecraft.PortNumber': '25565' },
        },
        {
          InstanceName: 'ODD01',
          Module: 'RustModule',
          FriendlyName: 7,
          Daemon: 'yes',
          InstanceID: '../../x',
        },
      ],
    );
    expect(troubles).toEqual([]);
    expect(list).toMatchObject([
      {
        folder: 'DEV01',
        module: 'minecraft',
        root: { kind: 'found' },
        amp: {
          instanceId: ID,
          instanceName: 'DEV01',
          friendlyName: 'Development',
          daemon: true,
          startsOnBoot: false,
          container: false,
          suspended: false,
        },
      },
      {
        folder: 'ODD01',
        module: 'unknown',
        amp: { instanceId: undefined, instanceName: 'ODD01', friendlyName: undefined, daemon: undefined },
      },
    ]);
  });

  it.each([
    ['a list', [{ InstanceName: 'DEV01', Daemon: true }]],
    ['a wrapped list', { result: [{ InstanceName: 'DEV01', Daemon: true }], Version: 3 }],
    ['a map by id', { Instances: { [ID]: { InstanceName: 'DEV01', Daemon: true } } }],
    [
      'targets with lists',
      [{ Id: 1, AvailableInstances: [null, 4, { InstanceName: 'DEV01', Daemon: true }] }],
    ],
    ['a text with a byte order mark', `\ufeff${JSON.stringify([{ InstanceName: 'DEV01', Daemon: true }])}`],
  ])('is read as %s', (_, registry) => {
    const { list, troubles } = lookAt(GAME, registry);
    expect(list).toMatchObject([{ folder: 'DEV01', amp: { daemon: true } }]);
    expect(troubles).toEqual([]);
  });

  it('joins by the name of the path where no folder has the name of the instance', () => {
    const { list } = lookAt(
      ['OLD01/Minecraft/x', 'B/x'],
      [
        { InstanceName: 'NEW01', Path: '/somewhere/instances/OLD01' },
        { InstanceName: 'B', Path: '/somewhere/instances/OLD01' },
        { InstanceName: 'C', Path: 'C:\\AMP\\instances\\B' },
      ],
    );
    expect(list.map(({ folder, root, amp }) => [folder, root.kind, amp?.instanceName])).toEqual([
      ['B', 'found', 'B'],
      ['C', 'absent', 'C'],
      ['OLD01', 'found', 'NEW01'],
    ]);
  });

  it('tells of instances whose folder is not there', () => {
    const { list } = lookAt(GAME, [
      { InstanceName: 'DEV01' },
      { InstanceName: 'GONE01', Module: 'Minecraft', FriendlyName: 'Gone' },
    ]);
    expect(list[1]).toMatchObject({
      folder: 'GONE01',
      module: 'minecraft',
      root: { kind: 'absent' },
      platform: undefined,
      amp: { friendlyName: 'Gone' },
    });
  });

  it('never makes a controller anything else, whoever says that it is one', () => {
    const { list } = lookAt(
      ['ADS01/ADSModule.kvp', 'Main/x'],
      [
        { InstanceName: 'ADS01', Module: 'Minecraft' },
        { InstanceName: 'Main', Module: 'ADS' },
      ],
    );
    expect(list.map(({ folder, module }) => [folder, module])).toEqual([
      ['ADS01', 'controller'],
      ['Main', 'controller'],
    ]);
  });

  it('leaves out entries with bad or equal names, and says so', () => {
    const bad = ['../../etc', '', 'a/b', '.', 5, null, 'x'.repeat(65), 'DEV 01'];
    const { list, troubles } = lookAt(GAME, [
      ...bad.map((InstanceName) => ({ InstanceName })),
      { InstanceName: 'DEV01', FriendlyName: 'first' },
      { InstanceName: 'DEV01', FriendlyName: 'second' },
    ]);
    expect(list).toMatchObject([{ folder: 'DEV01', amp: { friendlyName: 'first' } }]);
    expect(troubles).toHaveLength(bad.length + 1);
    expect(troubles[0]).toContain('"../../etc"');
    expect(troubles.at(-1)).toContain('same name');
  });

  it.each([
    ['no JSON', '{"InstanceName": '],
    ['JSON without instances', { hello: ['world'] }],
    ['a number', 7],
    ['nested without end', '['.repeat(100_000)],
    ['nested deeply, and closed', '['.repeat(50_000) + ']'.repeat(50_000)],
    ['larger than 8 MiB', JSON.stringify([{ InstanceName: 'DEV01', x: 'x'.repeat(8 * 1024 * 1024) }])],
  ])('is left aside when it is %s, and marker files tell', (_, registry) => {
    const { list, troubles } = lookAt(GAME, registry);
    expect(list).toMatchObject([{ folder: 'DEV01', module: 'minecraft', amp: undefined }]);
    expect(troubles).toEqual([expect.stringContaining('instances.json')]);
  });

  it('is not read through a link or from a folder', () => {
    const elsewhere = join(temporaryFolder(), 'x.json');
    writeFileSync(elsewhere, JSON.stringify([{ InstanceName: 'DEV01', Daemon: true }]));
    const linked = dataFolder(GAME, undefined);
    symlinkSync(elsewhere, linked.json);
    const folder = dataFolder(GAME, undefined);
    mkdirSync(folder.json);
    for (const { dir } of [linked, folder]) {
      const locals = createLocalInstances(dir);
      expect(locals.list()).toMatchObject([{ folder: 'DEV01', amp: undefined }]);
      expect(locals.troubles()).toHaveLength(1);
    }
  });

  it('may be empty or missing without a word', () => {
    for (const registry of [[], undefined]) {
      const { list, troubles } = lookAt(GAME, registry);
      expect(list).toMatchObject([{ folder: 'DEV01', amp: undefined }]);
      expect(troubles).toEqual([]);
    }
  });

  it('says nothing of folders that may not be used, save what AMP knows', () => {
    const { dir } = dataFolder(['DEV01/Minecraft/x'], [{ InstanceName: 'LINK01', Module: 'Minecraft' }]);
    symlinkSync(join(dir, 'DEV01'), join(dir, 'LINK01'));
    expect(createLocalInstances(dir).list()[1]).toMatchObject({
      folder: 'LINK01',
      module: 'minecraft',
      root: { kind: 'refused' },
      amp: { instanceName: 'LINK01' },
    });
  });
});
