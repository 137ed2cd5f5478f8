import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { openState } from '../../../src/adapters/state/index.ts';
import type { InstancePath } from '../../../src/core/model/instance.ts';
import { listJars, type PluginHost } from '../../../src/engine/plugins/list-jars.ts';
import { createHostRig, type HostRig } from '../../support/host-rig.ts';
import { pluginJar } from '../../support/zip-bytes.ts';

let rig: HostRig;
afterEach(() => rig.dispose());

/** Later than the grain of any file system's clock. */
const LATER = { now: () => Date.now() + 10_000 };

/** The rig's host, and the jars that were opened. */
function watched(clock = LATER): { readonly host: PluginHost; readonly opened: InstancePath[] } {
  const opened: InstancePath[] = [];
  const { jars } = rig.host;
  const read: typeof jars.read = (root, jar) => {
    opened.push(jar);
    return jars.read(root, jar);
  };
  return { host: { ...rig.host, jars: { read }, clock }, opened };
}

async function namesIn(host: PluginHost): Promise<readonly (readonly [string, string])[]> {
  return (await listJars(host, rig.root)).map(({ jar, content }) => [
    jar,
    content.kind === 'plugin' ? (content.descriptions[0]?.name ?? '') : content.kind,
  ]);
}

describe('the jars of an instance', () => {
  it('are those of its plugins folder alone, described by what they say', async () => {
    rig = await createHostRig({
      'plugins/b.jar': pluginJar('Chairs'),
      'plugins/A.JAR': pluginJar('Tables'),
      'plugins/broken.jar': 'no zip',
      'plugins/readme.txt': '',
      'plugins/Chairs/libs/c.jar': pluginJar('Inner'),
      'plugins/odd:name.jar': pluginJar('Odd'),
      'server.jar': pluginJar('Server'),
    });
    mkdirSync(join(rig.root, 'plugins/folder.jar'));
    symlinkSync(join(rig.root, 'server.jar'), join(rig.root, 'plugins/link.jar'));
    expect(await namesIn(watched().host)).toEqual([
      ['A.JAR', 'Tables'],
      ['b.jar', 'Chairs'],
      ['broken.jar', 'unreadable'],
      ['folder.jar', 'unreadable'],
      ['link.jar', 'unreadable'],
      ['odd:name.jar', 'unreadable'],
    ]);
  });

  it('are looked into up to a thousand; the rest is told', async () => {
    const names = Array.from({ length: 1001 }, (_, index) => `plugins/${String(index).padStart(4, '0')}.jar`);
    rig = await createHostRig(Object.fromEntries(names.map((name) => [name, ''])));
    const { host, opened } = watched();
    const jars = await listJars(host, rig.root);
    expect([jars.length, opened.length]).toEqual([1001, 1000]);
    expect(jars.at(-1)).toMatchObject({ jar: '1000.jar', content: { kind: 'unreadable' } });
  });

  it('are none where there is no such folder', async () => {
    rig = await createHostRig({ 'eula.txt': '' });
    expect(await namesIn(watched().host)).toEqual([]);
  });

  it('are opened once while they do not move, also by another process', async () => {
    rig = await createHostRig({
      'plugins/a.jar': pluginJar('Chairs'),
      'plugins/b.jar': pluginJar('Tables'),
      'plugins/broken.jar': 'no zip',
    });
    const first = watched();
    const names = await namesIn(first.host);
    expect(first.opened).toHaveLength(3);
    await new Promise((resolve) => setImmediate(resolve));
    const state = await openState(join(rig.dir, 'state'));
    const second = watched();
    expect(await namesIn({ ...second.host, knownJars: state.knownJars })).toEqual(names);
    expect(second.opened).toEqual([]);
    await state.close();
  });

  it('are opened again when they were replaced, and forgotten when they went', async () => {
    rig = await createHostRig({ 'plugins/a.jar': pluginJar('Chairs'), 'plugins/b.jar': pluginJar('Tables') });
    await namesIn(watched().host);
    writeFileSync(join(rig.root, 'new'), pluginJar('Stools'));
    renameSync(join(rig.root, 'new'), join(rig.root, 'plugins/a.jar'));
    const second = watched();
    expect(await namesIn(second.host)).toEqual([
      ['a.jar', 'Stools'],
      ['b.jar', 'Tables'],
    ]);
    expect(second.opened).toEqual(['plugins/a.jar']);
    rmSync(join(rig.root, 'plugins/b.jar'));
    const third = watched();
    expect(await namesIn(third.host)).toEqual([['a.jar', 'Stools']]);
    expect(rig.host.knownJars.get(rig.root).size).toBe(1);
    expect(third.opened).toEqual([]);
  });

  it('are opened again while they are so new that they could change unseen', async () => {
    rig = await createHostRig({ 'plugins/a.jar': pluginJar('Chairs') });
    const now = { now: () => Date.now() };
    await namesIn(watched(now).host);
    const second = watched(now);
    await namesIn(second.host);
    expect(second.opened).toHaveLength(1);
  });
});
