import type { InstanceReport, KeyChangeReport, Report } from './report.ts';

/** The changes of a pull request's plan by what they come from. */
export interface ChangeGroups {
  /** From the pull request itself. */
  readonly own: readonly KeyChangeReport[];
  /** To be written even without the pull request. */
  readonly waiting: readonly KeyChangeReport[];
  /** Edited on the server. */
  readonly drift: readonly KeyChangeReport[];
}

/** What a plan says of the same keys without the pull request, by `changeId`. */
export type BaseChanges = ReadonlyMap<string, KeyChangeReport>;

export function baseChanges(onBase: Report | undefined): BaseChanges {
  const changes = (onBase?.instances ?? []).flatMap((instance) => instance.changes);
  return new Map(changes.map((change) => [changeId(change), change]));
}

export function groupChanges(changes: readonly KeyChangeReport[], base: BaseChanges): ChangeGroups {
  const drift = changes.filter(isDrift);
  const rest = changes.filter((change) => !isDrift(change));
  return {
    own: rest.filter((change) => !isSame(change, base.get(changeId(change)))),
    waiting: rest.filter((change) => isSame(change, base.get(changeId(change)))),
    drift,
  };
}

/** True where somebody edited the server. */
function isDrift({ verdict }: KeyChangeReport): boolean {
  return verdict === 'drifted' || verdict === 'conflicting';
}

/** What of an instance is still as somebody edited it: what a pass has put back is no drift any more. */
export function leftDrift({ changes, outcome }: InstanceReport): readonly KeyChangeReport[] {
  const isWritten = (change: KeyChangeReport) => outcome?.kind === 'applied' && change.held === null;
  return changes.filter((change) => isDrift(change) && !isWritten(change));
}

/** Keys that differ without the pull request and no longer with it. */
export function settledChanges(report: Report, onBase: Report | undefined): readonly KeyChangeReport[] {
  const left = baseChanges(report);
  return [...baseChanges(onBase).values()].filter((change) => !left.has(changeId(change)));
}

/** True for findings that are there without the pull request too. */
export function isKnownFinding(
  finding: InstanceReport['findings'][number],
  before: InstanceReport | undefined,
): boolean {
  return (before?.findings ?? []).some(
    (known) => known.kind === finding.kind && known.file === finding.file && known.plugin === finding.plugin,
  );
}

function changeId({ instance, file, key }: KeyChangeReport): string {
  return JSON.stringify([instance, file, key]);
}

/** A secret's values can't be compared; the same place that asks for it counts as the same value. */
function isSame(change: KeyChangeReport, other: KeyChangeReport | undefined): boolean {
  if (other === undefined) return false;
  if ('secret' in change.desired) {
    return 'secret' in other.desired && JSON.stringify(change.origin) === JSON.stringify(other.origin);
  }
  return JSON.stringify(change.desired) === JSON.stringify(other.desired);
}
