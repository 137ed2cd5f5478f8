/** An issue, or the part of a pull request that is like one; both share their numbers. */
export interface Ticket {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly author: string;
  readonly state: 'open' | 'closed';
  readonly labels: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly closedAt: number | undefined;
  readonly pull: PullPart | undefined;
}

export interface PullPart {
  readonly headBranch: string;
  readonly headSha: string;
  readonly baseBranch: string;
  /** The base's tip when the head moved last. */
  readonly baseSha: string;
  readonly isDraft: boolean;
  readonly isFork: boolean;
  readonly reviews: readonly ReviewRecord[];
  readonly merge: MergeRecord | undefined;
}

/** A ticket that is a pull request. */
export interface Pull extends Ticket {
  readonly pull: PullPart;
}

export interface MergeRecord {
  readonly by: string;
  readonly at: number;
  readonly commit: string;
  /** Every commit that the pull request brought to the base, and those of its head. */
  readonly landed: readonly string[];
}

export interface ReviewRecord {
  readonly id: number;
  readonly by: string;
  readonly state: 'APPROVED' | 'CHANGES_REQUESTED' | 'COMMENTED' | 'DISMISSED';
  readonly commit: string;
  readonly at: number;
}

export interface CommentRecord {
  readonly id: number;
  readonly ticket: number;
  readonly by: string;
  readonly body: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface StatusRecord {
  readonly id: number;
  readonly sha: string;
  readonly context: string;
  readonly state: string;
  readonly description: string | undefined;
  readonly targetUrl: string | undefined;
  readonly by: string;
  readonly at: number;
}

export interface DeploymentRecord {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly isProduction: boolean;
  readonly isTransient: boolean;
  readonly description: string | undefined;
  readonly payload: unknown;
  readonly by: string;
  readonly at: number;
  /** Newest last. */
  readonly statuses: readonly DeploymentStatusRecord[];
}

export interface DeploymentStatusRecord {
  readonly id: number;
  readonly state: string;
  readonly description: string;
  readonly targetUrl: string;
  readonly by: string;
  readonly at: number;
}

export interface CheckRecord {
  readonly id: number;
  readonly sha: string;
  readonly name: string;
  readonly status: string;
  readonly conclusion: string | undefined;
  readonly title: string | undefined;
  readonly summary: string | undefined;
  /** As they were sent. */
  readonly annotations: readonly unknown[];
  readonly by: string;
  readonly at: number;
}

/** Who asks. */
export interface Caller {
  readonly login: string;
  /** `app`: the app itself, which may only ask about itself and for tokens of its installations. */
  readonly kind: 'person' | 'installation' | 'app';
}
