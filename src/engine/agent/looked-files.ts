import type { InstancePath } from '../../core/model/instance.ts';
import type { StatIdentity } from '../../core/model/live-file.ts';
import type { LiveFileReader, RootPath } from '../../ports/live-files.ts';

/** All that was seen of the disk while a plan was made, so that a later look can prove it needless to make it again. */
export interface Looks {
  /** True when every file and folder that was looked at is as it was. */
  isStillTrue(): boolean;
}

interface SeenFile {
  readonly root: RootPath;
  readonly path: InstancePath;
  readonly identity: StatIdentity | undefined;
}

interface SeenFolder {
  readonly root: RootPath;
  readonly folder: InstancePath | '.';
  readonly names: string;
}

/** A reader that remembers what it was asked. */
export function rememberLooks(files: LiveFileReader): {
  readonly reader: LiveFileReader;
  readonly looks: Looks;
} {
  const seen = new Map<string, SeenFile>();
  const folders = new Map<string, SeenFolder>();
  const see = (root: RootPath, path: InstancePath, identity: StatIdentity | undefined) => {
    const key = `${root}\n${path}`;
    // The first look counts: what changed while the plan was made must be seen to have changed.
    if (!seen.has(key)) seen.set(key, { root, path, identity });
    return identity;
  };
  return {
    reader: {
      identify: (root, path) => see(root, path, files.identify(root, path)),
      read(root, path) {
        see(root, path, files.identify(root, path));
        return files.read(root, path);
      },
      list(root, folder) {
        const names = files.list(root, folder);
        folders.set(`${root}\n${folder}`, { root, folder, names: names.join('\n') });
        return names;
      },
      // No plan depends on a log.
      tail: files.tail,
    },
    looks: {
      isStillTrue: () =>
        [...seen.values()].every((file) => files.identify(file.root, file.path) === file.identity) &&
        [...folders.values()].every(
          ({ root, folder, names }) => files.list(root, folder).join('\n') === names,
        ),
    },
  };
}
