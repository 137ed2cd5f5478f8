import type { OperatingError } from '../model/errors.ts';
import { hasErrors, type Issue } from '../model/issue.ts';
import type { CommitState, CommitStatus } from '../model/publication.ts';
import { isFailedOnServer } from '../model/server-codes.ts';
import { briefActivation } from './activation-words.ts';
import { writtenTotals } from './applied-body.ts';
import { plural } from './count-words.ts';
import { leftDrift } from './group-changes.ts';
import { safeLine } from './markdown-text.ts';
import { planFacts } from './planned-body.ts';
import type { InstanceReport, Reason, Report } from './report.ts';

const DESCRIPTION_MAX = 140;
const SHORT_ID = 12;
const NAME_MAX = 30;

/** Of an open pull request: its plan. It fails when the pull request makes an instance fail, or blocks it until a person acts. */
export function plannedStatus(report: Report, onBase: Report | undefined): CommitStatus {
  const { own, settled, drift, changed } = planFacts(report, onBase);
  const failed = newlyIn('Failed', report, onBase);
  const blocked = newlyIn('Blocked', report, onBase);
  const what =
    own.length > 0 ? keysText(own) : settled.length > 0 ? `settles ${keysText(settled)}` : 'nothing new';
  const state = failed.length > 0 ? 'failure' : stateOfBlocked(blocked);
  return status(state === 'pending' ? 'success' : state, [
    `${planText(report)}: ${what}`,
    failed.length === 0 ? '' : `failed: ${namesText(failed)}`,
    blocked.length === 0 ? '' : `blocked: ${namesText(blocked)}`,
    suspendedText(changed.map(({ instance }) => instance)),
    briefActivation(changed.map(({ instance }) => instance)),
    drift.length === 0 ? '' : `${plural(drift.length, 'key')} edited on servers`,
  ]);
}

/** Those that the pull request brings into this state. */
function newlyIn(
  state: InstanceReport['state'],
  report: Report,
  onBase: Report | undefined,
): readonly InstanceReport[] {
  return inState(report, state).filter(
    ({ id }) => onBase?.instances.find((before) => before.id === id)?.state !== state,
  );
}

/** Of a pull request that can't be planned. Warnings alone don't fail it. */
export function mistakesStatus(issues: readonly Issue[]): CommitStatus {
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (!hasErrors(issues)) return status('success', [plural(issues.length, 'warning')]);
  const [first] = errors;
  const { file = '', line = 0 } = first?.place ?? {};
  const place = `${safeLine(file, 60)}${line > 0 ? `:${line}` : ''}`;
  return status('failure', [plural(errors.length, 'mistake'), `first in ${place}`]);
}

export function conflictStatus(paths: readonly string[]): CommitStatus {
  const [first] = paths;
  const where = first === undefined ? '' : `first in ${safeLine(first, 60)}`;
  return status('failure', ['merge conflict with the base branch', where]);
}

/** Of a pull request in which nothing belongs to homeamp. */
export function untouchedStatus(): CommitStatus {
  return status('success', ['changes nothing that homeamp manages']);
}

// What passes by itself, or with somebody who does what they do anyway, such as stopping a server.
const PASSING: ReadonlySet<string> = new Set([
  'forge-away',
  'stage',
  'store-away',
  'window',
  'server-running',
  'instance-unreachable',
  'interrupted',
  'pending',
  'suspended',
]);

/** Of a merged commit that a gate holds back: pending where the gate opens by itself, failed where a person must act. */
export function heldStatus(reason: Reason): CommitStatus {
  const state = PASSING.has(reason.code) ? 'pending' : 'failure';
  return status(state, [`held: ${safeLine(reason.message, DESCRIPTION_MAX - 'held: '.length)}`]);
}

const WHY_MAX = 70;

/** Who failed, and why the first did. */
function failedText(failed: readonly InstanceReport[]): string {
  return failed.length === 0 ? '' : `failed: ${namesText(failed)}${firstReason(failed)}`;
}

/** Other failures may speak of the host's own paths, which are nobody else's business. */
function firstReason(failed: readonly InstanceReport[]): string {
  const reason = failed.map((instance) => instance.reason).find((one) => isFailedOnServer(one ?? undefined));
  return reason == null ? '' : ` (${safeLine(reason.message, WHY_MAX)})`;
}

