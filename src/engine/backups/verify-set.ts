import { imageKey } from '../../core/backups/backup-key.ts';
import { imagesOf } from '../../core/backups/backup-manifest.ts';
import { sha256 } from '../digest.ts';
import type { BackupPlace } from './backup-places.ts';
import { readObject } from './read-object.ts';
import { type Reader, readSet, type SetName, type SetReading } from './read-set.ts';

/** What one place's copy of a set turned out to be. */
export interface SetFindings {
  readonly name: SetName;
  readonly place: BackupPlace['name'];
  /** Images that were read and compared with their digest. */
  readonly images: number;
  /** Sentences; empty for a set that is whole and signed by its host. */
  readonly problems: readonly string[];
}

/** Checks sets of one place, reading each image once, whatever number of sets names it. */
export interface SetVerifier {
  /** Undefined when this place has no such set. */
  verify(name: SetName): Promise<SetFindings | undefined>;
}

export function createSetVerifier(place: BackupPlace, reader: Omit<Reader, 'backups'>): SetVerifier {
  const known = new Map<string, string | undefined>();
  const problemOf = async (digest: string): Promise<string | undefined> => {
    if (!known.has(digest)) known.set(digest, await imageProblem(place, digest));
    return known.get(digest);
  };
  return {
    async verify(name) {
      const reading = await readSet({ ...reader, backups: place.store }, name);
      if (reading.kind === 'absent') return undefined;
      const about = { name, place: place.name };
      if (reading.kind === 'damaged') return { ...about, images: 0, problems: [reading.reason] };
      const images = imagesOf(reading.manifest);
      const problems = [...trustProblems(reading)];
      for (const { sha256: digest } of images) {
        const problem = await problemOf(digest);
        if (problem === undefined) continue;
        const paths = reading.manifest.files
          .filter(({ before, after }) => before?.sha256 === digest || after?.sha256 === digest)
          .map(({ path }) => path);
        problems.push(`${problem}: ${paths.join(', ')}`);
      }
      return { ...about, images: images.length, problems };
    },
  };
}

async function imageProblem({ store }: BackupPlace, digest: string): Promise<string | undefined> {
  const object = await readObject(store, imageKey(digest));
  if (object.kind === 'absent') return `the image ${digest.slice(0, 12)} is missing`;
  const isWhole = object.kind === 'bytes' && sha256(object.bytes) === digest;
  return isWhole ? undefined : `the image ${digest.slice(0, 12)} is damaged`;
}

function trustProblems({ trust, signedBy }: Extract<SetReading, { kind: 'read' }>): readonly string[] {
  switch (trust) {
    case 'verified':
      return [];
    case 'unsigned':
      return ['it is not signed'];
    case 'unknown-key':
      return [`it is signed by a key that is not known here: ${signedBy ?? ''}`];
  }
}
