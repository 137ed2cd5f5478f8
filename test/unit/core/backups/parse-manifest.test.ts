import { describe, expect, it } from 'vitest';
import { MAX_MANIFEST_BYTES, parseManifest } from '../../../../src/core/backups/parse-manifest.ts';

const ID = '20260131-175905-123-3fa9c1.1';
const KEY = { of: 'runs', id: ID } as const;
const DIGEST = 'a'.repeat(64);

function manifest(more: Readonly<Record<string, unknown>> = {}) {
  const image = { sha256: DIGEST, size: 3, mode: 0o640, owner: { uid: 1000, gid: 1000 } };
  return {
    kind: 'backup',
    version: 1,
    id: ID,
    host: 'alpha',
    instance: 'alpha/TOW01',
    root: '/home/amp/.ampdata/instances/TOW01/Minecraft',
    at: 1_769_882_345_123,
    cause: 'apply',
    revision: '3fa9c1b2a4d5',
    planId: 'f'.repeat(64),
    of: null,
    liveWriteSafe: false,
    files: [{ path: 'server.properties', before: image, after: { ...image, owner: null } }],
    skipped: [],
    ...more,
  };
}

const read = (more: Readonly<Record<string, unknown>>, key: { of: 'runs' | 'snapshots'; id: string } = KEY) =>
  parseManifest(JSON.stringify(manifest(more)), key);
const file = (path: string) => ({ path, before: null, after: null });

describe('a manifest from a store', () => {
  it('is read when it is as homeamp writes it', () => {
    expect(read({})).toEqual({ kind: 'read', manifest: manifest() });
  });

  it.each([
    '../../etc/passwd',
    '/etc/passwd',
    'plugins/../../x',
    'a//b',
    './a',
    'a\\b',
    'C:x',
    'a\u0000b',
    '',
    'x'.repeat(600),
  ])('is refused when a path could leave the instance: %j', (path) => {
    expect(read({ files: [file(path)] })).toMatchObject({ kind: 'refused', reason: /files\.0\.path/ });
    expect(read({ skipped: [{ path, reason: 'x' }] })).toMatchObject({ kind: 'refused' });
  });

  it.each([
    ['another set', { id: '20260131-175905-123-3fa9c1.2' }],
    ['another folder', { cause: 'snapshot' }],
    ['an instance of another host', { instance: 'beta/TOW01' }],
    ['an instance that is no name', { instance: 'alpha/..' }],
    ['an instance that is a path', { instance: 'alpha/TOW01/x' }],
    ['a host that is no name', { host: '../alpha', instance: '../alpha/TOW01' }],
    ['a newer version', { version: 2 }],
    ['an unknown field', { more: 1 }],
    ['a time that is no time', { at: 1e300 }],
    ['a time before 1970', { at: -1 }],
    ['a file that is named twice', { files: [file('a'), file('a')] }],
    ['a file that another needs as its folder', { files: [file('a'), file('a/b/c')] }],
    ['rights that files of a server do not have', { files: [imageOf({ mode: 0o4755 })] }],
    ['an owner that is no owner', { files: [imageOf({ owner: { uid: -1, gid: 0 } })] }],
    ['more files than an instance has', { files: Array.from({ length: 10_001 }, (_, i) => file(`f${i}`)) }],
    [
      'a digest that is a path',
      { files: [{ path: 'a', before: null, after: { sha256: '../x', size: 1, mode: 0, owner: null } }] },
    ],
  ])('is refused for %s', (_, more) => {
    expect(read(more).kind).toBe('refused');
  });

  it.each(['', 'null', '[]', '{', '[[[[', 'x'.repeat(MAX_MANIFEST_BYTES + 1), '['.repeat(100_000)])(
    'is refused when it is no manifest at all (%#)',
    (text) => {
      expect(parseManifest(text, KEY).kind).toBe('refused');
    },
  );

  it('is taken when files lie beside each other with names that begin alike', () => {
    expect(read({ files: [file('a'), file('a.b'), file('ab/c'), file('ab.d/c')] }).kind).toBe('read');
  });
});

function imageOf(rights: Readonly<Record<string, unknown>>) {
  return { path: 'a', before: null, after: { sha256: DIGEST, size: 1, mode: 0o644, owner: null, ...rights } };
}
