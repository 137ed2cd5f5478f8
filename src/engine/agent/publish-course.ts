import type { CommitStatus } from '../../core/model/publication.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import {
  appliedStatus,
  brokenGlassStatus,
  heldStatus,
  mistakesStatus,
  syncStatus,
} from '../../core/report/commit-status.ts';
import { driftSection } from '../../core/report/drift-section.ts';
import { pullSection } from '../../core/report/pull-section.ts';
import type { InstanceReport, Report } from '../../core/report/report.ts';
import type { AcceptedRevision } from './accepted-revision.ts';
import type { AgentHost } from './agent-host.ts';
import type { Course } from './follow-branch.ts';
import type { HeldCommits } from './held-note.ts';
import { keepAnswers } from './keep-ticks.ts';
import { type Outbox, sealSection } from './outbox.ts';
import type { Reconciled } from './reconcile.ts';
import { type RolloutNote, readRollout, writeRollout } from './rollout-note.ts';
import { STAGE_WORDS } from './stage-words.ts';
import { hostsOfStage } from './stages.ts';

export interface CourseNews {
  readonly course: Course;
  readonly reconciled: Reconciled | undefined;
}

/** Puts into the outbox how this host stands on the branch: statuses, merged pull requests, stages and drift. */
export function publishCourse(agent: AgentHost, outbox: Outbox, { course, reconciled }: CourseNews): void {
  if (course.held !== undefined) publishHeld(agent, outbox, course.held, course.tip);
  const { accepted } = course;
  if (accepted === undefined || reconciled === undefined) return;
  const hadUnloaded = isUnloaded(readRollout(agent.notes));
  const rollout = followRollout(agent, accepted, reconciled);
  const status = statusOf(accepted, reconciled, rollout);
  outbox.put({ kind: 'status', sha: accepted.sha, status });
  if (!rollout.isSettled || hadUnloaded) publishMerged(agent, outbox, { accepted, reconciled, rollout });
  publishStages(outbox, reconciled);
  publishDrift(agent, outbox, reconciled.report);
  if (isDone(reconciled)) writeRollout(agent.notes, { ...rollout, isSettled: true });
}

/** What can't be compared is not known to be without drift, so it never takes back what was told before. */
function publishDrift(agent: AgentHost, outbox: Outbox, report: Report): void {
  const section = sealSection(driftSection({ report, ...keepAnswers(agent) }));
  const { Failed, Unknown, Blocked } = report.totals.states;
  const told = outbox.get('drift')?.message;
  const wasLoud = told?.kind === 'drift-post' && !told.section.isQuiet;
  if (section.isQuiet && wasLoud && Failed + Unknown + Blocked > 0) return;
  outbox.put({ kind: 'drift-post', section });
}

function publishHeld(agent: AgentHost, outbox: Outbox, held: HeldCommits, tip: CommitSha | undefined): void {
  const status = heldStatus(held.reason);
  outbox.put({ kind: 'status', sha: held.commit, status });
  if (tip !== undefined) outbox.put({ kind: 'status', sha: tip, status });
  for (const number of held.pulls) {
    const section = pullSection({
      host: agent.name,
      head: held.commit,
      base: held.commit,
      outcome: { kind: 'held', reason: held.reason, revision: held.commit },
      seeAll: '',
    });
    outbox.put({ kind: 'pull-post', number, section: sealSection(section) });
  }
}

/** The outcome so far of everything that the revision changed, over several passes. */
function followRollout(agent: AgentHost, accepted: AcceptedRevision, reconciled: Reconciled): RolloutNote {
  const known = readRollout(agent.notes);
  const isSame = known?.treeId === accepted.treeId;
  const before = new Map(isSame ? known.instances.map((instance) => [instance.id, instance]) : []);
  for (const instance of reconciled.report.instances) {
    const then = before.get(instance.id);
    if (instance.outcome?.kind === 'applied' || instance.outcome?.kind === 'failed') {
      before.set(instance.id, instance);
    } else if (then?.state === 'AppliedNotLoaded' && instance.state === 'InSync') {
      before.set(instance.id, { ...then, state: 'InSync', reason: null });
    }
  }
  const rollout: RolloutNote = {
    treeId: accepted.treeId,
    isSettled: isSame && known.isSettled,
    isAsApproved: isSame ? known.isAsApproved && asApproved(reconciled) : reconciled.isAsApproved,
    replanned: [...new Set([...(isSame ? known.replanned : []), ...reconciled.replanned])],
    planId: isSame ? known.planId : reconciled.report.planId,
    instances: [...before.values()],
    stages: reconciled.stages.length > 0 ? reconciled.stages : isSame ? known.stages : [],
  };
  writeRollout(agent.notes, rollout);
  return rollout;
}

