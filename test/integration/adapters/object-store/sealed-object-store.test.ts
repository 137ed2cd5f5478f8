import { describe, expect, it } from 'vitest';
import {
  createLocalObjectStore,
  createPrefixedObjectStore,
  createSealedObjectStore,
  createUnsealedObjectStore,
} from '../../../../src/adapters/object-store/index.ts';
import { MistakeError, TransientError } from '../../../../src/core/model/errors.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import { objectStoreContract } from '../../../contracts/object-store.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { failureOf, textOf } from './s3-rig.ts';

const KEY = new Secret('one-key-of-more-than-32-characters');
const OTHER = new Secret('other-key-of-more-than-32-characters');

objectStoreContract('an encrypted store', async () =>
  createSealedObjectStore(createLocalObjectStore(temporaryFolder()), KEY),
);

objectStoreContract('a part of a store', async () =>
  createPrefixedObjectStore(createLocalObjectStore(temporaryFolder()), 'host-a'),
);

function rig() {
  const plain = createLocalObjectStore(temporaryFolder());
  return { plain, sealed: createSealedObjectStore(plain, KEY) };
}

describe('an encrypted store', () => {
  it('shows nothing of the bytes to who has the store alone', async () => {
    const { plain, sealed } = rig();
    const content = 'password: hunter2\n'.repeat(20);
    await sealed.put('a', Buffer.from(content));
    const stored = Buffer.from((await plain.get('a')) ?? []);
    expect(stored.length).toBeGreaterThan(content.length);
    expect(stored.includes('hunter2')).toBe(false);
    expect(stored.includes('password')).toBe(false);
    await sealed.put('b', Buffer.from(content));
    const second = Buffer.from((await plain.get('b')) ?? []);
    expect(second.subarray(60, 100).equals(stored.subarray(60, 100))).toBe(false);
  });

  it('gives the same bytes for the same name and content, so that nothing is written twice', async () => {
    const { plain, sealed } = rig();
    await sealed.put('a', Buffer.from('content'));
    const first = await plain.get('a');
    await createSealedObjectStore(plain, KEY).put('a', Buffer.from('content'));
    expect(await plain.get('a')).toEqual(first);
    await sealed.put('a', Buffer.from('contenu'));
    expect(await plain.get('a')).not.toEqual(first);
  });

  it('takes no change of a single bit, anywhere, for the content', async () => {
    const { plain, sealed } = rig();
    await sealed.put('a', Buffer.from('content'));
    const stored = Buffer.from((await plain.get('a')) ?? []);
    for (let at = 0; at < stored.length; at += 1) {
      const changed = Buffer.from(stored);
      changed[at] = (changed[at] ?? 0) ^ 4;
      await plain.put('a', changed);
      expect(await sealed.get('a').catch((error: unknown) => error), `byte ${at}`).toBeInstanceOf(Error);
    }
    for (const length of [0, 9, 10, 30, stored.length - 1]) {
      await plain.put('a', stored.subarray(0, length));
      expect(await sealed.get('a').catch((error: unknown) => error), `${length}`).toBeInstanceOf(Error);
    }
    await plain.put('a', stored);
    expect(textOf(await sealed.get('a'))).toBe('content');
  });

  it('tells apart what is damaged, moved, of another key, without encryption, and of a newer version', async () => {
    const { plain, sealed } = rig();
    await sealed.put('a', Buffer.from('content'));
    const stored = Buffer.from((await plain.get('a')) ?? []);
    const end = Buffer.from(stored);
    end[end.length - 1] = (end.at(-1) ?? 0) ^ 1;
    await plain.put('damaged', end);
    await plain.put('moved', stored);
    await plain.put('bare', Buffer.from('content'));
    const newer = Buffer.from(stored);
    newer[10] = 2;
    await plain.put('newer', newer);
    const other = createSealedObjectStore(plain, OTHER);
    const failures = [
      [() => sealed.get('damaged'), TransientError, /changed after it was encrypted/],
      [() => sealed.get('moved'), TransientError, /changed after it was encrypted/],
      [() => other.get('a'), MistakeError, /another key/],
      [() => sealed.get('bare'), MistakeError, /not encrypted/],
      [() => sealed.get('newer'), MistakeError, /newer homeamp/],
    ] as const;
    for (const [call, kind, words] of failures) {
      const failure = await failureOf(call());
      expect(failure).toBeInstanceOf(kind);
      expect(failure.message).toMatch(words);
      expect(failure.message + failure.next).not.toMatch(/one-key|other-key/);
    }
  });

  it('is not taken for plain content where no key is given', async () => {
    const { plain, sealed } = rig();
    await sealed.put('a', Buffer.from('content'));
    await plain.put('b', Buffer.from('plain'));
    const unsealed = createUnsealedObjectStore(plain);
    expect((await failureOf(unsealed.get('a'))).next).toMatch(/store\.encryptionKey/);
    expect(textOf(await unsealed.get('b'))).toBe('plain');
  });
});

describe('a part of a store', () => {
  it('reaches nothing beside it, whatever its name begins with', async () => {
    const whole = createLocalObjectStore(temporaryFolder());
    await whole.put('host-a/mine', Buffer.from('x'));
    await whole.put('host-ab/theirs', Buffer.from('x'));
    await whole.put('other', Buffer.from('x'));
    const part = createPrefixedObjectStore(whole, 'host-a');
    expect(await part.list('')).toEqual(['mine']);
    expect(await part.has('other')).toBe(false);
    for (const key of ['../other', '../host-ab/theirs', '/other', '']) {
      expect(await failureOf(part.get(key)), key).toBeInstanceOf(MistakeError);
      expect(await failureOf(part.delete(key)), key).toBeInstanceOf(MistakeError);
    }
    expect(() => createPrefixedObjectStore(whole, '..')).toThrow(MistakeError);
    expect(await whole.list('')).toEqual(['host-a/mine', 'host-ab/theirs', 'other']);
  });
});
