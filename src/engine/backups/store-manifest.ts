import { folderOf, setKey } from '../../core/backups/backup-key.ts';
import type { BackupManifest } from '../../core/backups/backup-manifest.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Signer } from '../../ports/signer.ts';
import { writeSigned } from '../signed-documents.ts';

/** Signs a manifest and puts it beside its images, which are there already; durable when it returns. */
export async function storeManifest(
  host: { readonly backups: ObjectStore; readonly signer: Signer },
  manifest: BackupManifest,
): Promise<void> {
  await host.backups.put(setKey(folderOf(manifest.cause), manifest.id), writeSigned(host.signer, manifest));
}
