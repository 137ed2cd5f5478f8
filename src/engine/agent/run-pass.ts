import { MistakeError, OperatingError, TransientError } from '../../core/model/errors.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import { troubleStatus } from '../../core/report/commit-status.ts';
import { type Recovery, recover } from '../apply/recover.ts';
import { reportRestartOrders } from '../orders/report-orders.ts';
import type { AgentHost } from './agent-host.ts';
import { deliver } from './deliver.ts';
import { type Course, followBranch, lookAtBranch, recallCourse } from './follow-branch.ts';
import { writeHeld } from './held-note.ts';
import { publishWords } from './host-words.ts';
import { NO_SOURCE } from './no-source.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import type { PassEnd, PassWant } from './pass-wants.ts';
import { createPullPlanner, type PullPlanner } from './plan-pulls.ts';
import { publishCourse } from './publish-course.ts';
import { publishPull } from './publish-pull.ts';
import { type Reconciled, reconcile } from './reconcile.ts';
import { reportCourse } from './report-course.ts';
import { readRollout } from './rollout-note.ts';
import { serversUnderWay, tendAfterwards, tendServers } from './tend-servers.ts';

/** Runs the passes of one host. What it remembers between them only saves work. */
export interface Passes {
  /** Never throws for what it expects; what it can't do is in its end. */
  run(wants: ReadonlySet<PassWant>, shouldStop: () => boolean): Promise<PassEnd>;
}

export function createPasses(agent: AgentHost): Passes {
  const outbox = createOutbox(agent.notes, agent.clock);
  const memory: PassMemory = {
    planner: createPullPlanner(agent),
    openPulls: new Set(),
    mergedPulls: new Set(),
    lastReport: '',
    compared: { states: {}, mistakes: [] },
    lastNews: '',
    hasMoved: false,
    toldHosts: '',
  };
  return {
    async run(wants, shouldStop) {
      const release = agent.lock();
      try {
        return await runPass({ agent, outbox, memory, wants, shouldStop });
      } finally {
        release();
      }
    },
  };
}

interface PassMemory {
  readonly planner: PullPlanner;
  openPulls: ReadonlySet<number>;
  /** Those of the revision in force, and of the one that is held. */
  mergedPulls: ReadonlySet<number>;
  /** The text of the report that was kept last. */
  lastReport: string;
  /** What the last comparison found: instances by state, and why the newest revision can't be used. */
  compared: { readonly states: PassEnd['states']; readonly mistakes: readonly string[] };
  /** What the last pass found, so that equal findings are no news. */
  lastNews: string;
  /** True while a server got further than the last report tells. */
  hasMoved: boolean;
  /** What the other hosts were told last. */
  toldHosts: string;
}

interface Pass {
  readonly agent: AgentHost;
  readonly outbox: Outbox;
  readonly memory: PassMemory;
  readonly wants: ReadonlySet<PassWant>;
  readonly shouldStop: () => boolean;
}

async function runPass(pass: Pass): Promise<PassEnd> {
  const { agent, outbox, memory } = pass;
  const shouldStop = () => pass.wants.has('ending') || pass.shouldStop();
  // Whoever set a time for the repository wants nothing taken at another one.
  const takes = pass.wants.has('repository');
  const troubles: OperatingError[] = [];
  const recoveries = await recover(agent.over(NO_SOURCE));
  for (const { outcome, instance } of recoveries) agent.log.warn('recovered an apply', { outcome, instance });
  memory.hasMoved ||= await tendServers(agent);
  const compares = takes || pass.wants.has('scan') || memory.hasMoved;
  if (!compares && !pass.wants.has('pulls')) return endOf(pass, NOTHING_FOUND);
  const course = await attempt(troubles, () => courseOf(pass));
  const reconciled =
    course?.accepted === undefined || !compares
      ? undefined
      : await attempt(troubles, () => tellTrouble(pass, course.accepted?.sha, () => compare(pass, course)));
  if (compares) memory.hasMoved = await tendAfterwards(agent, reconciled !== undefined);
  if (course !== undefined && takes) writeHeld(agent.notes, course.held);
  if (reconciled !== undefined) {
    await attempt(troubles, () => keepReport(pass, reconciled));
    await attempt(troubles, () => tellHosts(pass, reconciled));
  }
  if (course !== undefined) publishCourse(agent, outbox, { course, reconciled });
  if (course !== undefined && pass.wants.has('pulls') && !shouldStop()) {
    await attempt(troubles, () => answerPulls(pass, course, troubles));
  }
  memory.mergedPulls = new Set([...(course?.accepted?.pulls ?? []), ...(course?.held?.pulls ?? [])]);
  const delivery = await deliver(agent, outbox, {
    isWatched: (name) => isWatched(memory, name),
    shouldStop,
    retriesRefused: pass.wants.has('scan'),
  });
  if (delivery.failure !== undefined) troubles.push(delivery.failure);
  return endOf(pass, { course, reconciled, troubles, recoveries });
}

