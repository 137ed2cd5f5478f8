import { describe, expect, it } from 'vitest';
import { decodeJars, encodeJars } from '../../../../src/adapters/state/jar-codec.ts';
import type { KnownJar } from '../../../../src/ports/plugin-inventory.ts';

const DESCRIPTION = {
  platforms: ['paper'],
  id: 'Chairs',
  name: 'Chairs',
  version: undefined,
  depends: ['Vault'],
} as const;
const JARS = new Map<string, KnownJar>([
  ['a.jar', { identity: '1:2:3', content: { kind: 'plugin', descriptions: [DESCRIPTION] } }],
  ['b.jar', { identity: '1:2:4', content: { kind: 'no-plugin' } }],
  ['c.jar', { identity: '1:2:5', content: { kind: 'unreadable', reason: 'it is no zip' } }],
]);

const bytesOf = (value: unknown) => Buffer.from(JSON.stringify(value));

describe('what jars said, in the state', () => {
  it('comes back as it was kept', () => {
    expect(decodeJars(encodeJars(JARS))).toEqual(JARS);
  });

  it.each([
    ['no JSON', Buffer.from('{')],
    ['another shape', bytesOf({ jars: 7 })],
    ['a jar without a name', bytesOf({ jars: [[7, { identity: 'x', content: { kind: 'no-plugin' } }]] })],
    ['a jar without identity', bytesOf({ jars: [['a.jar', { content: { kind: 'no-plugin' } }]] })],
    ['an unknown kind', bytesOf({ jars: [['a.jar', { identity: 'x', content: { kind: 'new' } }]] })],
    [
      'a description without a name',
      bytesOf({
        jars: [['a.jar', { identity: 'x', content: { kind: 'plugin', descriptions: [{ id: 'a' }] } }]],
      }),
    ],
  ])('is forgotten when it is %s', (_, bytes) => {
    expect(decodeJars(bytes)).toBeUndefined();
  });
});
