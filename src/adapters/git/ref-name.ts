import { MistakeError } from '../../core/model/errors.ts';

/** The ref that means the files as they lie, committed or not. */
export const WORK_TREE_REF = 'WORKTREE';

const MAX_LENGTH = 250;
const UNSAFE = /^[-.]|\.\.|[\p{Cc} :?*[\]\\{}"'`]/u;

/** Throws `MistakeError` for what could be taken for an option, a range, a path or a pattern. `HEAD~2` and `v1^` are fine. */
export function assertRef(ref: string): void {
  if (ref !== '' && ref.length <= MAX_LENGTH && !UNSAFE.test(ref)) return;
  throw new MistakeError(
    `${JSON.stringify(ref.slice(0, 100))} can't be the name of a commit.`,
    'Name a branch, a tag or a commit id.',
  );
}
