import * as z from 'zod';
import { type InstanceId, type InstancePath, isSafeName, parseInstancePath } from '../model/instance.ts';
import { folderOf, type SetFolder } from './backup-key.ts';
import { BACKUP_CAUSES, type BackupManifest, MANIFEST_KIND, MANIFEST_VERSION } from './backup-manifest.ts';

/** Longer texts are not even parsed. */
export const MAX_MANIFEST_BYTES = 8 * 1024 * 1024;
const MAX_FILES = 10_000;
/** As large as a live file that homeamp reads, with room to spare. */
const MAX_IMAGE_BYTES = 256 * 1024 * 1024;
const LAST_MILLIS = 8.64e15;

const path = z.string().transform((text, context): InstancePath => {
  const parsed = parseInstancePath(text);
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'not a path inside an instance' });
  return z.NEVER;
});
const instance = z.string().transform((text, context): InstanceId => {
  const [host = '', name = '', ...more] = text.split('/');
  if (more.length === 0 && isSafeName(host) && isSafeName(name)) return text as InstanceId;
  context.addIssue({ code: 'custom', message: 'not HOST/NAME' });
  return z.NEVER;
});
const id32 = z.int().min(0).max(0xffff_ffff);
const image = z.strictObject({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  size: z.int().min(0).max(MAX_IMAGE_BYTES),
  mode: z.int().min(0).max(0o777),
  owner: z.strictObject({ uid: id32, gid: id32 }).nullable(),
});
const shortText = z.string().max(1000);

const manifestSchema = z.strictObject({
  kind: z.literal(MANIFEST_KIND),
  version: z.literal(MANIFEST_VERSION),
  id: shortText,
  host: z.string().refine(isSafeName),
  instance,
  root: z.string().max(4096),
  at: z.int().min(0).max(LAST_MILLIS),
  cause: z.enum(BACKUP_CAUSES),
  revision: shortText,
  planId: shortText,
  of: shortText.nullable(),
  liveWriteSafe: z.boolean(),
  files: z.array(z.strictObject({ path, before: image.nullable(), after: image.nullable() })).max(MAX_FILES),
  skipped: z.array(z.strictObject({ path, reason: shortText })).max(MAX_FILES),
});

export type ManifestReading =
  | { readonly kind: 'read'; readonly manifest: BackupManifest }
  | { readonly kind: 'refused'; readonly reason: string };

/** Takes a manifest as it comes from a store, where anybody may have put it, under the key that names this set. */
export function parseManifest(
  text: string,
  key: { readonly of: SetFolder; readonly id: string },
): ManifestReading {
  if (text.length > MAX_MANIFEST_BYTES) return refused('it is longer than any set needs');
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (!parsed.success) return refused(firstMistake(parsed.error));
  const manifest: BackupManifest = parsed.data;
  const mismatch = mismatchOf(manifest, key) ?? clashOf(manifest);
  return mismatch === undefined ? { kind: 'read', manifest } : refused(mismatch);
}

function refused(reason: string): ManifestReading {
  return { kind: 'refused', reason };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function firstMistake({ issues }: z.ZodError): string {
  const [issue] = issues;
  const place = issue?.path.join('.') ?? '';
  return place === '' ? 'it is no manifest' : `its field ${place} is not as it must be`;
}

function mismatchOf(manifest: BackupManifest, key: { readonly of: SetFolder; readonly id: string }) {
  if (manifest.id !== key.id || folderOf(manifest.cause) !== key.of) return 'it is of another set';
  if (!manifest.instance.startsWith(`${manifest.host}/`)) return 'its instance is not of its host';
  return undefined;
}

/** Two files at one path, or one where another needs a folder, can't come from a disk. */
function clashOf({ files }: BackupManifest): string | undefined {
  const paths = new Set<string>(files.map((file) => file.path));
  if (paths.size !== files.length) return 'it names a file twice';
  const isBelowFile = (name: string): boolean => {
    for (let end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
      if (paths.has(name.slice(0, end))) return true;
    }
    return false;
  };
  return files.some((file) => isBelowFile(file.path))
    ? 'it names a file that is a folder as well'
    : undefined;
}
