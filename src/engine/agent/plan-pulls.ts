import type { ChangeRequest } from '../../core/model/change-request.ts';
import { MistakeError } from '../../core/model/errors.ts';
import type { BudgetPolicy } from '../../core/model/policy.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import type { SuspensionInForce } from '../../core/model/suspension.ts';
import type { Report } from '../../core/report/report.ts';
import type { MergedTree } from '../../ports/repository-history.ts';
import type { SourceRepository } from '../../ports/source-repository.ts';
import type { ObservationCache } from '../../ports/state-store.ts';
import { type MadePlan, makePlan } from '../make-plan.ts';
import { renderKeyOf } from '../render-key.ts';
import { reportPass } from '../report-pass.ts';
import type { AcceptedRevision } from './accepted-revision.ts';
import type { AgentHost } from './agent-host.ts';
import { type LookAtWorkbooks, type WorkbookLook, workbookLooker } from './look-at-workbooks.ts';
import { type Looks, rememberLooks } from './looked-files.ts';
import { createMemoryObservations } from './memory-observations.ts';
import { policyAt } from './policy-at.ts';
import { budgetAfter } from './revision-after.ts';
import { isStillSuspended } from './seen-suspensions.ts';

/** What merging an open pull request would mean for this host. */
export interface PullAnswer {
  readonly change: ChangeRequest;
  readonly base: CommitSha;
  readonly outcome: PullOutcome;
  /** What it does to the repository's workbooks; undefined where there is no merge to look at. */
  readonly workbooks: WorkbookLook | undefined;
}

export type PullOutcome =
  | {
      readonly kind: 'planned';
      readonly made: MadePlan;
      readonly report: Report;
      /** The same host beside the base branch; undefined when that has mistakes. */
      readonly onBase: Report | undefined;
    }
  /** It changes nothing that homeamp reads. */
  | { readonly kind: 'untouched' }
  | { readonly kind: 'mistakes'; readonly failure: MistakeError }
  | { readonly kind: 'conflict'; readonly paths: readonly string[] };

/** Answers open pull requests, and knows which answers still hold. */
export interface PullPlanner {
  /** Undefined when the last answer still holds, or when there can't be one yet. */
  answer(change: ChangeRequest, on: PlanningBase): Promise<PullAnswer | undefined>;
  /** Forgets all others. */
  keepOnly(numbers: ReadonlySet<number>): void;
}

export interface PlanningBase {
  readonly tip: CommitSha;
  readonly accepted: AcceptedRevision | undefined;
}

interface Remembered {
  readonly head: CommitSha;
  readonly base: CommitSha;
  readonly secretsKey: string;
  readonly looks: Looks;
  readonly suspensions: readonly SuspensionInForce[] | undefined;
  readonly observations: ObservationCache;
}

export function createPullPlanner(agent: AgentHost): PullPlanner {
  const remembered = new Map<number, Remembered>();
  const planOnBase = basePlanner(agent);
  const lookAtWorkbooks = workbookLooker(agent);
  return {
    async answer(change, on) {
      const known = remembered.get(change.number);
      const secretsKey = secretsKeyOf(agent, on.tip);
      const isKnown = known?.head === change.head && known.base === on.tip && known.secretsKey === secretsKey;
      if (isKnown && known.looks.isStillTrue() && isStillSuspended(agent, known.suspensions))
        return undefined;
      if (!(await agent.heads.fetch(change.number, change.head))) return undefined;
      const { reader, looks } = rememberLooks(agent.over(agent.history.at(on.tip)).files);
      const observations = known?.observations ?? createMemoryObservations();
      const proposal = { change, on, reader, observations, planOnBase, lookAtWorkbooks };
      const { outcome, workbooks } = await answerTo(agent, proposal);
      const suspensions = outcome.kind === 'planned' ? outcome.made.suspensions : undefined;
      const planned = { secretsKey, looks, suspensions, observations };
      remembered.set(change.number, { head: change.head, base: on.tip, ...planned });
      return { change, base: on.tip, outcome, workbooks };
    },
    keepOnly(numbers) {
      for (const number of remembered.keys()) if (!numbers.has(number)) remembered.delete(number);
    },
  };
}

/** Changes when a secret of this host does. */
function secretsKeyOf(agent: AgentHost, tip: CommitSha): string {
  const { secrets, fingerprints, version } = agent.over(agent.history.at(tip));
  return renderKeyOf({ treeId: '', version, secrets, fingerprintOf: (text) => fingerprints.of(text) });
}

