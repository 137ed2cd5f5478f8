import * as z from 'zod';
import type { Post } from '../../../core/model/publication.ts';
import { anything, author, id } from './answers.ts';
import type { GitHubApi } from './github-api.ts';
import type { Call } from './github-failures.ts';

/** A post with the login, in lower case, of whoever wrote it. */
export interface AuthoredPost {
  readonly author: string;
  readonly post: Post;
}

/** Comments on pull requests. */
export interface CommentPosts {
  list(pull: number): Promise<readonly AuthoredPost[]>;
  create(pull: number, body: string): Promise<Post>;
  update(comment: number, body: string): Promise<boolean>;
  delete(comment: number): Promise<void>;
}

const LIST: Call = {
  operation: 'issues/list-comments',
  does: 'read the comments on a pull request',
  permission: 'Pull requests: read',
};
const CREATE: Call = {
  operation: 'issues/create-comment',
  does: 'comment on a pull request',
  permission: 'Pull requests: write',
};
const UPDATE: Call = {
  operation: 'issues/update-comment',
  does: 'change its own comment',
  permission: 'Pull requests: write',
};
const DELETE: Call = {
  operation: 'issues/delete-comment',
  does: 'delete its own comment',
  permission: 'Pull requests: write',
};
const comment = z.object({ id, body: z.string().nullish(), user: author });

export function createCommentPosts(api: GitHubApi): CommentPosts {
  return {
    list: async (pull) => {
      const comments = await api.list({
        call: LIST,
        item: comment,
        send: (octokit, asked) =>
          octokit.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
            ...asked,
            issue_number: pull,
          }),
      });
      return comments.map((entry) => ({ author: entry.user, post: toPost(pull, entry) }));
    },
    create: async (pull, body) => {
      const made = await api.ask({
        call: CREATE,
        answer: comment,
        send: (octokit, asked) =>
          octokit.request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
            ...asked,
            issue_number: pull,
            body,
          }),
      });
      return toPost(pull, made);
    },
    update: async (comment_id, body) => {
      const updated = await api.askIfThere({
        call: UPDATE,
        answer: comment,
        send: (octokit, asked) =>
          octokit.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
            ...asked,
            comment_id,
            body,
          }),
      });
      return updated !== undefined;
    },
    delete: async (comment_id) => {
      await api.askIfThere({
        call: DELETE,
        answer: anything,
        send: (octokit, asked) =>
          octokit.request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
            ...asked,
            comment_id,
          }),
      });
    },
  };
}

function toPost(pull: number, data: z.infer<typeof comment>): Post {
  return { thread: { kind: 'pull', number: pull }, id: data.id, body: data.body ?? '', isOpen: true };
}
