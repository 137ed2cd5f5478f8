import { describe, expect, it } from 'vitest';
import { MistakeError } from '../../src/core/model/errors.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';

const text = (value: string): Uint8Array => Buffer.from(value);

/** What every object store must do; `createStore` gives an empty one. */
export function objectStoreContract(name: string, createStore: () => Promise<ObjectStore>): void {
  describe(`${name} keeps objects`, () => {
    it('gives back the bytes that were put, empty ones and all 256 values too', async () => {
      const store = await createStore();
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
      await store.put('backups/host-a/all', bytes);
      await store.put('empty', new Uint8Array());
      expect(Buffer.from((await store.get('backups/host-a/all')) ?? [])).toEqual(Buffer.from(bytes));
      expect(await store.get('empty')).toHaveLength(0);
    });

    it('tells an object that is not there from an empty one', async () => {
      const store = await createStore();
      expect(await store.get('none')).toBeUndefined();
      expect(await store.get('none/below')).toBeUndefined();
      expect(await store.has('none')).toBe(false);
      await store.put('a/b', text('x'));
      expect(await store.has('a/b')).toBe(true);
      expect(await store.has('a')).toBe(false);
      expect(await store.get('a')).toBeUndefined();
    });

    it('replaces an object, and takes the same one twice', async () => {
      const store = await createStore();
      await store.put('a', text('one'));
      await store.put('a', text('two'));
      await store.put('a', text('two'));
      expect(Buffer.from((await store.get('a')) ?? []).toString()).toBe('two');
    });

    it('lists keys in order, by a prefix that may end anywhere', async () => {
      const store = await createStore();
      for (const key of ['b/2', 'b/10', 'a', 'b/1/x', 'bc']) await store.put(key, text(key));
      expect(await store.list('')).toEqual(['a', 'b/1/x', 'b/10', 'b/2', 'bc']);
      expect(await store.list('b')).toEqual(['b/1/x', 'b/10', 'b/2', 'bc']);
      expect(await store.list('b/')).toEqual(['b/1/x', 'b/10', 'b/2']);
      expect(await store.list('b/1')).toEqual(['b/1/x', 'b/10']);
      expect(await store.list('none/')).toEqual([]);
    });

    it('deletes an object, once or twice, and nothing beside it', async () => {
      const store = await createStore();
      await store.put('a/1', text('x'));
      await store.put('a/2', text('x'));
      await store.delete('a/1');
      await store.delete('a/1');
      expect(await store.list('')).toEqual(['a/2']);
    });

    it('refuses keys that could leave its place', async () => {
      const store = await createStore();
      const keys = [
        '',
        '/etc/passwd',
        '../x',
        'a/../../x',
        'a//b',
        'a/',
        '.hidden',
        'a\\b',
        'a\0b',
        'ä',
        'k'.repeat(2000),
      ];
      for (const key of keys) {
        await expect(store.put(key, text('x')), key).rejects.toThrow(MistakeError);
        await expect(store.get(key), key).rejects.toThrow(MistakeError);
        await expect(store.delete(key), key).rejects.toThrow(MistakeError);
      }
      await expect(store.list('../')).rejects.toThrow(MistakeError);
    });

    it('takes many puts at once', async () => {
      const store = await createStore();
      const keys = Array.from({ length: 40 }, (_, index) => `many/${index % 7}/${index}`);
      await Promise.all([...keys, ...keys].map((key) => store.put(key, text(key))));
      expect(await store.list('many/')).toEqual(keys.sort());
    });
  });
}
