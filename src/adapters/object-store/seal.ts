import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  scryptSync,
  timingSafeEqual,
} from 'node:crypto';
import type { Secret } from '../../core/model/secret.ts';

/** No text, and no file that a server keeps, begins so. */
const MAGIC = Buffer.from([0x89, ...Buffer.from('HOMEAMP'), 0x0d, 0x0a]);
const VERSION = 1;
const KEY_ID_BYTES = 8;
const SALT_BYTES = 32;
const TAG_BYTES = 16;
const KEY_ID_AT = MAGIC.length + 1;
const SALT_AT = KEY_ID_AT + KEY_ID_BYTES;
const HEADER_BYTES = SALT_AT + SALT_BYTES;
const CIPHER = 'aes-256-gcm';
const SCRYPT = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };

/** What opening came to. */
export type Opened =
  | { readonly kind: 'opened'; readonly bytes: Buffer }
  | { readonly kind: 'not-sealed' }
  | { readonly kind: 'newer-version' }
  | { readonly kind: 'other-key' }
  | { readonly kind: 'damaged' };

/** Encrypts bytes for one name, and opens them for that name alone. */
export interface Seal {
  /** The same name and bytes give the same sealed bytes, so that putting them twice changes nothing. */
  seal(name: string, bytes: Uint8Array): Buffer;
  open(name: string, sealed: Uint8Array): Opened;
}

/** True for bytes that a seal made, whatever its key. */
export function isSealed(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, MAGIC.length)).equals(MAGIC);
}

/**
 * AES-256-GCM with a key of its own for every object, by HKDF from the secret, which is stretched once by scrypt. Takes
 * about a tenth of a second.
 */
export function createSeal(secret: Secret<string>): Seal {
  const root = scryptSync(secret.reveal(), 'homeamp backups 1', 32, SCRYPT);
  const keyId = derive(root, { salt: '', use: 'key id', length: KEY_ID_BYTES });
  const saltKey = derive(root, { salt: '', use: 'salt', length: 32 });
  return {
    seal(name, bytes) {
      const salt = createHmac('sha256', saltKey).update(digestOf(name)).update(bytes).digest();
      const header = Buffer.concat([MAGIC, Buffer.from([VERSION]), keyId, salt]);
      const { key, nonce } = objectKeys(root, salt);
      const cipher = createCipheriv(CIPHER, key, nonce).setAAD(boundTo(header, name));
      return Buffer.concat([header, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    },
    open(name, sealed) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      if (!isSealed(bytes)) return { kind: 'not-sealed' };
      if (bytes.length < HEADER_BYTES + TAG_BYTES) return { kind: 'damaged' };
      if (bytes[MAGIC.length] !== VERSION) return { kind: 'newer-version' };
      if (!timingSafeEqual(bytes.subarray(KEY_ID_AT, SALT_AT), keyId)) return { kind: 'other-key' };
      return unseal(root, name, bytes);
    },
  };
}

function unseal(root: Buffer, name: string, sealed: Buffer): Opened {
  const header = sealed.subarray(0, HEADER_BYTES);
  const { key, nonce } = objectKeys(root, header.subarray(SALT_AT));
  const decipher = createDecipheriv(CIPHER, key, nonce).setAAD(boundTo(header, name));
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const bytes = Buffer.concat([
      decipher.update(sealed.subarray(HEADER_BYTES, -TAG_BYTES)),
      decipher.final(),
    ]);
    return { kind: 'opened', bytes };
  } catch {
    return { kind: 'damaged' };
  }
}

interface Derivation {
  readonly salt: Uint8Array | string;
  readonly use: string;
  readonly length: number;
}

function derive(root: Buffer, { salt, use, length }: Derivation): Buffer {
  return Buffer.from(hkdfSync('sha256', root, salt, `homeamp ${use}`, length));
}

function objectKeys(root: Buffer, salt: Buffer): { readonly key: Buffer; readonly nonce: Buffer } {
  const both = derive(root, { salt, use: 'object', length: 44 });
  return { key: both.subarray(0, 32), nonce: both.subarray(32) };
}

/** An object that is moved to another name, or whose header is changed, can't be opened. */
function boundTo(header: Buffer, name: string): Buffer {
  return Buffer.concat([header, Buffer.from(name, 'utf8')]);
}

/** Of fixed length, so that the end of a name can't pass for the beginning of the bytes. */
function digestOf(name: string): Buffer {
  return createHash('sha256').update(name, 'utf8').digest();
}
