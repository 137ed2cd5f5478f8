import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNoForge } from '../../../../src/adapters/forge/index.ts';
import { MistakeError } from '../../../../src/core/model/errors.ts';
import type { Forge } from '../../../../src/ports/forge.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { shaOf } from './github-rig.ts';

const SHA = shaOf('a'.repeat(40));
const NOON = Date.UTC(2026, 4, 1, 12);
const drift = (body: string) => ({ title: 'Drift', body, isOpen: true });

function start(folder = join(temporaryFolder(), 'published')): {
  readonly folder: string;
  readonly forge: Forge;
} {
  return { folder, forge: createNoForge({ folder, now: () => NOON }) };
}

describe('a host without a forge', () => {
  it('has no changes, nobody who may write, no teams and no annotations, and writes nothing for that', async () => {
    const { forge, folder } = start();
    expect(await forge.changes.listOpen('main')).toEqual([]);
    expect(await forge.changes.ofCommit(SHA)).toEqual([]);
    expect(await forge.changes.reviewsOf(1)).toEqual([]);
    expect(await forge.people.mayWrite('ada')).toBe(false);
    await expect(forge.people.membersOf('@acme/admins')).rejects.toThrow(MistakeError);
    expect(await forge.annotations.publish(SHA, 'homeamp', [])).toBe(false);
    expect(await forge.posts.find({ kind: 'drift' }, '')).toEqual([]);
    const change = {
      branch: 'b',
      base: 'main',
      from: SHA,
      title: '',
      body: '',
      files: new Map<string, string>(),
    };
    await expect(forge.proposals.ensureOpen(change)).rejects.toThrow(MistakeError);
    expect(forge.proposals.addressOf('main', { file: 'a', line: 1 })).toBeUndefined();
    expect(existsSync(folder)).toBe(false);
  });

  it('lets an administrator read the drift as Markdown while there is some', async () => {
    const { forge, folder } = start();
    const post = await forge.posts.create({ kind: 'drift' }, drift('- lobby: motd'));
    expect(readFileSync(join(folder, 'drift.md'), 'utf8')).toBe('# Drift\n\n- lobby: motd\n');
    await forge.posts.update(post, drift('- lobby: max-players'));
    expect(readFileSync(join(folder, 'drift.md'), 'utf8')).toContain('max-players');
    await forge.posts.remove(post);
    expect(existsSync(join(folder, 'drift.md'))).toBe(false);
  });

  it('remembers across a restart, in files that only their owner reads', async () => {
    const { forge, folder } = start();
    await forge.statuses.set(SHA, 'homeamp/a', { state: 'success', description: 'fine' });
    const post = await forge.posts.create({ kind: 'drift' }, drift('x'));
    const deployment = await forge.deployments.create(SHA, 'canary');
    const again = start(folder).forge;
    expect(await again.statuses.latest(SHA, 'homeamp/a')).toEqual({ state: 'success', description: 'fine' });
    expect(await again.posts.find({ kind: 'drift' }, 'x')).toEqual([post]);
    expect(await again.deployments.of(SHA)).toEqual([deployment]);
    expect(readdirSync(folder).sort()).toEqual([
      'deployments.json',
      'drift.md',
      'posts.json',
      'statuses.json',
    ]);
    for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'statuses.json'), 'utf8')).toContain('2026-05-01T12:00:00.000Z');
  });

  it('keeps the statuses of the last 200 commits', async () => {
    const { forge } = start();
    const sha = (number: number) => shaOf(number.toString(16).padStart(40, '0'));
    for (let number = 0; number < 201; number += 1) {
      await forge.statuses.set(sha(number), 'homeamp/a', { state: 'success', description: String(number) });
      await forge.statuses.set(sha(1), 'homeamp/a', { state: 'pending', description: 'used again' });
    }
    expect(await forge.statuses.latest(sha(0), 'homeamp/a')).toBeUndefined();
    expect(await forge.statuses.latest(sha(1), 'homeamp/a')).toMatchObject({ description: 'used again' });
    expect(await forge.statuses.latest(sha(200), 'homeamp/a')).toMatchObject({ description: '200' });
  });

  it('begins anew where a file is damaged', async () => {
    const { forge, folder } = start();
    mkdirSync(folder);
    for (const text of ['', '{', '[1]', '{"__proto__": []}', '[{"commit": 5}]']) {
      writeFileSync(join(folder, 'statuses.json'), text);
      expect(await forge.statuses.latest(SHA, 'homeamp/a'), text).toBeUndefined();
      await forge.statuses.set(SHA, 'homeamp/a', { state: 'error', description: text });
      expect(await forge.statuses.latest(SHA, 'homeamp/a')).toEqual({ state: 'error', description: text });
    }
  });

  it('replaces a link that somebody planted instead of writing through it', async () => {
    const { forge, folder } = start();
    const outside = join(temporaryFolder(), 'outside');
    writeFileSync(outside, 'untouched');
    mkdirSync(folder);
    for (const name of ['drift.md', 'drift.md.partial']) symlinkSync(outside, join(folder, name));
    await forge.posts.create({ kind: 'drift' }, drift('x'));
    expect(readFileSync(outside, 'utf8')).toBe('untouched');
    expect(readFileSync(join(folder, 'drift.md'), 'utf8')).toContain('x');
  });

  it('says what to do when the folder is no folder', async () => {
    const folder = join(temporaryFolder(), 'published');
    writeFileSync(folder, '');
    const { forge } = start(folder);
    await expect(forge.statuses.set(SHA, 'a', { state: 'success', description: '' })).rejects.toThrow(
      MistakeError,
    );
  });
});
