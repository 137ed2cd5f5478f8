import type { Post, PostDraft, Thread } from '../../core/model/publication.ts';
import type { CommonPart } from '../../core/report/common-part.ts';
import {
  hasCommon,
  hasSection,
  hostsOf,
  isEmptyPost,
  type PostKind,
  type PostSection,
  putSection,
} from '../../core/report/fleet-post.ts';
import type { FleetPosts } from '../../ports/forge.ts';

export interface SharedPost {
  readonly thread: Thread;
  readonly kind: PostKind;
  readonly section: PostSection;
  /** What all hosts say alike; undefined leaves it as it stands. */
  readonly common?: CommonPart | undefined;
}

const ATTEMPTS = 4;

/**
 * Brings this host's section into the fleet's one post. The forge has no lock, so another host may overwrite what was
 * written here; whoever finds its section missing puts it back, now or at its next pass. Of several posts the oldest
 * counts and the others are removed.
 */
export async function ensureSection(posts: FleetPosts, shared: SharedPost): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const [post, ...doubles] = await posts.find(shared.thread, shared.kind.marker);
    // An issue can only be closed, and is found again.
    for (const double of doubles) if (double.isOpen) await posts.remove(double);
    if (post === undefined) {
      if (shared.section.isQuiet && shared.thread.kind === 'drift') return;
      await posts.create(shared.thread, draftOf(shared, undefined));
    } else {
      if (isThere(shared, post)) return;
      await posts.update(post, draftOf(shared, post.body));
    }
  }
}

function isThere({ kind, section, thread, common }: SharedPost, post: Post): boolean {
  if (common !== undefined && !hasCommon(kind, post.body, common)) return false;
  if (hasSection(kind, post.body, section)) return isOpenAsItShould(kind, thread, post);
  // A host with nothing to tell need not be named in an issue that is closed or never named it.
  return thread.kind === 'drift' && section.isQuiet && !hostsOf(kind, post.body).includes(section.host);
}

function isOpenAsItShould(kind: PostKind, thread: Thread, post: Post): boolean {
  return thread.kind === 'pull' || post.isOpen === !isEmptyPost(kind, post.body);
}

function draftOf({ kind, section, thread, common }: SharedPost, body: string | undefined): PostDraft {
  const next = putSection(kind, body, section, common);
  const isOpen = thread.kind === 'pull' || !isEmptyPost(kind, next);
  return { title: kind.title, body: next, isOpen };
}
