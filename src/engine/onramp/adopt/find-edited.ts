import { matchesGlob } from '../../../core/model/glob.ts';
import type { InstanceId } from '../../../core/model/instance.ts';
import { keyId } from '../../../core/model/key-path.ts';
import type { FilePlan, InstancePlan, KeyChange } from '../../../core/model/plan.ts';
import type { EditedKey, LeftKey, LeftReason } from '../../../core/onramp/adopt/edited-key.ts';
import { readLiveValue, whyNotInGit } from '../../../core/onramp/adopt/judge-live-value.ts';
import type { ReadValue } from '../../../core/onramp/adopt/read-reported-value.ts';
import { fileBelow } from './render-keys.ts';

/** Which of the edited keys are meant; an empty list means all. */
export interface EditedFilter {
  readonly plugins: readonly string[];
  /** Globs over ids of keys. */
  readonly keys: readonly string[];
}

export interface FoundEdits {
  readonly edited: readonly EditedKey[];
  readonly left: readonly LeftKey[];
}

/** What somebody changed on the servers of a plan, also where Git changed it as well. */
export function findEdited(plans: readonly InstancePlan[], filter: EditedFilter): FoundEdits {
  const found = plans.flatMap((plan) =>
    plan.files.flatMap((file) =>
      [...file.changes, ...file.held]
        .filter((change) => isEdited(change) && isMeant(filter, file.file.plugin, change.key.id))
        .map((change) => judge(plan.instance.id, file, change)),
    ),
  );
  return gather(found);
}

/** True where somebody edited the server. */
export function isEdited({ verdict }: { readonly verdict: string }): boolean {
  return verdict === 'drifted' || verdict === 'conflicting';
}

export function isMeant({ plugins, keys }: EditedFilter, plugin: string, id: string): boolean {
  const isPlugin = plugins.length === 0 || plugins.includes(plugin);
  return isPlugin && (keys.length === 0 || keys.some((glob) => matchesGlob(id, glob)));
}

export type Judged =
  | { readonly kind: 'edited'; readonly key: EditedKey }
  | { readonly kind: 'left'; readonly key: LeftKey };

export function gather(judged: readonly Judged[]): FoundEdits {
  return {
    edited: judged.flatMap((found) => (found.kind === 'edited' ? [found.key] : [])),
    left: judged.flatMap((found) => (found.kind === 'left' ? [found.key] : [])),
  };
}

function judge(instance: InstanceId, { file, finding }: FilePlan, { key, live }: KeyChange): Judged {
  const place = { instance, plugin: file.plugin, file: fileBelow(file), format: file.format, path: key.path };
  return judgeRead(
    place,
    finding.kind === 'missing' ? { kind: 'left', why: FILE_MISSING } : readLiveValue(live),
  );
}

/** The key with its value, or why that may not go into the repository. */
export function judgeRead(place: Omit<EditedKey, 'live'>, read: ReadValue): Judged {
  const id = keyId(place.path);
  const why =
    read.kind === 'left' ? read.why : read.kind === 'value' ? whyNotInGit(id, read.value) : undefined;
  if (read.kind === 'left' || why !== undefined) return leave({ ...place, id }, why ?? FILE_MISSING);
  return { kind: 'edited', key: { ...place, live: read } };
}

export function leave({ instance, plugin, file, id }: Omit<LeftKey, 'why'>, why: LeftReason): Judged {
  return { kind: 'left', key: { instance, plugin, file, id, why } };
}

const FILE_MISSING: LeftReason = {
  code: 'file-missing',
  message: 'the whole file is gone',
  help: 'Put it back with `homeamp apply --heal`, or take its block out of the baseline.',
};
