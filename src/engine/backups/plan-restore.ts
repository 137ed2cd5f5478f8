import type { BackedUpImage, BackupManifest } from '../../core/backups/backup-manifest.ts';
import { MistakeError } from '../../core/model/errors.ts';
import { type InstancePath, isInstanceNamed } from '../../core/model/instance.ts';
import type { LiveFile } from '../../core/model/live-file.ts';
import type { RootPath } from '../../ports/live-files.ts';
import type { LocalInstances } from '../../ports/local-instances.ts';
import type { FileReplacer } from '../apply/host-writers.ts';
import { sha256 } from '../digest.ts';
import { namesOf } from '../locate-instances.ts';

/** What bringing files back takes: everything that an apply takes, and where this host's instances lie. */
export type RestoreHost = FileReplacer & { readonly locals: LocalInstances };

export interface RestoreChoice {
  /** `after`: as a run left the files, or a snapshot found them. `before`: as they were before the run. */
  readonly side: 'before' | 'after';
  /** Empty: all files of the set. */
  readonly files: readonly string[];
  /** Give files to the owner of their folder, not to the number that owned them once. */
  readonly folderOwner: boolean;
}

/** What bringing one set back would do on this host. */
export interface SetRestore {
  readonly manifest: BackupManifest;
  readonly root: RootPath;
  readonly files: readonly FileRestore[];
  /** How many files are as they would be already. */
  readonly same: number;
}

export interface FileRestore {
  readonly path: InstancePath;
  /** `rights`: the bytes are there already, with another mode or owner. */
  readonly action: 'create' | 'replace' | 'delete' | 'rights';
  /** Null: the file will not be there. */
  readonly wanted: BackedUpImage | null;
  /** Digest of what is there now, or `absent`. */
  readonly now: string;
}

/** The files of a set that are wanted, as the chosen side has them. Throws `MistakeError` when the set has none of a name. */
export function chooseImages(
  manifest: BackupManifest,
  { side, files }: Pick<RestoreChoice, 'side' | 'files'>,
): readonly { readonly path: InstancePath; readonly wanted: BackedUpImage | null }[] {
  if (side === 'before' && manifest.cause === 'snapshot') throw ONE_SIDE;
  const unknown = files.find((name) => !manifest.files.some(({ path }) => path === name));
  if (unknown !== undefined) {
    throw new MistakeError(
      `the set ${manifest.id} of ${manifest.instance} has no file ${unknown}`,
      `Look at \`homeamp backups show ${manifest.id}\` and take a path from there.`,
    );
  }
  return manifest.files
    .filter(({ path }) => files.length === 0 || files.includes(path))
    .map((file) => ({ path: file.path, wanted: file[side] }));
}

const ONE_SIDE = new MistakeError(
  'a snapshot has no files from before it: it tells how they were at one moment',
  'Leave out --before, or take an older snapshot from `homeamp backups list`.',
);

/** Compares a set with the instance of its name on this host. Throws `MistakeError` when it can't be brought back here. */
export function planRestore(host: RestoreHost, manifest: BackupManifest, choice: RestoreChoice): SetRestore {
  assertSettled(host, manifest);
  const root = rootHere(host, manifest);
  const chosen = chooseImages(manifest, choice);
  const files = chosen.flatMap(({ path, wanted }) => {
    const live = host.files.read(root, path);
    if (live.kind === 'unreadable') throw unreadable(manifest, path, live.reason);
    const action = actionFor(live, wanted, choice);
    const now = live.kind === 'present' ? sha256(live.bytes) : 'absent';
    return action === undefined ? [] : [{ path, action, wanted, now }];
  });
  return { manifest, root, files, same: chosen.length - files.length };
}

function actionFor(
  live: Exclude<LiveFile, { kind: 'unreadable' }>,
  wanted: BackedUpImage | null,
  { folderOwner }: RestoreChoice,
): FileRestore['action'] | undefined {
  if (live.kind === 'absent') return wanted === null ? undefined : 'create';
  if (wanted === null) return 'delete';
  if (sha256(live.bytes) !== wanted.sha256) return 'replace';
  const { mode, owner } = wanted;
  const isOwned =
    owner === null || folderOwner || (owner.uid === live.meta.uid && owner.gid === live.meta.gid);
  return isOwned && (live.meta.mode & 0o777) === mode ? undefined : 'rights';
}

function unreadable({ instance }: BackupManifest, path: InstancePath, reason: string): MistakeError {
  return new MistakeError(
    `${instance}: ${path} is in the way: ${reason}`,
    'Nothing was changed. Look at it on the server and move it away.',
  );
}

function assertSettled({ journal }: RestoreHost, { instance }: BackupManifest): void {
  const unfinished = journal.unfinished().find((entry) => entry.instance === instance);
  if (unfinished === undefined) return;
  throw new MistakeError(
    `${instance} is frozen by the run ${unfinished.id}, which must be settled first`,
    `Run \`homeamp rollback ${unfinished.id}\`; with --keep-files it ends the run with its files as they are now.`,
  );
}

/** By its name on this host; whatever folder a manifest names is of no account. */
function rootHere({ locals }: RestoreHost, { instance }: BackupManifest): RootPath {
  const here = locals
    .list()
    .filter((local) => namesOf(local).some((name) => isInstanceNamed(instance, name)));
  const [, name = ''] = instance.split('/');
  const found = here.find(({ folder }) => folder === name) ?? here[0];
  if (found === undefined || found.root.kind === 'absent') {
    throw new MistakeError(
      `this host has no instance ${name}`,
      'Create it in AMP first, under the same name; or take the files out with --to DIR.',
    );
  }
  if (found.module === 'controller') {
    throw new MistakeError(`${name} is AMP's controller, which homeamp never touches`, 'Use --to DIR.');
  }
  if (found.root.kind === 'refused') {
    throw new MistakeError(
      `${instance}: ${found.root.reason}`,
      'Put the application root inside the folder.',
    );
  }
  return found.root.path;
}
