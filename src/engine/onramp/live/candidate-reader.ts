import type { InstanceId } from '../../../core/model/instance.ts';
import type { LiveFileReader, RootPath } from '../../../ports/live-files.ts';
import type { Candidate } from './candidate.ts';
import { createSettingsFamily, type SettingsFamily, type SettingsReading } from './read-settings.ts';

export interface InstancePlace {
  readonly id: InstanceId;
  readonly name: string;
  readonly root: RootPath;
}

/** Reads files within bounds; the same file of many instances shares what it has in common. */
export interface CandidateReader {
  /** Undefined for a file that is gone. */
  readonly read: (place: InstancePlace, candidate: Candidate) => SettingsReading | undefined;
  /** Files read until now. */
  readonly count: () => number;
}

const LARGEST_FILE_BYTES = 512 * 1024;
// A baseline and what a server has of its own must stay files that a repository may have.
const LARGEST_PLUGIN_BYTES = 2 * 1024 ** 2;
const LARGEST_INSTANCE_BYTES = 16 * 1024 ** 2;

export function createCandidateReader(files: LiveFileReader): CandidateReader {
  const families = new Map<string, SettingsFamily>();
  const sizes = new Map<string, number>();
  let count = 0;
  const grow = (part: string, size: number) => {
    const grown = (sizes.get(part) ?? 0) + size;
    sizes.set(part, grown);
    return grown;
  };
  return {
    count: () => count,
    read({ id, root }, candidate) {
      const live = files.read(root, candidate.full);
      if (live.kind === 'absent') return undefined;
      if (live.kind === 'unreadable') return live;
      const size = live.bytes.length;
      const isFitting =
        size <= LARGEST_FILE_BYTES &&
        grow(partOf(id, candidate.plugin), size) <= LARGEST_PLUGIN_BYTES &&
        grow(partOf(id, ''), size) <= LARGEST_INSTANCE_BYTES;
      if (!isFitting) return TOO_LARGE;
      count += 1;
      const family = families.get(familyOf(candidate)) ?? createSettingsFamily(candidate.verdict.format);
      families.set(familyOf(candidate), family);
      return family.read(live.bytes);
    },
  };
}

const TOO_LARGE: SettingsReading = {
  kind: 'read',
  keys: [],
  reason: 'too-large',
  reasonIfDoubtful: 'too-large',
  languages: [],
};

/** The same file of one plugin on any instance. */
export function familyOf({ plugin, full }: Candidate): string {
  return `${plugin}\n${full}`;
}

/** All files of a plugin on an instance; with an empty name all of the instance. */
export function partOf(instance: InstanceId, plugin: string): string {
  return `${instance}\n${plugin}`;
}
