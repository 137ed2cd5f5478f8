import { closeSync, linkSync, mkdirSync, openSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openLiveFile } from '../../../../src/adapters/files/index.ts';
import { createJarReader } from '../../../../src/adapters/plugins/index.ts';
import { WindowReader } from '../../../../src/adapters/plugins/window-reader.ts';
import type { InstancePath } from '../../../../src/core/model/instance.ts';
import type { JarReading } from '../../../../src/ports/plugin-inventory.ts';
import { pluginJar, type ZipPart, zipBytes } from '../../../support/zip-bytes.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const reader = createJarReader(openLiveFile);
const YML = 'name: Chairs\nversion: 1.2.3\n';

function readAt(root: string, path: string): Promise<JarReading> {
  return reader.read(root, path as InstancePath);
}

async function readJar(bytes: Uint8Array): Promise<JarReading> {
  const root = temporaryFolder();
  writeFileSync(join(root, 'a.jar'), bytes);
  return readAt(root, 'a.jar');
}

function textsOf(reading: JarReading): Readonly<Record<string, string>> {
  if (reading.kind === 'unreadable') throw new Error(reading.reason);
  return Object.fromEntries([...reading.descriptors].map(([name, bytes]) => [name, String(bytes)]));
}

const withYml = (lies: Partial<ZipPart>) => zipBytes([{ name: 'plugin.yml', data: YML, ...lies }]);

describe('a jar', () => {
  it('gives the files that describe plugins, packed or stored, and nothing else', async () => {
    const bytes = zipBytes([
      { name: 'META-INF/MANIFEST.MF', data: 'Manifest-Version: 1.0' },
      { name: 'plugin.yml', data: YML },
      { name: 'velocity-plugin.json', data: '{"id":"chairs"}', stored: true },
      { name: 'lang/plugin.yml', data: 'name: other' },
      { name: 'Plugin.yml', data: 'name: other' },
      { name: 'config.yml', data: 'a: 1' },
    ]);
    expect(textsOf(await readJar(bytes))).toEqual({
      'plugin.yml': YML,
      'velocity-plugin.json': '{"id":"chairs"}',
    });
  });

  it('is read by its directory, however many and large the other files are', async () => {
    const classes = Array.from({ length: 12_000 }, (_, index) => ({
      name: `org/example/${index}.class`,
      data: 'x',
      stored: true,
    }));
    const filler = { name: 'data.bin', data: new Uint8Array(20 * 1024 * 1024), stored: true };
    const bytes = zipBytes([filler, ...classes, { name: 'plugin.yml', data: YML }], {
      comment: 'made by hand',
    });
    expect(textsOf(await readJar(bytes))).toEqual({ 'plugin.yml': YML });
  });

  it('describes nothing where none of the files is there', async () => {
    expect(textsOf(await readJar(zipBytes([{ name: 'a.txt', data: 'a' }])))).toEqual({});
    expect(textsOf(await readJar(zipBytes([])))).toEqual({});
  });

  it('may hold names that leave every folder: they are compared and never used', async () => {
    const bytes = zipBytes([
      { name: '../../etc/cron.d/evil', data: 'x' },
      { name: '/absolute', data: 'x' },
      { name: 'C:\\windows', data: 'x' },
      { name: '', data: 'x' },
      { name: '\xff\0plugin.yml', data: 'x' },
      { name: 'plugin.yml', data: YML },
    ]);
    expect(textsOf(await readJar(bytes))).toEqual({ 'plugin.yml': YML });
  });
});

