import { hideSecret } from '../../../core/diff/hide-secret.ts';
import { formatByName } from '../../../core/formats/index.ts';
import { canonicalText } from '../../../core/model/config-value.ts';
import { MistakeError } from '../../../core/model/errors.ts';
import type { Instance } from '../../../core/model/instance.ts';
import type { ManagedFile } from '../../../core/model/managed-file.ts';
import {
  type EditedKey,
  editedSubject,
  type LeftReason,
  leaveKey,
} from '../../../core/onramp/adopt/edited-key.ts';
import { readLiveValue } from '../../../core/onramp/adopt/judge-live-value.ts';
import { findNewKeys, type NewKey } from '../../../core/onramp/versions/find-new-keys.ts';
import { renderInstance } from '../../../core/render/render-instance.ts';
import type { HostReaders } from '../../host-state.ts';
import { loadDesiredState } from '../../load-desired-state.ts';
import type { Location } from '../../locate-instances.ts';
import type { MadePlan } from '../../make-plan.ts';
import { createObserver, type Observer, secretKnowledgeOf } from '../../observe.ts';
import { openSecrets } from '../../secrets/open-secrets.ts';
import {
  type EditedFilter,
  type FoundEdits,
  gather,
  isMeant,
  type Judged,
  judgeRead,
} from './find-edited.ts';
import { fileBelow } from './render-keys.ts';

/** More at once than anybody reads through. */
const MOST_KEYS = 2000;

interface Looked {
  readonly made: Pick<MadePlan, 'locations' | 'plan'>;
  readonly filter: EditedFilter;
  /** What the plan was made of. */
  readonly ref: string | undefined;
}

/** Keys of the managed live files that nobody owns. Secrets are left, and so is what differs between servers. */
export async function findUnowned(host: HostReaders, { made, filter, ref }: Looked): Promise<FoundEdits> {
  const state = await loadDesiredState({ ...host, ref });
  const instances = made.plan.instances.map(({ instance }) => instance);
  const { known } = await openSecrets(host.secrets, state, instances);
  const observer = createObserver(host, secretKnowledgeOf(host, known));
  const judged: Judged[] = [];
  for (const instance of instances) {
    const { files } = renderInstance(state.compiled, instance, () => undefined).render;
    for (const file of files.filter((found) => isMeantFile(found, filter))) {
      const keys = await unownedOf(host, observer, {
        instance,
        file,
        location: made.locations.get(instance.id),
      });
      const meant = keys.filter(({ id }) => isMeant(filter, file.plugin, id));
      judged.push(...meant.map((key) => judge(instance, file, { key, secrets: known, host })));
    }
  }
  if (judged.length > MOST_KEYS) throw tooMany(judged.length);
  return partDiffering(gather(judged));
}

/** In a file that is wholly Git's each key that it does not list is drift already. */
function isMeantFile({ plugin, format, exact }: ManagedFile, { plugins }: EditedFilter): boolean {
  return !exact && format !== 'text' && (plugins.length === 0 || plugins.includes(plugin));
}

interface Place {
  readonly instance: Instance;
  readonly file: ManagedFile;
  readonly location: Location | undefined;
}

async function unownedOf(
  host: HostReaders,
  observer: Observer,
  { instance, file, location }: Place,
): Promise<readonly NewKey[]> {
  if (location?.kind !== 'found') return [];
  const applied = host.applied.get(instance.id).get(file.path);
  const { drift, text } = await observer.observe(location.root, file, applied);
  const read = drift.kind === 'compared' ? formatByName(file.format).read(text) : undefined;
  if (read?.kind !== 'read') return [];
  return findNewKeys(read.document, new Set(file.keys.map(({ id }) => id)), undefined);
}

interface Found {
  readonly key: NewKey;
  readonly secrets: Parameters<typeof secretKnowledgeOf>[1];
  readonly host: HostReaders;
}

function judge(instance: Instance, file: ManagedFile, { key, secrets, host }: Found): Judged {
  const { id, path, value } = key;
  const live = hideSecret(
    { id, path, value: { kind: 'absent' }, origin: NO_ORIGIN },
    { kind: 'value', value, line: 0 },
    undefined,
    secretKnowledgeOf(host, secrets),
  );
  const place = { plugin: file.plugin, file: fileBelow(file), format: file.format, path };
  return judgeRead({ instance: instance.id, ...place }, readLiveValue(live));
}

const NO_ORIGIN = {
  layer: 'baseline',
  name: '',
  place: { file: '', line: 0, column: 0 },
  reason: undefined,
} as const;

/** One value for all servers is what a baseline can say. */
function partDiffering({ edited, left }: FoundEdits): FoundEdits {
  const values = new Map<string, Set<string>>();
  for (const key of edited) {
    const subject = editedSubject(key);
    values.set(subject, (values.get(subject) ?? new Set()).add(liveValueText(key)));
  }
  const isAlike = (key: EditedKey) => values.get(editedSubject(key))?.size === 1;
  const differing = edited.filter((key) => !isAlike(key)).map((key) => leaveKey(key, DIFFERS));
  return { edited: edited.filter(isAlike), left: [...left, ...differing] };
}

function liveValueText({ live }: EditedKey): string {
  return live.kind === 'absent' ? '' : canonicalText(live.value);
}

const DIFFERS: LeftReason = {
  code: 'differs-between-servers',
  message: 'the servers have several values of it',
  help: 'Name one server with --instance, and write it for that one with --layer instance.',
};

function tooMany(count: number): MistakeError {
  return new MistakeError(
    `${count} keys are owned by nobody there, and more than ${MOST_KEYS} at once are not taken`,
    'Name fewer with --plugin and --key.',
  );
}
