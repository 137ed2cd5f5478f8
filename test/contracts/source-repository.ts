import { describe, expect, it } from 'vitest';
import { MistakeError } from '../../src/core/model/errors.ts';
import type { SourceRepository } from '../../src/ports/source-repository.ts';

/** A source over a repository whose files the test writes and then publishes. */
export interface PublishedSource {
  readonly source: SourceRepository;
  publish(files: Readonly<Record<string, string>>): void;
}

/** What every source must do; `createSource` gives one with these files published. */
export function sourceRepositoryContract(
  name: string,
  createSource: (files: Readonly<Record<string, string>>) => PublishedSource,
): void {
  const files = {
    'desired-state/fleet.yaml': 'a: 1\n',
    'templates/motd.txt': 'hi',
    'README.md': 'no',
    'x/desired-state/y': '',
  };

  describe(`${name} is a source`, () => {
    it('gives the files of desired-state and templates, and no others', async () => {
      const { source } = createSource(files);
      const tree = await source.readTree(undefined);
      expect([...tree.files.keys()].sort()).toEqual(['desired-state/fleet.yaml', 'templates/motd.txt']);
      expect(Buffer.from(tree.files.get('desired-state/fleet.yaml') ?? []).toString()).toBe('a: 1\n');
      expect(tree.refused).toEqual([]);
    });

    it('identifies the same tree that it reads, and another after a change', async () => {
      const { source, publish } = createSource(files);
      const first = await source.identify(undefined);
      const read = await source.readTree(undefined);
      expect(first).toEqual({ revision: read.revision, treeId: read.treeId });
      publish({ 'templates/motd.txt': 'ho' });
      const second = await source.identify(undefined);
      expect(second.treeId).not.toBe(first.treeId);
      expect((await source.readTree(undefined)).treeId).toBe(second.treeId);
    });

    it('keeps its tree id when only other files change', async () => {
      const { source, publish } = createSource(files);
      const first = await source.identify(undefined);
      publish({ 'README.md': 'other' });
      expect((await source.identify(undefined)).treeId).toBe(first.treeId);
    });

    it('calls an unknown ref, an option as a ref and a missing desired-state mistakes', async () => {
      const { source } = createSource(files);
      for (const ref of ['no-such-branch', '--upload-pack=x', 'HEAD:desired-state', 'a..b', '']) {
        await expect(source.readTree(ref), ref).rejects.toThrow(MistakeError);
      }
      await expect(createSource({ 'README.md': '' }).source.identify(undefined)).rejects.toThrow(
        MistakeError,
      );
    });
  });
}
