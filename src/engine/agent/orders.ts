import { MistakeError } from '../../core/model/errors.ts';
import { type CommitSha, parseCommitSha } from '../../core/model/revision.ts';
import { orderedRevision } from './accept-first.ts';
import { type AcceptedRevision, readAccepted } from './accepted-revision.ts';
import type { AgentHost } from './agent-host.ts';
import { take } from './follow-branch.ts';

export interface Order {
  /** Who gives it, for the records. */
  readonly by: string;
  readonly reason: string;
}

const MAX_COMMITS = 100_000;
const SHORTEST = 8;

/**
 * Takes a commit of the branch as it is, with all that lies before it, because a person on the host says so. Throws
 * `MistakeError` when it is not on the branch.
 */
export async function acceptHistory(
  agent: AgentHost,
  wanted: string,
  order: Order,
): Promise<AcceptedRevision> {
  const tip = await agent.branch.refresh();
  const sha = await onBranch(agent, wanted, tip);
  const accepted = await orderedRevision(agent, { sha, how: 'order', ...order });
  await take(agent, accepted);
  return accepted;
}

async function onBranch(agent: AgentHost, wanted: string, tip: CommitSha): Promise<CommitSha> {
  if (isBeginningOf(wanted, tip)) return tip;
  const sha = parseCommitSha(wanted);
  const line = sha === undefined ? undefined : await agent.history.line(sha, tip, MAX_COMMITS);
  if (sha !== undefined && line?.kind === 'line') return sha;
  throw new MistakeError(
    `${JSON.stringify(wanted.slice(0, 50))} is not the branch's newest commit, nor the full id of one before it`,
    `The branch is at ${tip}. Look at it, then name it.`,
  );
}

function isBeginningOf(wanted: string, sha: CommitSha): boolean {
  return wanted.length >= SHORTEST && sha.startsWith(wanted);
}

/** Takes the branch's newest commit past every gate of its history. The files are written by an ordinary apply. */
export async function breakGlass(agent: AgentHost, tip: CommitSha, order: Order): Promise<AcceptedRevision> {
  const accepted = await orderedRevision(agent, { sha: tip, how: 'break-glass', ...order });
  await take(agent, accepted);
  agent.log.warn('glass was broken', { revision: tip, by: order.by, reason: order.reason });
  return accepted;
}

/**
 * Which commit a command on this host speaks of: the one that was named, by the beginning of the branch's newest or of
 * the accepted one, or by its whole id; without a name the accepted one, or else the newest.
 */
export async function namedCommit(agent: AgentHost, named: string | undefined): Promise<CommitSha> {
  const accepted = readAccepted(agent.notes)?.sha;
  if (named === undefined && accepted !== undefined) return accepted;
  const tip = await agent.branch.refresh();
  if (named === undefined || isBeginningOf(named, tip)) return tip;
  if (accepted !== undefined && isBeginningOf(named, accepted)) return accepted;
  const sha = parseCommitSha(named);
  if (sha !== undefined) return sha;
  throw new MistakeError(
    `${JSON.stringify(named.slice(0, 50))} is not a commit that this host knows`,
    `Name at least ${SHORTEST} digits of the branch's newest commit ${tip}, or the whole id of another.`,
  );
}
