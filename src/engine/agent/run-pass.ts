import { OperatingError } from '../../core/model/errors.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import { troubleStatus } from '../../core/report/commit-status.ts';
import { recover } from '../apply/recover.ts';
import { keepHeld } from '../audit/keep-held.ts';
import { mirrorAudit } from '../audit/mirror-audit.ts';
import type { AgentHost } from './agent-host.ts';
import { deliver } from './deliver.ts';
import { endOf, NOTHING_FOUND } from './end-pass.ts';
import { type Course, followBranch, lookAtBranch, recallCourse } from './follow-branch.ts';
import { createHeartbeats, type Heartbeats } from './heartbeat.ts';
import { hideSecrets } from './hide-secrets.ts';
import { seenHistory } from './host-facts.ts';
import { publishWords } from './host-words.ts';
import { keepBackups } from './keep-backups.ts';
import { keepPassReport, keepStatus } from './keep-report.ts';
import { keepTicked } from './keep-ticked.ts';
import { NO_SOURCE } from './no-source.ts';
import { createOutbox } from './outbox.ts';
import type { Pass, PassMemory } from './pass.ts';
import type { PassEnd, PassWant } from './pass-wants.ts';
import { createPullPlanner } from './plan-pulls.ts';
import { publishCourse } from './publish-course.ts';
import { publishPull } from './publish-pull.ts';
import { type Reconciled, reconcile } from './reconcile.ts';
import { readRollout } from './rollout-note.ts';
import { sweepReports } from './sweep-reports.ts';
import { tendAfterwards, tendServers } from './tend-servers.ts';

/** Runs the passes of one host. What it remembers between them only saves work. */
export interface Passes {
  /** Never throws for what it expects; what it can't do is in its end. */
  run(wants: ReadonlySet<PassWant>, shouldStop: () => boolean): Promise<PassEnd>;
  /** Tells the other hosts that this one is alive, also while no pass runs. */
  beat(): Promise<void>;
}

/** `beatMillis`: how often somebody makes it beat at least; undefined where nobody does. */
export function createPasses(
  agent: AgentHost,
  { beatMillis }: { readonly beatMillis?: number } = {},
): Passes {
  const heartbeats = createHeartbeats(agent, beatMillis);
  const outbox = createOutbox(agent.notes, agent.clock);
  const memory: PassMemory = {
    planner: createPullPlanner(agent),
    openPulls: new Set(),
    mergedPulls: new Set(),
    lastReport: '',
    compared: { states: {}, mistakes: [], report: undefined },
    seenHistory: seenHistory(agent),
    lastNews: '',
    hasMoved: false,
    toldHosts: '',
    hiddenFor: '',
  };
  return {
    async run(wants, shouldStop) {
      const release = agent.lock();
      try {
        const isEnding = wants.has('ending');
        const pass = { agent, outbox, memory, wants, shouldStop: () => isEnding || shouldStop() };
        const end = await runPass(pass);
        if (!looksAtServersAlone(wants)) heartbeats.note(end);
        await handOver(pass, heartbeats, end);
        return end;
      } catch (error) {
        heartbeats.note(undefined);
        throw error;
      } finally {
        release();
      }
    },
    beat: () => heartbeats.beat(),
  };
}

function looksAtServersAlone(wants: ReadonlySet<PassWant>): boolean {
  return [...wants].every((want) => want === 'servers' || want === 'ending');
}

/** Servers that are under way are not kept waiting for a store, and least of all those that are down for their files. */
async function handOver(
  { agent, wants, shouldStop }: Pass,
  heartbeats: Heartbeats,
  { servers }: PassEnd,
): Promise<void> {
  await heartbeats.beat();
  if (!shouldStop() && !looksAtServersAlone(wants) && servers.held === 0) await agent.spool.flush();
}

async function runPass(pass: Pass): Promise<PassEnd> {
  const { agent, outbox, memory, shouldStop } = pass;
  const begunAt = agent.clock.now();
  // Whoever set a time for the repository wants nothing taken at another one.
  const takes = pass.wants.has('repository');
  const troubles: OperatingError[] = [];
  const recoveries = await recover(agent.over(NO_SOURCE));
  for (const { outcome, instance } of recoveries) agent.log.warn('recovered an apply', { outcome, instance });
  const isEnding = pass.wants.has('ending');
  const hiding = hideSecrets(pass);
  // Whatever it fails over, servers that are down are seen to first.
  await Promise.allSettled([hiding]);
  memory.hasMoved ||= await tendServers(agent, { isEnding });
  const compares = takes || pass.wants.has('scan') || memory.hasMoved;
  if (!compares && !pass.wants.has('pulls')) return endOf(pass, NOTHING_FOUND);
  const course = await attempt(troubles, () => courseOf(pass));
  const reconciled = await compareIf(compares, pass, { course, troubles });
  if (compares)
    memory.hasMoved = await tendAfterwards(agent, { isEnding, hasPlan: reconciled !== undefined });
  await attempt(troubles, () => hiding);
  if (course !== undefined && takes) keepHeld(agent, course.held);
  await attempt(troubles, () => keepTicked(pass, course, reconciled));
  if (course !== undefined) publishCourse(agent, outbox, { course, reconciled });
  if (reconciled !== undefined) {
    await attempt(troubles, () => keepStatus(pass, reconciled));
    await attempt(troubles, () => tellHosts(pass, reconciled));
    await attempt(troubles, () => keepBackups(pass, reconciled));
  }
  const openPulls =
    course !== undefined && pass.wants.has('pulls') && !shouldStop()
      ? await attempt(troubles, () => answerPulls(pass, course, troubles))
      : undefined;
  memory.mergedPulls = new Set([...(course?.accepted?.pulls ?? []), ...(course?.held?.pulls ?? [])]);
  const delivery = await deliver(agent, outbox, {
    // What other hosts write to as well is looked at by the schedule, not at every step of a server.
    isWatched: (name) => (takes || pass.wants.has('pulls')) && isWatched(memory, name),
    shouldStop,
    retriesRefused: pass.wants.has('scan'),
  });
  if (delivery.failure !== undefined) troubles.push(delivery.failure);
  const away = course?.away === undefined ? [] : [course.away];
  const findings = { begunAt, course, reconciled, recoveries, troubles: [...troubles, ...away] };
  await attempt(troubles, () => keepPassReport(pass, findings));
  await mirrorAudit(agent);
  if (pass.wants.has('scan')) await sweepReports(agent);
  return endOf(pass, { course, reconciled, troubles, recoveries, openPulls });
}

