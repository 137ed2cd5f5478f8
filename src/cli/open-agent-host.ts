import { MistakeError } from '../core/model/errors.ts';
import type { CommitSha } from '../core/model/revision.ts';
import { readAccepted } from '../engine/agent/accepted-revision.ts';
import type { AgentHost } from '../engine/agent/agent-host.ts';
import { namedCommit } from '../engine/agent/orders.ts';
import type { HostWriters } from '../engine/apply/host-writers.ts';
import { loadSettings } from '../settings/load-settings.ts';
import type { Settings } from '../settings/settings.ts';
import type { CliContext, CliReaders } from './cli-context.ts';
import type { CliOptions } from './command.ts';
import { openLockedAgent } from './open-locked-agent.ts';
import type { OpenedHost } from './opened-host.ts';

/** A looking command beside the accepted revision, or another commit that is named. */
export async function openAgentForReading(
  context: CliContext,
  options: CliOptions,
  path: string,
): Promise<OpenedHost<CliReaders>> {
  const settings = loadSettings(path, context.environment);
  const { agent, close } = await context.openAgent(settings);
  try {
    const sha = await namedCommit(agent, options.revision);
    const host = { ...agent.over(agent.history.at(sha)), hasUncommittedChanges: async () => false };
    return { host, close, ...filledIn(settings, options, agent, sha) };
  } catch (failure) {
    await close();
    throw failure;
  }
}

/** An apply of the accepted revision under the state's lock; with glass to break, of the branch's newest commit. */
export async function openAgentForWriting(
  context: CliContext,
  options: CliOptions,
  path: string,
): Promise<OpenedHost<HostWriters>> {
  const settings = loadSettings(path, context.environment);
  const { agent, close } = await openLockedAgent(context, settings);
  try {
    const sha = await revisionToApply(agent, options);
    return { host: agent.over(agent.history.at(sha)), close, ...filledIn(settings, options, agent, sha) };
  } catch (failure) {
    await close();
    throw failure;
  }
}

function filledIn(settings: Settings, options: CliOptions, agent: AgentHost, sha: CommitSha) {
  const { revision: _, ...rest } = options;
  const accepted = readAccepted(agent.notes);
  const ignoreBudget = options.breakGlass !== undefined || options.ignoreBudget === true;
  return {
    options: { ...rest, host: options.host ?? settings.host, ignoreBudget },
    budget: accepted?.sha === sha ? accepted.budget : undefined,
    agent,
  };
}

async function revisionToApply(agent: AgentHost, options: CliOptions): Promise<CommitSha> {
  if (options.breakGlass !== undefined) return agent.branch.refresh();
  if (options.revision !== undefined) throw NO_SIDE_DOOR;
  const accepted = readAccepted(agent.notes);
  if (accepted === undefined) throw NOTHING_ACCEPTED;
  return accepted.sha;
}

const NO_SIDE_DOOR = new MistakeError(
  'the agent of this host decides which revision is applied, and --revision names another way',
  'Merge a reviewed pull request; in an emergency say --break-glass with the reason.',
);

const NOTHING_ACCEPTED = new MistakeError(
  'this host has not taken any revision yet',
  'Look at `homeamp plan`, then run `homeamp resume --accept-history` with the commit.',
);
