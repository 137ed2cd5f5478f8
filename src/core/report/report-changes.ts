import type { InstanceId } from '../model/instance.ts';
import type { Origin } from '../model/managed-file.ts';
import type { FilePlan, HeldKey, KeyChange } from '../model/plan.ts';
import type { Finding, KeyChangeReport, OriginReport } from './report.ts';
import { reportDesired, reportLive } from './report-value.ts';

/** Every key of a file that differs, in the file's own order: those to be written first, then those that are held. */
export function reportChanges(instance: InstanceId, plan: FilePlan): readonly KeyChangeReport[] {
  const report = (change: KeyChange, held: KeyChangeReport['held']): KeyChangeReport => ({
    instance,
    plugin: plan.file.plugin,
    file: plan.file.path,
    key: change.key.id,
    verdict: change.verdict,
    action: change.key.value.kind === 'absent' ? 'remove' : 'set',
    live: reportLive(change.key, change.live),
    desired: reportDesired(change.key),
    origin: reportOrigin(change.key.origin),
    ampSetting: plan.file.activation.ampSettings.get(change.key.id) ?? null,
    held,
  });
  const holdOf = (key: HeldKey) => ({ reason: key.reason, detail: key.detail ?? null });
  return [
    ...plan.changes.map((change) => report(change, null)),
    ...plan.held.map((key) => report(key, holdOf(key))),
  ];
}

export function reportOrigin(origin: Origin): OriginReport {
  const { layer, name, place, reason } = origin;
  return { layer, name, file: place.file, line: place.line, reason: reason ?? null };
}

/** Undefined for a file that is there and was compared. */
export function reportFinding(plan: FilePlan): Finding | undefined {
  const { finding, file } = plan;
  const about = { plugin: file.plugin, file: file.path };
  switch (finding.kind) {
    case 'present':
      return undefined;
    case 'missing':
    case 'plugin-missing':
      return { ...about, kind: finding.kind, reason: null, line: 0, column: 0 };
    case 'unreadable':
      return {
        ...about,
        kind: 'unreadable',
        reason: finding.reason,
        line: finding.line,
        column: finding.column,
      };
  }
}
