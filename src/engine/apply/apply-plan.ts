import { formatByName } from '../../core/formats/index.ts';
import { decodeText } from '../../core/formats/text-encoding.ts';
import { ApplyFailedError, OperatingError, StalePlanError } from '../../core/model/errors.ts';
import type { InstanceId } from '../../core/model/instance.ts';
import type { FilePlan, InstancePlan, Plan } from '../../core/model/plan.ts';
import { describeRevision } from '../../core/model/revision.ts';
import { isSafeToWriteLive } from '../../core/plan/decide-activation.ts';
import { editFile } from '../../core/plan/edit-file.ts';
import type { RootPath } from '../../ports/live-files.ts';
import type { JournalFile } from '../../ports/state-store.ts';
import { sha256 } from '../digest.ts';
import type { Location } from '../locate-instances.ts';
import { encodeLike } from '../observe.ts';
import { recordAfter, recordsToJson } from './applied-records.ts';
import type { HostWriters } from './host-writers.ts';
import { recordFailure, recordHistory } from './record-history.ts';
import { replaceFiles } from './replace-files.ts';
import type { Replacement } from './replacement.ts';
import { newRunId, partId } from './run-id.ts';

export interface ApplyRequest {
  readonly plan: Plan;
  readonly locations: ReadonlyMap<InstanceId, Location>;
  readonly onInstance: (outcome: InstanceOutcome) => void;
  /** Asked before each instance; true leaves it as it is. */
  readonly shouldStop: (instance: InstanceId) => boolean;
}

export type InstanceOutcome =
  | {
      readonly kind: 'applied';
      readonly instance: InstanceId;
      readonly id: string;
      readonly files: number;
      readonly keys: number;
    }
  /** Nothing to write; equal values may have been recorded. */
  | { readonly kind: 'unchanged'; readonly instance: InstanceId }
  | { readonly kind: 'blocked'; readonly instance: InstanceId }
  | { readonly kind: 'failed'; readonly instance: InstanceId; readonly failure: OperatingError }
  /** Not reached, since an earlier instance failed or somebody asked to stop. */
  | { readonly kind: 'skipped'; readonly instance: InstanceId };

export interface ApplyResult {
  readonly run: string;
  readonly outcomes: readonly InstanceOutcome[];
}

/** Applies a plan instance by instance, each wholly or not at all. The first failure stops the rest. */
export async function applyPlan(host: HostWriters, request: ApplyRequest): Promise<ApplyResult> {
  const run = newRunId(host.clock);
  const outcomes: InstanceOutcome[] = [];
  let hasFailed = false;
  for (const [index, plan] of request.plan.instances.entries()) {
    const isSkipped: boolean = hasFailed || request.shouldStop(plan.instance.id);
    const location = request.locations.get(plan.instance.id);
    const outcome: InstanceOutcome = isSkipped
      ? { kind: 'skipped', instance: plan.instance.id }
      : await applyInstance(host, { id: partId(run, index), plan, location, whole: request.plan });
    hasFailed ||= outcome.kind === 'failed';
    outcomes.push(outcome);
    request.onInstance(outcome);
  }
  return { run, outcomes };
}

interface InstanceInput {
  readonly id: string;
  readonly plan: InstancePlan;
  readonly location: Location | undefined;
  readonly whole: Plan;
}

async function applyInstance(host: HostWriters, input: InstanceInput): Promise<InstanceOutcome> {
  const { plan, location } = input;
  const instance = plan.instance.id;
  if (plan.blocked !== undefined || location?.kind !== 'found') return { kind: 'blocked', instance };
  try {
    const changed = plan.files.filter((file) => file.changes.length > 0);
    const records = recordsOf(host, input);
    if (changed.length === 0) {
      if (records.after.size > 0) host.applied.put(instance, records.after);
      return { kind: 'unchanged', instance };
    }
    await writeInstance(host, { ...input, root: location.root, changed, records });
    const keys = changed.reduce((sum, file) => sum + file.changes.length, 0);
    return { kind: 'applied', instance, id: input.id, files: changed.length, keys };
  } catch (failure) {
    if (failure instanceof OperatingError) return { kind: 'failed', instance, failure };
    throw failure;
  }
}