describe('a jar that is not to be trusted', () => {
  const MIB = 1024 * 1024;
  const bomb = deflateRawSync(Buffer.alloc(200 * MIB));
  const cases: readonly (readonly [string, Uint8Array])[] = [
    ['is empty', new Uint8Array()],
    ['is no zip', Buffer.from('<html>404 Not Found</html>')],
    ['ends in its middle', pluginJar('Chairs').subarray(0, 150)],
    ['has a damaged directory', zipBytes([{ name: 'plugin.yml', data: YML }], { directoryOffset: 3 })],
    ['has its directory beyond its end', zipBytes([], { directoryOffset: 0xfffffff0, count: 1 })],
    ['says that it has more entries than it has', zipBytes([{ name: 'a', data: 'a' }], { count: 900 })],
    ['holds an encrypted plugin.yml', withYml({ flags: 1 })],
    ['is encrypted in the strong way', withYml({ flags: 0x41 })],
    ['packs plugin.yml in an unknown way', withYml({ method: 14 })],
    ['says that plugin.yml is huge', withYml({ saysSize: 900 * MIB })],
    ['says that what is stored is huge', withYml({ stored: true, saysSize: 5 * MIB, saysPacked: 5 * MIB })],
    ['unpacks to far more than it says', withYml({ packed: bomb, saysSize: 1000 })],
    ['unpacks to far more than it may', withYml({ packed: bomb, saysSize: MIB })],
    ['unpacks to less than it says', withYml({ saysSize: 5000 })],
    ['stores another size than it says', withYml({ stored: true, saysSize: 5000 })],
    ['holds damaged packed bytes', withYml({ packed: Buffer.from('not deflated at all') })],
    ['points outside of the file', withYml({ saysOffset: 0x7fffffff })],
    ['points at something else', withYml({ saysOffset: 10 })],
    ['has an extra field that is longer than it', withYml({ extra: Buffer.from([1, 0, 0xff, 0xff]) })],
    [
      'lacks the large sizes that it promises',
      withYml({ saysSize: 0xffffffff, extra: Buffer.from([1, 0, 0, 0]) }),
    ],
    ['says in the large form that it has endless entries', largeForm(2n ** 63n, 0n)],
    ['has the large form point nowhere', largeForm(1n, 2n ** 62n)],
    [
      'holds plugin.yml twice',
      zipBytes([
        { name: 'plugin.yml', data: YML },
        { name: 'plugin.yml', data: 'name: B' },
      ]),
    ],
  ];

  it.each(cases)('is unreadable, with a reason, when it %s', async (_, bytes) => {
    const reading = await readJar(bytes);
    expect(reading).toEqual({ kind: 'unreadable', reason: expect.stringMatching(/^it.{10,}/) });
  });

  it('can not make the reader read without end', async () => {
    const path = join(temporaryFolder(), 'a.jar');
    writeFileSync(path, pluginJar('Chairs'));
    const fd = openSync(path, 'r');
    const window = new WindowReader(fd, 10);
    const read = (length: number) =>
      new Promise<Error | null>((resolve) => window.read(Buffer.alloc(length), 0, length, 0, resolve));
    expect(await read(8)).toBeNull();
    expect(await read(3)).toBeInstanceOf(Error);
    closeSync(fd);
  });

  it('is not opened through links, as a folder or under several names', async () => {
    const root = temporaryFolder();
    const outside = temporaryFolder();
    mkdirSync(join(root, 'plugins'));
    mkdirSync(join(root, 'plugins/folder.jar'));
    writeFileSync(join(outside, 'a.jar'), pluginJar('Chairs'));
    symlinkSync(join(outside, 'a.jar'), join(root, 'plugins/link.jar'));
    linkSync(join(outside, 'a.jar'), join(root, 'plugins/twin.jar'));
    symlinkSync(outside, join(root, 'linked'));
    writeFileSync(join(outside, 'single.jar'), pluginJar('Chairs'));
    const reasons = new Map<string, string>();
    for (const path of [
      'plugins/folder.jar',
      'plugins/link.jar',
      'plugins/twin.jar',
      'linked/single.jar',
      'none.jar',
    ]) {
      const reading = await readAt(root, path);
      reasons.set(path, reading.kind === 'unreadable' ? reading.reason : 'read');
    }
    expect(reasons.get('plugins/folder.jar')).toContain('folder');
    expect(reasons.get('plugins/link.jar')).toContain('symbolic link');
    expect(reasons.get('plugins/twin.jar')).toContain('hard links');
    expect(reasons.get('linked/single.jar')).toContain('symbolic link');
    expect(reasons.get('none.jar')).toContain('not there');
  });
});

/** A zip whose end says that the large form counts. */
function largeForm(count: bigint, directoryOffset: bigint): Uint8Array {
  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeBigUInt64LE(count, 24);
  record.writeBigUInt64LE(count, 32);
  record.writeBigUInt64LE(directoryOffset, 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, zipBytes([], { count: 0xffff, directoryOffset: 0xffffffff })]);
}
