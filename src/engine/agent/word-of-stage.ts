import type { Fleet } from '../../core/model/desired-state.ts';
import type { InstanceId } from '../../core/model/instance.ts';
import type { InstancePlan } from '../../core/model/plan.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import { isFailedOnServer } from '../../core/model/server-codes.ts';
import { readActivation } from '../activation/activation-note.ts';
import { readUnloaded } from '../activation/waiting-notes.ts';
import type { InstanceOutcome } from '../apply/apply-plan.ts';
import type { HostWriters } from '../apply/host-writers.ts';
import { jsonNote } from '../json-note.ts';
import { isSuspended } from '../suspend-plans.ts';
import type { AgentHost } from './agent-host.ts';
import { hasRevisionChanges } from './revision-changes.ts';
import { STAGE_WORDS, type StageWord } from './stage-words.ts';

export interface StageState {
  readonly stage: string;
  readonly fleet: Fleet;
  /** The commit that brought what is rolled out. */
  readonly sha: CommitSha;
  readonly plans: readonly InstancePlan[];
  readonly outcomes: readonly InstanceOutcome[];
  readonly runsOldValues: (instance: InstanceId, outcome: InstanceOutcome | undefined) => boolean;
}

/** Since when a stage of a revision has been done on this host but for its soak time. */
interface SoakNote {
  readonly sha: CommitSha;
  readonly since: number;
}

/**
 * How far this host is with a stage: done once every instance of it has what the revision asks for, runs on it and has
 * done so for the stage's soak time, and at least for as long as its servers are watched.
 */
export function wordOfStage(
  agent: AgentHost,
  host: HostWriters,
  state: StageState,
): { readonly word: StageWord; readonly until: number | undefined } {
  const note = jsonNote<SoakNote>(`soak/${state.stage}`);
  const word = wordFor(host, state);
  if (word !== STAGE_WORDS.done) {
    note.write(agent.notes, undefined);
    return { word, until: undefined };
  }
  const now = agent.clock.now();
  const known = note.read(agent.notes);
  const since = known?.sha === state.sha ? known.since : now;
  note.write(agent.notes, { sha: state.sha, since });
  const soaked = since + (state.fleet.policy.soakMillisByStage.get(state.stage) ?? 0);
  const until = Math.max(soaked, watchedUntil(host, state.plans));
  return now < until ? { word: STAGE_WORDS.soaks, until } : { word, until: undefined };
}

function wordFor(host: HostWriters, state: StageState): StageWord {
  const { plans, outcomes } = state;
  const hasFailed =
    outcomes.some(({ kind }) => kind === 'failed') || plans.some(({ blocked }) => isFailedOnServer(blocked));
  if (hasFailed) return STAGE_WORDS.failed;
  return plans.every((plan) => isDone(host, state, plan)) ? STAGE_WORDS.done : STAGE_WORDS.waits;
}

function isDone(host: HostWriters, { outcomes, runsOldValues }: StageState, plan: InstancePlan): boolean {
  const { id } = plan.instance;
  // What is paused has nothing to wait for unless the revision asks something of it.
  if (isSuspended(plan)) return !hasRevisionChanges(plan);
  const outcome = outcomes.find(({ instance }) => instance === id);
  if (plan.blocked !== undefined || isOnItsWay(host, id) || runsOldValues(id, outcome)) return false;
  const isHeld = plan.files.some((file) => file.held.some(({ verdict }) => verdict !== 'drifted'));
  return !isHeld && (outcome?.kind === 'applied' || outcome?.kind === 'unchanged');
}

/** A server that is watched has loaded its files. */
function isOnItsWay({ amp }: HostWriters, instance: InstanceId): boolean {
  if (amp === undefined) return false;
  const note = readActivation(amp.notes, instance);
  const isUnderWay = note !== undefined && note.step !== 'watching' && note.cause.kind === 'revision';
  return isUnderWay || readUnloaded(amp.notes, instance) !== undefined;
}

/** Nobody knows that a server does well with its new files before it was watched, however short its stage soaks. */
function watchedUntil({ amp }: HostWriters, plans: readonly InstancePlan[]): number {
  if (amp === undefined) return 0;
  const ends = plans.map(({ instance }) => {
    const note = readActivation(amp.notes, instance.id);
    const isWatched = note?.step === 'watching' && note.cause.kind === 'revision';
    return isWatched ? note.stepAt + note.policy.health.watchMillis : 0;
  });
  return Math.max(0, ...ends);
}
