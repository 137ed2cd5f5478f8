import { type SetFolder, setKey } from '../../core/backups/backup-key.ts';
import type { BackupManifest } from '../../core/backups/backup-manifest.ts';
import { MAX_MANIFEST_BYTES, parseManifest } from '../../core/backups/parse-manifest.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Signer } from '../../ports/signer.ts';
import { readSigned } from '../signed-documents.ts';
import { readObject } from './read-object.ts';

/** Whose sets are read, and whose signatures count. */
export interface Reader {
  readonly backups: Pick<ObjectStore, 'get' | 'has'>;
  readonly signer: Pick<Signer, 'verify'>;
  /** Public keys of this host, the present one and those that it had before. */
  readonly trusted: ReadonlySet<string>;
  /** Undefined where nobody said which host this is: then any one is taken. */
  readonly host: string | undefined;
}

export interface SetName {
  readonly of: SetFolder;
  readonly id: string;
}

/** `unknown-key`: whole, and signed by somebody whom nobody named as this host. */
export type Trust = 'verified' | 'unsigned' | 'unknown-key';

export type SetReading =
  | {
      readonly kind: 'read';
      readonly manifest: BackupManifest;
      readonly trust: Trust;
      /** Whose signature it has; undefined without one. */
      readonly signedBy: string | undefined;
    }
  | { readonly kind: 'damaged'; readonly reason: string }
  | { readonly kind: 'absent' };

/** Reads and checks one manifest. Throws what the store throws when it is away. */
export async function readSet(reader: Reader, name: SetName): Promise<SetReading> {
  const object = await readObject(reader.backups, setKey(name.of, name.id));
  if (object.kind === 'absent') return object;
  if (object.kind === 'unreadable') return damaged(object.reason);
  const { bytes } = object;
  if (bytes.length > MAX_MANIFEST_BYTES) return damaged('it is larger than any manifest');
  const signed = signedBy(reader, bytes);
  if (signed.kind === 'forged') return damaged('it was changed after it was signed');
  const parsed = parseManifest(signed.text, name);
  if (parsed.kind === 'refused') return damaged(parsed.reason);
  const { manifest } = parsed;
  if (reader.host !== undefined && manifest.host !== reader.host) {
    return damaged(`it is of the host ${manifest.host}`);
  }
  const key = signed.kind === 'unsigned' ? undefined : signed.key;
  return { kind: 'read', manifest, trust: signed.kind, signedBy: key };
}

function signedBy({ signer, trusted }: Reader, bytes: Uint8Array) {
  const reading = readSigned(signer, bytes, { trusted: undefined });
  const isTrusted = reading.kind === 'unknown-key' && trusted.has(reading.key);
  return isTrusted ? { ...reading, kind: 'verified' as const } : reading;
}

function damaged(reason: string): SetReading {
  return { kind: 'damaged', reason };
}
