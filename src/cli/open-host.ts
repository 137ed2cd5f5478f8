import { existsSync } from 'node:fs';
import { MistakeError } from '../core/model/errors.ts';
import type { BudgetPolicy } from '../core/model/policy.ts';
import type { CommitSha } from '../core/model/revision.ts';
import { type AcceptedRevision, readAccepted } from '../engine/agent/accepted-revision.ts';
import type { AgentHost } from '../engine/agent/agent-host.ts';
import { namedCommit } from '../engine/agent/orders.ts';
import type { HostWriters } from '../engine/apply/host-writers.ts';
import { loadSettings, settingsPath } from '../settings/load-settings.ts';
import type { Settings } from '../settings/settings.ts';
import type { CliContext, CliReaders, Opened } from './cli-context.ts';
import type { CliOptions } from './command.ts';
import { hostPlace } from './host-place.ts';
import { lockPatiently } from './lock-patiently.ts';

/** A host and the options that it is looked at with: what the settings say is filled in. */
export interface OpenedHost<T> extends Opened<T> {
  readonly options: CliOptions;
  /** The bounds of the revision in force, where an agent keeps it. */
  readonly budget: BudgetPolicy | undefined;
  /** Undefined where the command line says everything. */
  readonly agent: AgentHost | undefined;
}

/** The settings of this host's agent, unless the command line says where to look. */
export function settingsInForce(
  { environment }: Pick<CliContext, 'environment'>,
  options: CliOptions,
): Settings | undefined {
  if (options.repo !== undefined || options.ampRoot !== undefined) return undefined;
  const path = settingsPath(environment, options.config);
  const isNamed = options.config !== undefined || environment['HOMEAMP_CONFIG'] !== undefined;
  return isNamed || existsSync(path) ? loadSettings(path, environment) : undefined;
}

/** Opens what a looking command works with. */
export async function openForReading(
  context: CliContext,
  options: CliOptions,
): Promise<OpenedHost<CliReaders>> {
  const settings = settingsInForce(context, options);
  if (settings === undefined) {
    const opened = await context.openReaders(hostPlace(context.environment, options));
    return { ...opened, options, budget: undefined, agent: undefined };
  }
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

/**
 * Opens what an apply works with, under the state's lock. With settings it is the revision that passed the agent's
 * gates; with glass to break, the branch's newest commit.
 */
export async function openForWriting(
  context: CliContext,
  options: CliOptions,
): Promise<OpenedHost<HostWriters>> {
  const settings = settingsInForce(context, options);
  if (settings === undefined) {
    if (options.breakGlass !== undefined) throw NO_GLASS;
    const opened = await context.openWriters(hostPlace(context.environment, options));
    return { ...opened, options, budget: undefined, agent: undefined };
  }
  const { agent, close } = await context.openAgent(settings);
  try {
    const release = await lockPatiently(agent.lock);
    const sha = await revisionToApply(agent, options);
    const host = agent.over(agent.history.at(sha));
    const closeAll = async () => {
      release();
      await close();
    };
    return { host, close: closeAll, ...filledIn(settings, options, agent, sha) };
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
  const accepted: AcceptedRevision | undefined = readAccepted(agent.notes);
  if (accepted === undefined) throw NOTHING_ACCEPTED;
  return accepted.sha;
}

const NO_GLASS = new MistakeError(
  '--break-glass passes the gates of an agent, and no settings of one are in force here',
  'Leave it out, or name the settings with --config instead of --repo and --amp-root.',
);

const NO_SIDE_DOOR = new MistakeError(
  'the agent of this host decides which revision is applied, and --revision names another way',
  'Merge a reviewed pull request; in an emergency say --break-glass with the reason.',
);

const NOTHING_ACCEPTED = new MistakeError(
  'this host has not taken any revision yet',
  'Look at `homeamp plan`, then run `homeamp resume --accept-history` with the commit.',
);
