import type { Plan } from '../model/plan.ts';
import type { Revision } from '../model/revision.ts';
import type { SuspensionInForce } from '../model/suspension.ts';
import {
  type Counts,
  INSTANCE_STATES,
  type InstanceReport,
  type InstanceState,
  type Report,
  type RevisionReport,
  type SuspensionReport,
  type Totals,
} from './report.ts';
import { type FactsOf, summarizeInstance } from './summarize-instance.ts';
import type { UnknownFolder } from './unknown-folder.ts';

export interface PassInput {
  readonly plan: Plan;
  readonly unknownFolders: readonly UnknownFolder[];
  readonly registryTroubles: readonly string[];
  readonly factsOf: FactsOf;
  /** Those in force on the host. */
  readonly suspensions: readonly SuspensionInForce[];
  /** True where servers are stopped, started and reloaded by homeamp. */
  readonly steersServers: boolean;
  /** homeamp's own version. */
  readonly version: string;
}

/** Turns a plan, and what became of it, into the one report that every way of showing it is made from. */
export function summarizePass(input: PassInput): Report {
  const { plan } = input;
  const instances = plan.instances.map((planned) =>
    summarizeInstance(planned, input.factsOf(planned.instance.id)),
  );
  return {
    version: input.version,
    host: plan.host,
    steersServers: input.steersServers,
    revision: reportRevision(plan.revision),
    planId: plan.id,
    instances,
    unknownFolders: input.unknownFolders,
    registryTroubles: input.registryTroubles,
    totals: sumUp(instances),
    course: null,
    suspensions: input.suspensions.map(reportSuspension),
    restartOrders: [],
  };
}

export function reportRevision(revision: Revision): RevisionReport {
  return revision.kind === 'commit'
    ? { kind: 'commit', id: revision.sha, subject: revision.subject }
    : { kind: 'files', id: revision.digest, subject: null };
}

function reportSuspension({ scope, by, reason, until, origin }: SuspensionInForce): SuspensionReport {
  const name = scope.kind === 'fleet' ? null : scope.name;
  return { kind: scope.kind, name, by, reason, until: until ?? null, origin };
}

/** False only when every instance could be compared and nothing has to be written, decided or mended. */
export function isAnythingDifferent(report: Report): boolean {
  return report.instances.some(({ state, changes, findings }) => {
    if (state === 'Suspended') return changes.length + findings.length > 0;
    return state !== 'InSync' && state !== 'AppliedNotLoaded';
  });
}

function sumUp(instances: readonly InstanceReport[]): Totals {
  const changes = instances.flatMap((instance) => instance.changes);
  const held = changes.filter((change) => change.held !== null).length;
  return {
    instances: instances.length,
    states: countStates(instances),
    counts: instances.map(({ counts }) => counts).reduce(addCounts, NO_COUNTS),
    changes: changes.length - held,
    held,
  };
}

function countStates(instances: readonly InstanceReport[]): Readonly<Record<InstanceState, number>> {
  const count = (state: InstanceState) => instances.filter((instance) => instance.state === state).length;
  return Object.fromEntries(INSTANCE_STATES.map((state) => [state, count(state)])) as Record<
    InstanceState,
    number
  >;
}

const NO_COUNTS: Counts = {
  inSync: 0,
  converged: 0,
  unadopted: 0,
  pending: 0,
  drifted: 0,
  conflicting: 0,
  unknown: 0,
};

function addCounts(a: Counts, b: Counts): Counts {
  return {
    inSync: a.inSync + b.inSync,
    converged: a.converged + b.converged,
    unadopted: a.unadopted + b.unadopted,
    pending: a.pending + b.pending,
    drifted: a.drifted + b.drifted,
    conflicting: a.conflicting + b.conflicting,
    unknown: a.unknown + b.unknown,
  };
}
