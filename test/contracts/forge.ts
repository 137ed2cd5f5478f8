import { describe, expect, it } from 'vitest';
import type { Thread } from '../../src/core/model/publication.ts';
import type { CommitSha } from '../../src/core/model/revision.ts';
import type { Forge } from '../../src/ports/forge.ts';

/** A forge with nothing published, and what there is to publish about. */
export interface FreshForge {
  readonly forge: Forge;
  readonly commits: readonly [CommitSha, CommitSha];
  /** An open pull request, where the forge has them. */
  readonly pull: number;
}

const MARKER = '<!-- homeamp:plan -->';
const draft = (body: string, isOpen = true) => ({ title: 'Drift', body: `${MARKER}\n${body}`, isOpen });

/** What every forge must do with what is published. */
export function forgeContract(name: string, createForge: () => Promise<FreshForge>): void {
  describe(`${name} keeps statuses`, () => {
    it('gives the newest one of each commit and context, and none where none was set', async () => {
      const { forge, commits } = await createForge();
      const [first, second] = commits;
      expect(await forge.statuses.latest(first, 'homeamp/a')).toBeUndefined();
      await forge.statuses.set(first, 'homeamp/a', { state: 'pending', description: 'planning' });
      await forge.statuses.set(first, 'homeamp/b', { state: 'error', description: 'b failed' });
      await forge.statuses.set(first, 'homeamp/a', { state: 'success', description: '3 changes' });
      expect(await forge.statuses.latest(first, 'homeamp/a')).toEqual({
        state: 'success',
        description: '3 changes',
      });
      expect(await forge.statuses.latest(first, 'homeamp/b')).toEqual({
        state: 'error',
        description: 'b failed',
      });
      expect(await forge.statuses.latest(second, 'homeamp/a')).toBeUndefined();
    });
  });

  for (const kind of ['pull', 'drift'] as const) {
    describe(`${name} keeps posts of the thread ${kind}`, () => {
      const start = async () => {
        const fresh = await createForge();
        const thread: Thread = kind === 'pull' ? { kind, number: fresh.pull } : { kind };
        return { posts: fresh.forge.posts, thread };
      };

      it('finds what was created by its marker, oldest first, and nothing else', async () => {
        const { posts, thread } = await start();
        expect(await posts.find(thread, MARKER)).toEqual([]);
        const first = await posts.create(thread, draft('one'));
        await posts.create(thread, { title: 'Other', body: 'without', isOpen: true });
        const second = await posts.create(thread, draft('two'));
        expect(await posts.find(thread, MARKER)).toEqual([first, second]);
        expect(first).toMatchObject({ thread, body: `${MARKER}\none`, isOpen: true });
        expect(await posts.find(thread, '<!-- homeamp:none -->')).toEqual([]);
      });

      it('updates a post in its place', async () => {
        const { posts, thread } = await start();
        const post = await posts.create(thread, draft('old'));
        expect(await posts.update(post, draft('new'))).toBe(true);
        expect(await posts.find(thread, MARKER)).toEqual([{ ...post, body: `${MARKER}\nnew` }]);
      });

      it('takes the removal of one that is removed already', async () => {
        const { posts, thread } = await start();
        const post = await posts.create(thread, draft('x'));
        await posts.remove(post);
        await posts.remove(post);
        const left = await posts.find(thread, MARKER);
        expect(left.filter((entry) => entry.isOpen)).toEqual([]);
      });
    });
  }

  describe(`${name} tells removed posts apart`, () => {
    it('deletes comments, and says so to whoever updates one', async () => {
      const { forge, pull } = await createForge();
      const thread = { kind: 'pull', number: pull } as const;
      const post = await forge.posts.create(thread, draft('x'));
      await forge.posts.remove(post);
      expect(await forge.posts.find(thread, MARKER)).toEqual([]);
      expect(await forge.posts.update(post, draft('y'))).toBe(false);
    });

    it('closes the drift issue, and opens it again with the same text or another', async () => {
      const { posts } = (await createForge()).forge;
      const post = await posts.create({ kind: 'drift' }, draft('x'));
      await posts.remove(post);
      expect(await posts.find({ kind: 'drift' }, MARKER)).toEqual([{ ...post, isOpen: false }]);
      expect(await posts.update(post, draft('again'))).toBe(true);
      expect(await posts.find({ kind: 'drift' }, MARKER)).toEqual([{ ...post, body: `${MARKER}\nagain` }]);
      expect(await posts.update(post, draft('over', false))).toBe(true);
      expect((await posts.find({ kind: 'drift' }, MARKER))[0]?.isOpen).toBe(false);
    });

    it('can create the drift issue closed', async () => {
      const { posts } = (await createForge()).forge;
      const post = await posts.create({ kind: 'drift' }, draft('x', false));
      expect(post.isOpen).toBe(false);
      expect(await posts.find({ kind: 'drift' }, MARKER)).toEqual([post]);
    });
  });

  describe(`${name} keeps deployments`, () => {
    it('gives those of a commit with their statuses, oldest first', async () => {
      const { forge, commits } = await createForge();
      const [sha, other] = commits;
      expect(await forge.deployments.of(sha)).toEqual([]);
      const canary = await forge.deployments.create(sha, 'canary');
      const rest = await forge.deployments.create(sha, 'rest');
      await forge.deployments.addStatus(canary, { state: 'in_progress', description: 'host-a: applying' });
      await forge.deployments.addStatus(canary, { state: 'success', description: 'host-a: applied' });
      await forge.deployments.addStatus(rest, { state: 'queued', description: 'host-b: waiting' });
      expect(await forge.deployments.of(sha)).toEqual([
        {
          id: canary.id,
          stage: 'canary',
          statuses: [
            { state: 'in_progress', description: 'host-a: applying' },
            { state: 'success', description: 'host-a: applied' },
          ],
        },
        { id: rest.id, stage: 'rest', statuses: [{ state: 'queued', description: 'host-b: waiting' }] },
      ]);
      expect(await forge.deployments.of(other)).toEqual([]);
    });
  });
}
