import { canonicalText } from '../model/config-value.ts';
import type { DesiredKey } from '../model/managed-file.ts';
import type { FilePlan, InstancePlan, KeyChange } from '../model/plan.ts';

/**
 * The text whose digest is the plan's id: every file to be written with its pre-image, and every desired value.
 * Secrets enter by keyed fingerprint alone, so that an id never helps to guess one.
 */
export function planText(
  instances: readonly InstancePlan[],
  fingerprintOf: (text: string) => string,
): string {
  const lines: string[] = [];
  for (const plan of instances) {
    for (const file of plan.files) {
      if (file.changes.length > 0) lines.push(...fileLines(plan, file, fingerprintOf));
    }
  }
  return lines.join('\n');
}

/**
 * The text of what a person sees in a plan: every key to be written, now or when its plugin is no longer suspended, with
 * its live and desired value. Unlike the plan's id it does not change when a server writes keys of its own into the same
 * file.
 */
export function shownText(plan: InstancePlan, fingerprintOf: (text: string) => string): string {
  return plan.files
    .flatMap((file) =>
      shownChanges(file).map((change) =>
        JSON.stringify([
          file.file.path,
          change.key.id,
          liveText(change, fingerprintOf),
          valueText(change.key, fingerprintOf),
        ]),
      ),
    )
    .join('\n');
}

/** What is written once nothing is suspended, in the file's order. */
export function shownChanges({ changes, held }: FilePlan): readonly KeyChange[] {
  return [...held.filter(({ reason }) => reason === 'suspended'), ...changes];
}

function liveText({ key, live }: KeyChange, fingerprintOf: (text: string) => string): string {
  switch (live.kind) {
    case 'absent':
      return '-';
    case 'section':
      return '{';
    case 'value':
      return `=${canonicalText(live.value)}`;
    case 'secret':
      return `*${fingerprintOf(`${key.id}\n${canonicalText(live.secret.reveal())}`)}`;
  }
}

function fileLines(
  plan: InstancePlan,
  file: FilePlan,
  fingerprintOf: (text: string) => string,
): readonly string[] {
  const head = JSON.stringify([plan.instance.id, file.file.path, file.preImage]);
  return [
    head,
    ...file.changes.map((change) => JSON.stringify([change.key.id, valueText(change.key, fingerprintOf)])),
  ];
}

function valueText(key: DesiredKey, fingerprintOf: (text: string) => string): string {
  switch (key.value.kind) {
    case 'absent':
      return '-';
    case 'value':
      return `=${canonicalText(key.value.value)}`;
    case 'secret':
      return `*${fingerprintOf(`${key.id}\n${canonicalText(key.value.secret.reveal())}`)}`;
    case 'unresolved':
      return '?';
  }
}
