import type { FleetPosts } from '../../../ports/forge.ts';
import { createCommentPosts } from './comment-posts.ts';
import { createDriftPosts } from './drift-posts.ts';
import type { GitHubApi } from './github-api.ts';

/** Comments on pull requests, and issues for drift. */
export function createPosts(api: GitHubApi, ownLogin: () => Promise<string>): FleetPosts {
  const comments = createCommentPosts(api);
  const issues = createDriftPosts(api);
  return {
    find: async (thread, marker) => {
      const own = await ownLogin();
      const posts = await (thread.kind === 'pull' ? comments.list(thread.number) : issues.list());
      return posts
        .filter(({ author, post }) => author === own && post.body.includes(marker))
        .map(({ post }) => post);
    },
    create: (thread, draft) =>
      thread.kind === 'pull' ? comments.create(thread.number, draft.body) : issues.create(draft),
    update: (post, draft) =>
      post.thread.kind === 'pull' ? comments.update(post.id, draft.body) : issues.update(post.id, draft),
    remove: (post) => (post.thread.kind === 'pull' ? comments.delete(post.id) : issues.close(post.id)),
  };
}
