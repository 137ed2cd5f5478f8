import type { InstanceId } from '../../core/model/instance.ts';
import type { InstanceReport, Report } from '../../core/report/report.ts';
import type { Notes } from '../../ports/notes.ts';
import { jsonNote } from '../json-note.ts';
import { type AcceptedRevision, readAccepted } from './accepted-revision.ts';
import { readHeld } from './held-note.ts';
import { readRollout } from './rollout-note.ts';
import { STAGE_WORDS } from './stage-words.ts';

/** Something that should not last for long. */
export type Condition =
  | { readonly kind: 'drifted'; readonly instance: InstanceId }
  | { readonly kind: 'waiting'; readonly instance: InstanceId; readonly reason: string }
  | { readonly kind: 'held'; readonly reason: string; readonly commit: string }
  | { readonly kind: 'stage'; readonly treeId: string; readonly stage: string; readonly word: string };

/** A condition and since when it has held, in milliseconds since 1970, UTC. */
export interface LastingCondition {
  readonly condition: Condition;
  readonly since: number;
}

const { read, write } = jsonNote<readonly LastingCondition[]>('conditions');

/**
 * The conditions that hold now, each with the time at which it was first seen; kept over restarts. Without a report
 * since the start, and for instances that could not be compared, what was known of instances still holds.
 */
export function followConditions(
  notes: Notes,
  { report, now }: { readonly report: Report | undefined; readonly now: number },
): readonly LastingCondition[] {
  const known = read(notes) ?? [];
  const sinceOf = new Map(known.map(({ condition, since }) => [JSON.stringify(condition), since]));
  const kept = known.map(({ condition }) => condition).filter((condition) => isUnseen(report, condition));
  const all = new Map(
    [...kept, ...conditionsOf(report), ...courseConditions(notes)].map((one) => [JSON.stringify(one), one]),
  );
  const lasting = [...all].map(([key, condition]) => ({ condition, since: sinceOf.get(key) ?? now }));
  write(notes, lasting.length === 0 ? undefined : lasting);
  return lasting;
}

/** True where the report says nothing for or against a condition of an instance. */
function isUnseen(report: Report | undefined, condition: Condition): boolean {
  if (condition.kind === 'held' || condition.kind === 'stage') return false;
  if (report === undefined) return true;
  const instance = report.instances.find(({ id }) => id === condition.instance);
  return instance !== undefined && instance.counts.unknown > 0;
}

function conditionsOf(report: Report | undefined): readonly Condition[] {
  return (report?.instances ?? []).flatMap((instance) => [
    ...(instance.counts.drifted > 0 ? [{ kind: 'drifted', instance: instance.id } as const] : []),
    ...waitingReasons(instance).map(
      (reason) => ({ kind: 'waiting', instance: instance.id, reason }) as const,
    ),
  ]);
}

const WAITING: ReadonlySet<InstanceReport['state']> = new Set(['Pending', 'Blocked', 'AppliedNotLoaded']);
/** What people decided, and what is not of Git. */
const DELIBERATE: ReadonlySet<string> = new Set(['suspended', 'drift-reported']);

function waitingReasons({ state, reason, changes }: InstanceReport): readonly string[] {
  const held = changes.map((change) => change.held?.reason).filter((code) => code !== undefined);
  const own = WAITING.has(state) && reason !== null ? [reason.code] : [];
  return [...new Set([...own, ...held])].filter((code) => !DELIBERATE.has(code));
}

function courseConditions(notes: Notes): readonly Condition[] {
  const held = readHeld(notes);
  const ofBranch: readonly Condition[] =
    held === undefined ? [] : [{ kind: 'held', reason: held.reason.code, commit: held.commit }];
  return [...ofBranch, ...stageConditions(notes, readAccepted(notes))];
}

function stageConditions(notes: Notes, accepted: AcceptedRevision | undefined): readonly Condition[] {
  const rollout = readRollout(notes);
  if (rollout === undefined || rollout.treeId !== accepted?.treeId) return [];
  return rollout.stages
    .filter(({ word }) => word !== STAGE_WORDS.done)
    .map(({ stage, word }) => ({ kind: 'stage', treeId: rollout.treeId, stage, word }));
}