/** Passes for servers alone ask nothing of the network. */
function courseOf({ agent, wants }: Pass): Promise<Course> {
  if (wants.has('repository')) return followBranch(agent);
  return wants.has('scan') || wants.has('pulls') ? lookAtBranch(agent) : recallCourse(agent);
}

/** Runs one part of the pass; what fails in an expected way is kept and the other parts go on. */
async function attempt<T>(troubles: OperatingError[], part: () => Promise<T>): Promise<T | undefined> {
  try {
    return await part();
  } catch (failure) {
    if (!(failure instanceof OperatingError)) throw failure;
    troubles.push(failure);
    return undefined;
  }
}

/** Whatever a comparison fails over, servers that are down for it are started. */
async function compareIf(
  compares: boolean,
  pass: Pass,
  { course, troubles }: { readonly course: Course | undefined; readonly troubles: OperatingError[] },
): Promise<Reconciled | undefined> {
  if (course?.accepted === undefined || !compares) return undefined;
  const { sha } = course.accepted;
  try {
    return await attempt(troubles, () => tellTrouble(pass, sha, () => compare(pass, course)));
  } catch (bug) {
    await tendAfterwards(pass.agent, { isEnding: true, hasPlan: false });
    throw bug;
  }
}

async function compare(
  { agent, wants, shouldStop }: Pass,
  { accepted, held }: Course,
): Promise<Reconciled | undefined> {
  if (accepted === undefined) return undefined;
  const rollout = readRollout(agent.notes);
  const isRollingOut = rollout?.treeId !== accepted.treeId || !rollout.isSettled;
  const frozen = held?.reason.code === 'history-rewritten' ? held.reason : undefined;
  return reconcile(agent, { accepted, full: wants.has('scan'), isRollingOut, frozen, shouldStop });
}

/** Without a forge the other hosts learn from the reports how far this one is. */
async function tellHosts({ agent, memory }: Pass, { broughtBy, stages }: Reconciled): Promise<void> {
  if (agent.forge.kind !== 'none' || stages.length === 0) return;
  const words = new Map(stages.map(({ stage, word }) => [stage, word]));
  const told = JSON.stringify([broughtBy, ...words]);
  if (told === memory.toldHosts) return;
  await publishWords(agent, broughtBy, words);
  memory.toldHosts = told;
}

/** How many open ones there are; undefined where they could not be asked for. */
async function answerPulls(
  pass: Pass,
  course: Course,
  troubles: OperatingError[],
): Promise<number | undefined> {
  const { agent, outbox, memory, shouldStop } = pass;
  const branch = agent.branch.name();
  if (course.tip === undefined || course.away !== undefined || branch === undefined) return undefined;
  const open = await agent.forge.changes.listOpen(branch);
  const ours = open.filter((change) => change.isFromSameRepository);
  memory.openPulls = new Set(ours.map((change) => change.number));
  memory.planner.keepOnly(memory.openPulls);
  for (const change of ours) {
    if (shouldStop()) break;
    const base = { tip: course.tip, accepted: course.accepted };
    // A pull request that can't be answered is no reason to leave the others without an answer.
    await attempt(troubles, async () => {
      const answer = await tellTrouble(pass, change.head, () => memory.planner.answer(change, base));
      if (answer !== undefined) await publishPull(agent, outbox, answer);
    });
  }
  return ours.length;
}

/** Says on the commit that this host failed over it, unless it will pass by itself. */
async function tellTrouble<T>(
  { outbox }: Pass,
  sha: CommitSha | undefined,
  part: () => Promise<T>,
): Promise<T> {
  try {
    return await part();
  } catch (failure) {
    const isLasting = failure instanceof OperatingError && failure.kind !== 'transient';
    if (isLasting && sha !== undefined) {
      outbox.put({ kind: 'status', sha, status: troubleStatus(failure.kind) });
    }
    throw failure;
  }
}

/** Posts that other hosts write to as well are looked at again while they matter. */
function isWatched({ openPulls, mergedPulls }: PassMemory, name: string): boolean {
  if (name === 'drift') return true;
  const number = Number(/^pull\/(\d+)$/.exec(name)?.[1]);
  return openPulls.has(number) || mergedPulls.has(number);
}
