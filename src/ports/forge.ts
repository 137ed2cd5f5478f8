import type { ChangeRequest, Review } from '../core/model/change-request.ts';
import type {
  Annotation,
  CommitStatus,
  Deployment,
  DeploymentStatus,
  Post,
  PostDraft,
  Proposal,
  ProposalDraft,
  Thread,
} from '../core/model/publication.ts';
import type { CommitSha } from '../core/model/revision.ts';

/**
 * Where people propose and review changes. Every call throws `TransientError` when the forge is away, limits us or
 * fails (`retryAfterMillis` tells how long to wait where the forge said so), and `MistakeError` when it refuses what
 * we may do. Message texts are constant for a cause: no ids, times or counts of the forge in them.
 */
export interface Forge {
  /** `none`: plain Git, where nobody proposes changes and what would be published is kept on this host. */
  readonly kind: 'github' | 'none';
  readonly changes: ChangeRequests;
  readonly people: People;
  readonly statuses: CommitStatuses;
  readonly posts: FleetPosts;
  readonly deployments: Deployments;
  readonly annotations: Annotations;
  readonly proposals: Proposals;
}

export interface ChangeRequests {
  /** Open ones into this branch, forks included, oldest first. Asks conditionally: a steady answer costs no quota. */
  listOpen(branch: string): Promise<readonly ChangeRequest[]>;
  /** Merged ones that this commit of the branch came from. */
  ofCommit(sha: CommitSha): Promise<readonly ChangeRequest[]>;
  /** All reviews, oldest first. */
  reviewsOf(number: number): Promise<readonly Review[]>;
}

export interface People {
  /** Logins of `@org/team`, lower case. Throws `MistakeError` when the team can't be seen. */
  membersOf(team: string): Promise<readonly string[]>;
  /** True for a person who may push to the repository; the fleet's own account is no person. */
  mayWrite(login: string): Promise<boolean>;
}

/** One status per commit and host. */
export interface CommitStatuses {
  /** The newest one under this context; undefined when there is none. */
  latest(sha: CommitSha, context: string): Promise<CommitStatus | undefined>;
  set(sha: CommitSha, context: string, status: CommitStatus): Promise<void>;
}

/** Texts that all hosts of a fleet share. There is no lock: whoever writes must look again afterwards. */
export interface FleetPosts {
  /**
   * Posts of a thread that hold the marker and were written by the fleet's own account, oldest first. Asks
   * conditionally.
   */
  find(thread: Thread, marker: string): Promise<readonly Post[]>;
  create(thread: Thread, draft: PostDraft): Promise<Post>;
  /** False when somebody deleted it meanwhile. */
  update(post: Post, draft: PostDraft): Promise<boolean>;
  /** Deletes a comment, or closes the issue. */
  remove(post: Post): Promise<void>;
}

export interface Deployments {
  /** Those of a commit, oldest first, each with its statuses, oldest first. */
  of(sha: CommitSha): Promise<readonly Deployment[]>;
  create(sha: CommitSha, stage: string): Promise<Deployment>;
  addStatus(deployment: Deployment, status: DeploymentStatus): Promise<void>;
}

/** Mistakes beside the lines of a commit. */
export interface Annotations {
  /** False when the account may not write checks, which is no failure. */
  publish(sha: CommitSha, name: string, annotations: readonly Annotation[]): Promise<boolean>;
}

/** Changes that homeamp proposes itself, for people to review like any other. */
export interface Proposals {
  /**
   * The open pull request from the draft's branch, whatever its text is by now; without one the branch is made anew and
   * a pull request opened. Throws `MistakeError` where there is no forge.
   */
  ensureOpen(draft: ProposalDraft): Promise<Proposal>;
  /** Where people read a line of a branch; undefined without a forge. Asks nothing. */
  addressOf(branch: string, line: { readonly file: string; readonly line: number }): string | undefined;
}
