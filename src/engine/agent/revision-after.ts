import type { BudgetPolicy } from '../../core/model/policy.ts';
import type { SourceRepository } from '../../ports/source-repository.ts';
import type { AcceptedRevision, ApprovedPlan } from './accepted-revision.ts';
import type { AgentHost } from './agent-host.ts';
import { broughtBy } from './brought-by.ts';
import { policyAt } from './policy-at.ts';
import { planShownAt, readPull } from './pull-notes.ts';
import { readRollout } from './rollout-note.ts';
import type { Step } from './step.ts';

export interface TakenStep {
  readonly step: Step;
  /** Steps of the same look before it. */
  readonly earlier: readonly Step[];
}

/** The accepted revision after one more step. */
export async function revisionAfter(
  agent: AgentHost,
  from: AcceptedRevision,
  { step, earlier }: TakenStep,
): Promise<AcceptedRevision> {
  const end = step.commits.at(-1);
  if (end === undefined) return from;
  // Nothing to apply: what holds for the files holds on, and so does the plan that was approved for them.
  if (end.treeId === from.treeId) return { ...from, sha: end.sha };
  const policy = await policyAt(agent, end.sha);
  const budget = policy?.budget ?? from.budget;
  const changed = [...earlier, step].filter(({ how }) => how !== 'nothing-changed');
  return {
    sha: end.sha,
    treeId: end.treeId,
    broughtBy: await broughtBy(agent, end.sha),
    at: agent.clock.now(),
    how: step.how,
    by: step.by,
    reason: '',
    pulls: pullsWith(agent, from, step),
    approval: policy?.approval ?? from.approval,
    budget: await budgetAfter(
      { source: agent.history.at(from.sha), budget: from.budget },
      { source: agent.history.at(end.sha), budget },
    ),
    approved: changed.length === 1 ? approvedPlan(agent, step) : null,
  };
}

/** Pull requests whose changes this host has not finished are told of the revision that follows them as well. */
function pullsWith(agent: AgentHost, from: AcceptedRevision, { change }: Step): readonly number[] {
  const rollout = readRollout(agent.notes);
  const isFinished = rollout?.treeId === from.treeId && rollout.isSettled;
  const unfinished = isFinished ? [] : from.pulls;
  const own = change === undefined ? [] : [change.number];
  return [...unfinished, ...own].slice(-PULLS_KEPT);
}

const PULLS_KEPT = 20;

/** What the reviewers could see when they approved; later plans of the same head were seen by nobody who had to. */
function approvedPlan(agent: AgentHost, { change, approvedAt }: Step): ApprovedPlan | null {
  if (change === undefined) return null;
  const note = readPull(agent.notes, change.number);
  return note?.head === change.head ? planShownAt(note, approvedAt) : null;
}

/**
 * The bounds for a change's own keys. A new budget holds at once only when nothing else changes with it; otherwise a
 * commit could raise the budget for itself.
 */
export async function budgetAfter(from: BudgetedSource, to: BudgetedSource): Promise<BudgetPolicy> {
  if (isEqual(from.budget, to.budget)) return to.budget;
  return (await changesFleetFileAlone(from.source, to.source)) ? to.budget : from.budget;
}

interface BudgetedSource {
  readonly source: SourceRepository;
  readonly budget: BudgetPolicy;
}

async function changesFleetFileAlone(from: SourceRepository, to: SourceRepository): Promise<boolean> {
  const [before, after] = [await from.readTree(undefined), await to.readTree(undefined)];
  const paths = new Set([...before.files.keys(), ...after.files.keys()]);
  paths.delete(FLEET_FILE);
  return [...paths].every((path) => isSameFile(before.files.get(path), after.files.get(path)));
}

const FLEET_FILE = 'desired-state/fleet.yaml';

function isSameFile(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined || a.length !== b.length) return false;
  return a.every((byte, index) => byte === b[index]);
}

function isEqual(a: BudgetPolicy, b: BudgetPolicy): boolean {
  return (
    a.keys === b.keys && a.instances?.kind === b.instances?.kind && a.instances?.value === b.instances?.value
  );
}
