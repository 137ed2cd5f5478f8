import * as z from 'zod';
import type { Post, PostDraft, Thread } from '../../../core/model/publication.ts';
import type { FleetPosts } from '../../../ports/forge.ts';
import { keptList } from './kept-list.ts';
import { textFile } from './text-file.ts';

const MAX_POSTS = 100;
const keptPost = z.object({
  thread: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('pull'), number: z.int() }),
    z.object({ kind: z.literal('drift') }),
  ]),
  id: z.int(),
  title: z.string(),
  body: z.string(),
  isOpen: z.boolean(),
});
type KeptPost = z.infer<typeof keptPost>;

/** In `posts.json`; the open posts of a thread are there to be read as Markdown too, such as `drift.md`. */
export function createKeptPosts(folder: string): FleetPosts {
  const list = keptList({ folder, name: 'posts.json', item: keptPost, most: MAX_POSTS });
  const replace = (posts: readonly KeptPost[], thread: Thread): void => {
    list.replace(posts);
    textFile(folder, pageName(thread)).write(page(posts.filter((post) => isIn(post, thread))));
  };
  const update = async (post: Post, draft: Partial<PostDraft>): Promise<boolean> => {
    const posts = list.items();
    if (!posts.some((kept) => isSame(kept, post))) return false;
    replace(
      posts.map((kept) => (isSame(kept, post) ? { ...kept, ...draft } : kept)),
      post.thread,
    );
    return true;
  };
  return {
    find: async (thread, marker) =>
      list
        .items()
        .filter((post) => isIn(post, thread) && post.body.includes(marker))
        .map(toPost),
    create: async (thread, { title, body, isOpen }) => {
      const posts = list.items();
      const id = Math.max(0, ...posts.map((post) => post.id)) + 1;
      const made = { thread, id, title, body, isOpen: thread.kind === 'pull' || isOpen };
      replace([...posts, made], thread);
      return toPost(made);
    },
    update: (post, draft) => update(post, post.thread.kind === 'pull' ? { ...draft, isOpen: true } : draft),
    remove: async (post) => {
      if (post.thread.kind === 'drift') await update(post, { isOpen: false });
      else
        replace(
          list.items().filter((kept) => !isSame(kept, post)),
          post.thread,
        );
    },
  };
}

function toPost({ thread, id, body, isOpen }: KeptPost): Post {
  return { thread, id, body, isOpen };
}

function isSame(kept: KeptPost, post: Post): boolean {
  return kept.id === post.id && isIn(kept, post.thread);
}

function isIn(post: KeptPost, thread: Thread): boolean {
  return pageName(post.thread) === pageName(thread);
}

function pageName(thread: Thread): string {
  return thread.kind === 'pull' ? `pull-${thread.number}.md` : 'drift.md';
}

/** Undefined, which is no file, when nothing is open. */
function page(posts: readonly KeptPost[]): string | undefined {
  const open = posts.filter((post) => post.isOpen);
  return open.length === 0 ? undefined : open.map(({ title, body }) => `# ${title}\n\n${body}\n`).join('\n');
}
