import * as z from 'zod';
import { parseCommitSha } from '../../../core/model/revision.ts';

/** GitHub's stand-in for accounts that were deleted. */
const GHOST = 'ghost';

export const id = z.int().min(1);

export const sha = z.string().transform((text, context) => {
  const parsed = parseCommitSha(text);
  if (parsed !== undefined) return parsed;
  context.addIssue('not a commit');
  return z.NEVER;
});

/** The login in lower case, as logins are compared. */
export const login = z
  .object({ login: z.string().min(1).max(200) })
  .transform((user) => user.login.toLowerCase());

export const author = login.nullish().transform((name) => name ?? GHOST);

/** Checked so that no other scheme gets into a link. */
export const webAddress = z
  .string()
  .max(2000)
  .regex(/^https?:\/\//);

/** For calls whose answer is of no use. */
export const anything = z.unknown();

/** Milliseconds since 1970. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));