function isUnloaded(rollout: RolloutNote | undefined): boolean {
  return rollout?.instances.some(({ state }) => state === 'AppliedNotLoaded') ?? false;
}

/** A pass that had nothing to apply says nothing against the approval. */
function asApproved({ isAsApproved, hasApplied }: Reconciled): boolean {
  return isAsApproved || !hasApplied;
}

function isDone({ report, mistakes, stages }: Reconciled): boolean {
  const { Pending, Blocked, Failed, Unknown } = report.totals.states;
  const isLeft = Pending + Blocked + Failed + Unknown > 0 || report.instances.some(waitsForResume);
  const isClimbing = stages.some(({ word }) => word !== STAGE_WORDS.done);
  return mistakes === undefined && !isLeft && !isClimbing;
}

/** True where the revision asks for something that a suspension holds back. */
function waitsForResume({ state, changes }: InstanceReport): boolean {
  return changes.some(
    ({ held, verdict }) => verdict !== 'drifted' && (state === 'Suspended' || held?.reason === 'suspended'),
  );
}

const QUIET: ReadonlySet<InstanceReport['state']> = new Set(['InSync', 'AppliedNotLoaded', 'Drifted']);

/** The report of this pass with what earlier passes of the same revision applied. */
function wholeReport({ report }: Reconciled, { instances, planId }: RolloutNote): Report {
  const applied = new Map(instances.map((instance) => [instance.id, instance]));
  const merge = (now: InstanceReport): InstanceReport => {
    const then = applied.get(now.id);
    const isQuiet = QUIET.has(now.state) || (now.state === 'Suspended' && now.changes.length === 0);
    // A failure that is over has nothing more to say, whoever ended it.
    const isKept = then?.outcome?.kind === 'applied' && now.outcome?.kind !== 'applied' && isQuiet;
    return isKept ? then : now;
  };
  const merged = report.instances.map(merge);
  const keys = merged.reduce((sum, instance) => sum + (instance.outcome?.keys ?? 0), 0);
  return { ...report, planId, instances: merged, totals: { ...report.totals, changes: keys } };
}

function statusOf(accepted: AcceptedRevision, reconciled: Reconciled, rollout: RolloutNote): CommitStatus {
  const { mistakes, report } = reconciled;
  if (mistakes !== undefined) return mistakesStatus(mistakes.issues);
  const status = isToldAsApplied(accepted, reconciled, rollout)
    ? appliedStatus({ ...rollout, report: wholeReport(reconciled, rollout) })
    : syncStatus(report);
  if (accepted.how !== 'break-glass') return status;
  return brokenGlassStatus(status, { by: accepted.by.join(', '), reason: accepted.reason });
}

/**
 * While a rollout lasts, and afterwards as long as nothing else is to be told. A later commit that changed nothing here
 * did not bring what was applied.
 */
function isToldAsApplied(
  accepted: AcceptedRevision,
  { report }: Reconciled,
  { instances, isSettled }: RolloutNote,
): boolean {
  if (instances.length === 0) return false;
  const { InSync, AppliedNotLoaded } = report.totals.states;
  const isQuiet = InSync + AppliedNotLoaded === report.totals.instances;
  return !isSettled || (isQuiet && accepted.sha === accepted.broughtBy);
}

interface MergedNews {
  readonly accepted: AcceptedRevision;
  readonly reconciled: Reconciled;
  readonly rollout: RolloutNote;
}

function publishMerged(
  agent: AgentHost,
  outbox: Outbox,
  { accepted, reconciled, rollout }: MergedNews,
): void {
  if (reconciled.mistakes !== undefined) return;
  const section = pullSection({
    host: agent.name,
    head: accepted.sha,
    base: accepted.sha,
    outcome: {
      kind: 'applied',
      report: wholeReport(reconciled, rollout),
      isAsApproved: rollout.isAsApproved,
      replanned: rollout.replanned,
    },
    seeAll: `\`homeamp history\` on ${agent.name} lists every file.`,
  });
  for (const number of accepted.pulls) {
    outbox.put({ kind: 'pull-post', number, section: sealSection(section) });
  }
}

function publishStages(outbox: Outbox, { fleet, stages, broughtBy }: Reconciled): void {
  if (fleet === undefined) return;
  for (const { stage, word } of stages) {
    const hosts = hostsOfStage(fleet, stage);
    outbox.put({ kind: 'deployment', sha: broughtBy, stage, word, hosts });
  }
}