interface Proposal {
  readonly change: ChangeRequest;
  readonly on: PlanningBase;
  readonly reader: ReturnType<typeof rememberLooks>['reader'];
  readonly observations: ObservationCache;
  readonly planOnBase: BasePlanner;
  readonly lookAtWorkbooks: LookAtWorkbooks;
}

type Answered = Pick<PullAnswer, 'outcome' | 'workbooks'>;

async function answerTo(agent: AgentHost, proposal: Proposal): Promise<Answered> {
  const { change, on } = proposal;
  const merged = await agent.history.merge(on.tip, change.head);
  if (merged.kind === 'conflict') {
    return { outcome: { kind: 'conflict', paths: merged.paths }, workbooks: undefined };
  }
  const base = await agent.history.commit(on.tip);
  if (merged.treeId === base.treeId) return { outcome: { kind: 'untouched' }, workbooks: undefined };
  const outcome = await outcomeOf(agent, proposal, merged);
  return { outcome, workbooks: await proposal.lookAtWorkbooks(on.tip, merged) };
}

async function outcomeOf(
  agent: AgentHost,
  proposal: Proposal,
  merged: Extract<MergedTree, { kind: 'merged' }>,
): Promise<PullOutcome> {
  try {
    const made = await planMerged(agent, proposal, merged);
    const report = reportPass(agent.over(merged.source).version, made);
    return { kind: 'planned', made, report, onBase: await proposal.planOnBase(proposal.on.tip) };
  } catch (failure) {
    if (failure instanceof MistakeError) return { kind: 'mistakes', failure };
    throw failure;
  }
}

async function planMerged(
  agent: AgentHost,
  proposal: Proposal,
  merged: Extract<MergedTree, { kind: 'merged' }>,
): Promise<MadePlan> {
  const { reader, observations, on } = proposal;
  const host = { ...agent.over(merged.source), files: reader, observations };
  const first = await makePlan(host, requestOf(agent, undefined));
  const own = (await first.desired()).fleet.policy.budget;
  const before = await budgetOn(agent, on, own);
  const budget = await budgetAfter(
    { source: agent.history.at(on.tip), budget: before },
    { source: merged.source, budget: own },
  );
  return budget === own ? first : makePlan(host, requestOf(agent, budget));
}

/** The bounds on the base branch, which a proposed change is held to. */
async function budgetOn(
  agent: AgentHost,
  { tip, accepted }: PlanningBase,
  unknown: BudgetPolicy,
): Promise<BudgetPolicy> {
  if (accepted?.sha === tip) return accepted.budget;
  return (await policyAt(agent, tip))?.budget ?? unknown;
}

function requestOf(agent: AgentHost, budget: BudgetPolicy | undefined) {
  return {
    host: agent.name,
    instances: [],
    ref: undefined,
    heal: false,
    conflicts: 'write',
    ignoreBudget: false,
    budget,
    ignoreProcess: true,
    full: false,
    onInstance: () => undefined,
  } as const;
}

interface PlannedBase extends Pick<Remembered, 'looks' | 'suspensions'> {
  readonly tip: CommitSha;
  readonly report: Report | undefined;
}

type BasePlanner = (tip: CommitSha) => Promise<Report | undefined>;

/** Plans the host beside the base branch, once for all pull requests while nothing has moved. */
function basePlanner(agent: AgentHost): BasePlanner {
  const observations = createMemoryObservations();
  let last: PlannedBase | undefined;
  const plan = async (source: SourceRepository, tip: CommitSha): Promise<Report | undefined> => {
    const { reader, looks } = rememberLooks(agent.over(source).files);
    const host = { ...agent.over(source), files: reader, observations };
    const made = await makePlan(host, requestOf(agent, undefined)).catch((failure: unknown) => {
      if (failure instanceof MistakeError) return undefined;
      throw failure;
    });
    const report = made === undefined ? undefined : reportPass(host.version, made);
    last = { tip, looks, suspensions: made?.suspensions, report };
    return report;
  };
  return async (tip) => {
    const isKnown =
      last?.tip === tip && last.looks.isStillTrue() && isStillSuspended(agent, last.suspensions);
    if (last !== undefined && isKnown) return last.report;
    return plan(agent.history.at(tip), tip);
  };
}
