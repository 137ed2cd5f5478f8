import { resolve } from 'node:path';
import type { BranchCommit } from '../../core/model/branch-commit.ts';
import { MistakeError } from '../../core/model/errors.ts';
import type { FollowedBranch, ProposedHeads, RepositoryHistory } from '../../ports/repository-history.ts';
import type { SourceRepository } from '../../ports/source-repository.ts';
import { describeCommits, missingCommit, readLine } from './branch-line.ts';
import { readSignatures, type Signers } from './commit-signatures.ts';
import { createFollowedBranch } from './followed-branch.ts';
import { createCommitSource } from './followed-commit.ts';
import { createFollowedMirror, type FollowedMirror } from './followed-mirror.ts';
import { mergeCommits } from './merge-commits.ts';
import { createObjectReader } from './object-reader.ts';
import { createProposedHeads, type PullRefs } from './proposed-heads.ts';
import { createRemembering } from './remember.ts';
import { createRemote, type RemoteOptions } from './remote-access.ts';

/** `location` is an https, ssh, file or scp-like address without a password, or the top folder of a repository. */
export interface FollowedRepositoryOptions extends RemoteOptions {
  /** Undefined: the remote's HEAD. */
  readonly branch: string | undefined;
  readonly stateDir: string;
  readonly signers?: Signers | undefined;
  readonly pullRefs: PullRefs;
}

export interface FollowedRepository {
  readonly branch: FollowedBranch;
  readonly history: RepositoryHistory;
  readonly heads: ProposedHeads;
}

/**
 * A branch of a remote, its commits and proposed changes by way of a bare mirror, which `createGitSource` may use at
 * the same time. Nothing is fetched before it is asked. Throws `MistakeError` when the location or branch can't be one.
 */
export function createFollowedRepository(options: FollowedRepositoryOptions): FollowedRepository {
  const remote = createRemote(options);
  const mirror = createFollowedMirror(remote, resolve(options.stateDir));
  return {
    branch: createFollowedBranch(mirror, options.branch),
    history: createHistory(mirror, options.signers ?? {}),
    heads: createProposedHeads(mirror, options.pullRefs),
  };
}

function createHistory(mirror: FollowedMirror, signers: Signers): RepositoryHistory {
  const { dir } = mirror;
  const { name } = mirror.remote;
  const reader = createObjectReader(dir);
  const noting = createNoting(mirror);
  // A commit never says anything else.
  const commits = createRemembering<BranchCommit>(MOST_REMEMBERED);
  const identities = createRemembering<Identity>(MOST_REMEMBERED);
  return {
    line: (from, to, limit) => noting(() => readLine({ dir, reader }, { from, to, limit })),
    commit: (sha) =>
      commits(sha, () =>
        noting(async () => {
          const [commit] = await describeCommits(reader, [sha]);
          if (commit === undefined) throw missingCommit();
          return commit;
        }),
      ),
    at: (sha) => {
      const source = notingSource(noting, createCommitSource(mirror, sha));
      return { ...source, identify: (ref) => identities(sha, () => source.identify(ref)) };
    },
    merge: (base, head) =>
      noting(async () => {
        const merged = await mergeCommits({ dir, reader, name }, { base, head });
        return merged.kind === 'merged' ? { ...merged, source: notingSource(noting, merged.source) } : merged;
      }),
    signatures: (commits) => noting(() => readSignatures({ dir, reader }, commits, signers)),
  };
}

const MOST_REMEMBERED = 256;

type Identity = Awaited<ReturnType<SourceRepository['identify']>>;

type Noting = <T>(action: () => Promise<T>) => Promise<T>;

/** What fails without being anybody's mistake may be damage. */
function createNoting(mirror: FollowedMirror): Noting {
  return async (action) => {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof MistakeError)) mirror.noteFailure();
      throw error;
    }
  };
}

function notingSource(noting: Noting, source: SourceRepository): SourceRepository {
  return {
    identify: (ref) => noting(() => source.identify(ref)),
    readTree: (ref) => noting(() => source.readTree(ref)),
  };
}
