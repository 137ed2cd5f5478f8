import {
  type BackedUpImage,
  type BackupManifest,
  MANIFEST_KIND,
  MANIFEST_VERSION,
} from '../../core/backups/backup-manifest.ts';
import type { JournalEntry } from '../../ports/state-store.ts';
import { backedUpRights } from '../backups/backed-up-rights.ts';
import { parsePayload } from './record-history.ts';
import type { Image, Replacement } from './replacement.ts';

/** What a run is about to do, as its backup set tells it. */
export function manifestOfRun(
  entry: Pick<JournalEntry, 'id' | 'instance' | 'root' | 'startedAt' | 'payload'>,
  replacements: readonly Replacement[],
): BackupManifest {
  const { kind, revision, planId, of, liveWriteSafe } = parsePayload(entry.payload);
  const [host = ''] = entry.instance.split('/');
  return {
    kind: MANIFEST_KIND,
    version: MANIFEST_VERSION,
    id: entry.id,
    host,
    instance: entry.instance,
    root: entry.root,
    at: entry.startedAt,
    cause: kind,
    revision,
    planId,
    of: of ?? null,
    liveWriteSafe,
    files: replacements.map(({ path, before, after }) => ({
      path,
      before: backedUpImage(before),
      after: backedUpImage(after),
    })),
    skipped: [],
  };
}

function backedUpImage(image: Image | undefined): BackedUpImage | null {
  if (image === undefined) return null;
  return { sha256: image.digest, size: image.bytes.length, ...backedUpRights(image.meta) };
}