const NOTHING_FOUND: Found = { course: undefined, reconciled: undefined, troubles: [], recoveries: [] };

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

/** Keeps what this pass found on the host, unless the last one found the same. */
async function keepReport({ agent, memory }: Pass, { report }: Reconciled): Promise<void> {
  const course = reportCourse(agent.notes);
  const restartOrders = reportRestartOrders(agent.notes);
  const text = `${JSON.stringify({ ...report, course, restartOrders }, undefined, 2)}\n`;
  if (text === memory.lastReport) return;
  await agent.reports.put(`${agent.name}/status.json`, Buffer.from(text));
  memory.lastReport = text;
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

async function answerPulls(pass: Pass, course: Course, troubles: OperatingError[]): Promise<void> {
  const { agent, outbox, memory, shouldStop } = pass;
  const branch = agent.branch.name();
  if (course.tip === undefined || course.away !== undefined || branch === undefined) return;
  const open = await agent.forge.changes.listOpen(branch);
  const ours = open.filter((change) => change.isFromSameRepository);
  memory.openPulls = new Set(ours.map((change) => change.number));
  memory.planner.keepOnly(memory.openPulls);
  for (const change of ours) {
    if (shouldStop()) return;
    const base = { tip: course.tip, accepted: course.accepted };
    // A pull request that can't be answered is no reason to leave the others without an answer.
    await attempt(troubles, async () => {
      const answer = await tellTrouble(pass, change.head, () => memory.planner.answer(change, base));
      if (answer !== undefined) await publishPull(agent, outbox, answer);
    });
  }
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

interface Found {
  readonly course: Course | undefined;
  readonly reconciled: Reconciled | undefined;
  readonly troubles: readonly OperatingError[];
  readonly recoveries: readonly Recovery[];
}

function endOf({ agent, memory }: Pass, found: Found): PassEnd {
  const { course, reconciled } = found;
  const troubles = [...found.troubles, ...(course?.away === undefined ? [] : [course.away])];
  // What several parts met is told once.
  const unlike = [...new Map(troubles.map((trouble) => [trouble.message, trouble])).values()];
  if (reconciled !== undefined) {
    const mistakes = reconciled.mistakes === undefined ? [] : [reconciled.mistakes.message];
    memory.compared = { states: reconciled.report.totals.states, mistakes };
  }
  const held = course?.held === undefined ? [] : [course.held.reason.message];
  const waiting = [...held, ...memory.compared.mistakes, ...unlike.map((trouble) => trouble.message)];
  const end = {
    revision: course?.accepted?.sha.slice(0, 12) ?? '',
    states: memory.compared.states,
    waiting,
  };
  const news = JSON.stringify(end);
  const isNews =
    found !== NOTHING_FOUND &&
    (news !== memory.lastNews || reconciled?.hasApplied === true || found.recoveries.length > 0);
  if (found !== NOTHING_FOUND) memory.lastNews = news;
  for (const trouble of unlike) tell(agent, trouble, isNews);
  return {
    ...end,
    isOk: troubles.length === 0 && (reconciled?.report.totals.states.Failed ?? 0) === 0,
    news: isNews,
    retryAfterMillis: longest(troubles),
    servers: serversUnderWay(agent),
  };
}

function tell(agent: AgentHost, trouble: OperatingError, isNews: boolean): void {
  if (!isNews) return;
  const issues = trouble instanceof MistakeError ? trouble.issues.length : 0;
  agent.log.warn('a part of the pass failed', { why: trouble.message, next: trouble.next, issues });
}

function longest(troubles: readonly OperatingError[]): number | undefined {
  const waits = troubles.map((trouble) =>
    trouble instanceof TransientError ? (trouble.retryAfterMillis ?? 0) : 0,
  );
  const most = Math.max(0, ...waits);
  return most > 0 ? most : undefined;
}
