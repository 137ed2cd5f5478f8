import type { InstanceId } from '../model/instance.ts';
import type { InstancePlan, KeyCounts } from '../model/plan.ts';
import { decideState } from './decide-state.ts';
import type {
  ActivationReport,
  Counts,
  InstanceOutcomeFacts,
  InstanceReport,
  LastApply,
  OutcomeReport,
  Reason,
  ServerReport,
} from './report.ts';
import { reportChanges, reportFinding } from './report-changes.ts';

/** What is known of an instance beside its plan. */
export interface InstanceFacts {
  readonly activation: ActivationReport;
  readonly outcome?: InstanceOutcomeFacts;
  readonly lastApply?: LastApply;
  /** True when the server's process runs since before its files were last written. */
  readonly runsOldValues?: boolean;
  /** Why the server does not use its new files yet, where more is known than that it runs since before. */
  readonly notLoaded?: Reason;
  readonly server?: ServerReport;
  readonly evidence?: readonly string[];
}

export type FactsOf = (instance: InstanceId) => InstanceFacts;

export function summarizeInstance(plan: InstancePlan, facts: InstanceFacts): InstanceReport {
  const { instance } = plan;
  const findings = plan.files.map(reportFinding).filter((finding) => finding !== undefined);
  const changes = plan.files.flatMap((file) => reportChanges(instance.id, file));
  const { state, reason } = decideState({
    blocked: plan.blocked,
    findings,
    changes,
    activation: facts.activation,
    outcome: facts.outcome,
    runsOldValues: facts.runsOldValues ?? false,
    notLoaded: facts.notLoaded,
  });
  return {
    id: instance.id,
    name: instance.name,
    platform: instance.platform,
    stage: instance.stage ?? null,
    state,
    reason,
    counts: reportCounts(plan.counts),
    findings,
    changes,
    activation: facts.activation,
    outcome: facts.outcome === undefined ? null : withoutFailure(facts.outcome),
    lastApply: facts.lastApply ?? null,
    server: facts.server ?? null,
    evidence: facts.evidence ?? [],
  };
}

function withoutFailure({ kind, id, files, keys }: InstanceOutcomeFacts): OutcomeReport {
  return { kind, id, files, keys };
}

function reportCounts(counts: KeyCounts): Counts {
  const { 'in-sync': inSync, ...rest } = counts;
  return { inSync, ...rest };
}