type Records = Parameters<HostWriters['applied']['put']>[1];

function recordsOf(
  host: HostWriters,
  { plan, whole }: InstanceInput,
): { readonly before: Records; readonly after: Records } {
  const known = host.applied.get(plan.instance.id);
  const planned = plan.files.filter((file) => file.changes.length > 0 || file.converged.length > 0);
  const common = {
    revision: describeRevision(whole.revision),
    at: host.clock.now(),
    fingerprintOf: (text: string) => host.fingerprints.of(text),
  };
  return {
    before: new Map(planned.map((file) => [file.file.path, known.get(file.file.path)])),
    after: new Map(
      planned.map((file) => [
        file.file.path,
        recordAfter({ file, before: known.get(file.file.path), ...common }),
      ]),
    ),
  };
}

interface WriteInput extends InstanceInput {
  readonly root: RootPath;
  readonly changed: readonly FilePlan[];
  readonly records: { readonly before: Records; readonly after: Records };
}

async function writeInstance(host: HostWriters, input: WriteInput): Promise<void> {
  const replacements = input.changed.map((file) => replacementOf(host, input, file));
  const instance = input.plan.instance.id;
  const payload = {
    kind: 'apply',
    planId: input.whole.id,
    revision: describeRevision(input.whole.revision),
    recordsBefore: recordsToJson(input.records.before),
    recordsAfter: recordsToJson(input.records.after),
    keys: input.changed.reduce((sum, file) => sum + file.changes.length, 0),
    root: input.root,
    liveWriteSafe: isSafeToWriteLive(input.changed),
  } as const;
  const run = { id: input.id, instance, payload };
  try {
    await replaceFiles(host, {
      entry: {
        id: input.id,
        instance,
        root: input.root,
        startedAt: host.clock.now(),
        payload: JSON.stringify(payload),
      },
      replacements,
      finish: (files: readonly JournalFile[]) => recordHistory(host, { ...run, files }),
    });
  } catch (failure) {
    if (failure instanceof OperatingError) recordFailure(host, { ...run, files: [] }, failure);
    throw failure;
  }
}

/** Reads the file once more: what is written is made from the very bytes that the plan was made for. */
function replacementOf(host: HostWriters, input: WriteInput, file: FilePlan): Replacement {
  const live = host.files.read(input.root, file.file.path);
  if (live.kind === 'unreadable') throw stale(input, file, live.reason);
  const digest = live.kind === 'absent' ? 'absent' : sha256(live.bytes);
  if (digest !== file.preImage) throw stale(input, file, 'it was changed');
  const decoded = live.kind === 'present' ? decodeText(live.bytes, file.file.format) : undefined;
  if (decoded?.kind === 'undecodable') throw stale(input, file, decoded.reason);
  const { text } = editFile(formatByName(file.file.format), decoded?.text ?? '', file.changes);
  const bytes = encodeLike(text, decoded?.encoding);
  if (sha256(bytes) !== file.postImage) {
    throw new ApplyFailedError(`${file.file.path} would not become what the plan showed`, 'Make a new plan.');
  }
  const meta = live.kind === 'present' ? live.meta : undefined;
  return {
    path: file.file.path,
    before: live.kind === 'present' ? { bytes: live.bytes, digest, meta } : undefined,
    after: { bytes, digest: file.postImage, meta },
  };
}

function stale(input: WriteInput, file: FilePlan, reason: string): StalePlanError {
  return new StalePlanError(
    `${input.plan.instance.id}: ${file.file.path} is not as the plan saw it: ${reason}`,
    'Nothing was changed on this instance. Look at a new plan and apply that.',
  );
}
