import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createLocalObjectStore,
  createSpool,
  createSpoolQueue,
} from '../../../../src/adapters/object-store/index.ts';
import { temporaryFolder } from '../temporary-folder.ts';

/** Two folders, and a queue of what has to get from one to the other. */
function rig(bounds: { readonly entries: number; readonly bytes: number } | undefined) {
  const dir = temporaryFolder();
  let time = 1000;
  const queue = createSpoolQueue(join(dir, 'spool'), () => (time += 1));
  const [local, remote] = ['local', 'remote'].map((name) => createLocalObjectStore(join(dir, name)));
  if (local === undefined || remote === undefined) throw new Error('two folders');
  const said: string[] = [];
  const say = (message: string) => void said.push(message);
  const log = { info: say, warn: say, error: say };
  const name = bounds === undefined ? ('backups' as const) : ('reports' as const);
  const lane = { name, queue, local, remote, bounds };
  const spool = createSpool({
    lanes: [lane],
    log,
    now: () => performance.now(),
    round: { millis: 5_000, objects: 8 },
  });
  const add = async (key: string, text: string) => {
    await local.put(key, Buffer.from(text));
    queue.add('put', key, text.length);
  };
  return { dir, queue, local, remote, spool, said, add };
}

describe('what waits for a store', () => {
  it('is one entry for a key, the last word, and keeps its place among the others', async () => {
    const { queue, add } = rig(undefined);
    await add('a', '1');
    await add('b', '1');
    await add('a', '2');
    expect(queue.entries().map((entry) => queue.keyOf(entry))).toEqual(['b', 'a']);
    queue.add('delete', 'b', 0);
    expect(queue.waitsFor('b')).toBe('delete');
    queue.drop('b');
    expect(queue.waitsFor('b')).toBeUndefined();
    expect(queue.waitsFor('a')).toBe('put');
  });

  it('drops the oldest reports when too many or too large ones wait, and says so', async () => {
    const many = rig({ entries: 3, bytes: 1000 });
    for (const key of ['a', 'b', 'c', 'd', 'e']) await many.add(key, 'x');
    expect(await many.spool.flush()).toEqual({ sent: 3, left: 0 });
    expect(await many.remote.list('')).toEqual(['c', 'd', 'e']);
    expect(await many.local.list('')).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(many.said).toEqual([expect.stringMatching(/oldest reports/)]);
    const large = rig({ entries: 100, bytes: 10 });
    for (const key of ['a', 'b', 'c']) await large.add(key, '12345');
    await large.spool.flush();
    expect(await large.remote.list('')).toEqual(['b', 'c']);
  });

  it('drops no backup, however many wait, and hands over a bounded number in a round', async () => {
    const { spool, add, remote } = rig(undefined);
    for (let index = 0; index < 11; index += 1) await add(`many/${index}`, 'x');
    expect(await spool.flush()).toEqual({ sent: 8, left: 3 });
    expect(await spool.flush()).toEqual({ sent: 3, left: 0 });
    expect(await remote.list('')).toHaveLength(11);
  });

  it('passes over strange files in its folder, and never takes one for a path', async () => {
    const { dir, queue, spool, add, remote } = rig(undefined);
    await add('good', 'x');
    const [real = ''] = readdirSync(join(dir, 'spool'));
    const forged = real.replace(/^.{40}/, 'f'.repeat(40));
    writeFileSync(join(dir, 'spool', forged), '../../etc/passwd');
    writeFileSync(join(dir, 'spool', 'note.txt'), 'hello');
    writeFileSync(join(dir, 'spool', `.${real}`), 'half written');
    expect(queue.entries()).toHaveLength(2);
    await spool.flush();
    expect(await remote.list('')).toEqual(['good']);
    expect(spool.pending()).toBe(0);
  });

  it('is kept where only its owner looks', async () => {
    const { dir, add } = rig(undefined);
    await add('a', 'x');
    expect(statSync(join(dir, 'spool')).mode & 0o777).toBe(0o700);
    const [name = ''] = readdirSync(join(dir, 'spool'));
    expect(statSync(join(dir, 'spool', name)).mode & 0o777).toBe(0o600);
  });

  it('can’t stop the agent when its own folder can’t be used', async () => {
    const { dir, spool, said } = rig(undefined);
    writeFileSync(join(dir, 'spool'), 'a file');
    chmodSync(join(dir, 'spool'), 0o600);
    expect(await spool.flush()).toEqual({ sent: 0, left: 0 });
    expect(said.length).toBeLessThan(2);
  });
});