/** Of a merged commit that was applied, or tried. */
export function appliedStatus(applied: {
  readonly report: Report;
  readonly isAsApproved: boolean;
  /** Instances that moved since the approval. */
  readonly replanned: readonly string[];
}): CommitStatus {
  const { report, isAsApproved, replanned } = applied;
  const { keys, instances } = writtenTotals(report);
  const failed = inState(report, 'Failed');
  const blocked = inState(report, 'Blocked');
  const what =
    instances === 0
      ? 'nothing to write'
      : `${plural(keys, 'key')} on ${plural(instances, 'instance')} applied`;
  const pending = inState(report, 'Pending');
  const suspended = inState(report, 'Suspended');
  const waiting = inState(report, 'AppliedNotLoaded').length;
  const state = failed.length > 0 ? 'failure' : stateOfBlocked(blocked);
  const isWaiting = pending.length + suspended.length > 0;
  return status(state === 'success' && isWaiting ? 'pending' : state, [
    `${planText(report)}: ${what}`,
    failedText(failed),
    blocked.length === 0 ? '' : `blocked: ${namesText(blocked)}`,
    pending.length === 0 ? '' : `waiting: ${namesText(pending)}`,
    suspendedText(suspended),
    instances === 0 ? '' : isAsApproved ? 'as approved' : replanned.length > 0 ? 'planned anew' : '',
    waiting === 0 ? '' : `${plural(waiting, 'instance')} not loaded yet`,
  ]);
}

/** Of a commit that somebody on the host applied past the gates: loud until a reviewed one follows. */
export function brokenGlassStatus(
  then: CommitStatus,
  order: { readonly by: string; readonly reason: string },
): CommitStatus {
  const who = `break glass by ${safeLine(order.by, NAME_MAX)}: ${safeLine(order.reason, 60)}`;
  return status('failure', [who, then.description]);
}

/** Of the branch's commit in later passes. The same state of the host always gives the same text. */
export function syncStatus(report: Report): CommitStatus {
  const failed = inState(report, 'Failed');
  const blocked = inState(report, 'Blocked');
  const suspended = inState(report, 'Suspended');
  // Whoever paused an instance may be working on its files: that they differ is no news.
  const drifted = report.instances.filter(
    (instance) => !suspended.includes(instance) && leftDrift(instance).length > 0,
  );
  const pending = [...inState(report, 'Pending'), ...inState(report, 'Unknown')];
  if (failed.length > 0) return status('failure', [`failed on ${namesText(failed)}${firstReason(failed)}`]);
  if (drifted.length > 0) {
    const keys = drifted.flatMap(leftDrift);
    return status('failure', [`drift: ${keysText(keys)}: ${namesText(drifted)}`]);
  }
  if (blocked.length > 0) {
    return status(stateOfBlocked(blocked), [`blocked: ${namesText(blocked)}`, suspendedText(suspended)]);
  }
  if (pending.length + suspended.length > 0) {
    const waiting = pending.length === 0 ? '' : `waiting: ${namesText(pending)}`;
    return status('pending', [waiting, suspendedText(suspended)]);
  }
  const { counts, instances } = report.totals;
  return status('success', [
    `in sync: ${plural(instances, 'instance')}, ${plural(counts.inSync + counts.converged, 'key')}`,
  ]);
}

/** What went wrong in homeamp or around it; constant texts. */
export function troubleStatus(kind: OperatingError['kind'] | 'bug'): CommitStatus {
  return status('error', [TROUBLES[kind]]);
}

const TROUBLES: Readonly<Record<OperatingError['kind'] | 'bug', string>> = {
  mistake: "the host's own configuration has a mistake: its log says which",
  transient: 'something is away; the host tries again',
  'stale-plan': 'files moved while they were planned; the host plans again',
  'apply-failed': 'applying failed and was rolled back',
  stuck: 'rolling back failed: an instance is frozen until somebody mends it',
  bug: 'homeamp failed; its log on the host says how',
};

function suspendedText(instances: readonly InstanceReport[]): string {
  const suspended = instances.filter(({ state }) => state === 'Suspended');
  return suspended.length === 0 ? '' : `suspended: ${namesText(suspended)}`;
}

function stateOfBlocked(blocked: readonly InstanceReport[]): CommitState {
  if (blocked.length === 0) return 'success';
  return blocked.every(({ reason }) => reason !== null && PASSING.has(reason.code)) ? 'pending' : 'failure';
}

/** The first part is always there, at most cut; the last parts go first when there is no room. */
function status(state: CommitState, parts: readonly string[]): CommitStatus {
  const [first = '', ...rest] = parts.filter((part) => part !== '');
  let description = first.length <= DESCRIPTION_MAX ? first : `${first.slice(0, DESCRIPTION_MAX - 1)}…`;
  for (const part of rest) {
    const longer = `${description}, ${part}`;
    if (longer.length > DESCRIPTION_MAX) break;
    description = longer;
  }
  return { state, description };
}

function planText({ planId }: Report): string {
  return `plan ${planId.slice(0, SHORT_ID)}`;
}

function keysText(changes: readonly { readonly instance: string }[]): string {
  const instances = new Set(changes.map(({ instance }) => instance)).size;
  return `${plural(changes.length, 'key')} on ${plural(instances, 'instance')}`;
}

/** Two names at most, so that a status has room for them. */
function namesText(instances: readonly InstanceReport[]): string {
  const named = instances.slice(0, 2).map(({ name }) => safeLine(name, NAME_MAX));
  const more = instances.length - named.length;
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function inState(report: Report, state: InstanceReport['state']): readonly InstanceReport[] {
  return report.instances.filter((instance) => instance.state === state);
}
