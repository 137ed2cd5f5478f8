import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { MistakeError } from '../../core/model/errors.ts';
import { errorCode, makeKeyFile } from './key-file.ts';

/** More than a key takes; what is longer is no key. */
const MAX_BYTES = 4096;
const OTHERS = 0o077;

/** The host's own signing key, made (mode 0600, durable) at the first use. Throws `MistakeError` when it can't be used. */
export function readSigningKey(path: string): KeyObject {
  return parseKey(path, readKey(path) ?? makeKey(path));
}

function readKey(path: string): string | undefined {
  let fd: number;
  try {
    // A link could show a key that lies elsewhere, and waiting for a pipe would never end.
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return undefined;
    throw new MistakeError(`${path} can't be read (${code}).`, 'Run homeamp as the user that owns it.');
  }
  try {
    assertPrivate(path, fstatSync(fd));
    const buffer = Buffer.alloc(MAX_BYTES);
    return buffer.subarray(0, readSync(fd, buffer)).toString('latin1');
  } finally {
    closeSync(fd);
  }
}

function assertPrivate(path: string, { mode, uid }: Stats): void {
  if ((mode & constants.S_IFMT) !== constants.S_IFREG) throw damaged(path, 'it is not a file');
  if ((mode & OTHERS) !== 0) {
    const shown = (mode & 0o777).toString(8);
    throw new MistakeError(
      `${path} may be read or written by others (mode ${shown}), so its signatures prove nothing.`,
      `Delete it, let homeamp make a new one, and put its public key into fleet.yaml; when nobody can have read it, \`chmod 600 ${path}\` is enough.`,
    );
  }
  if (!ownersOf(path).has(uid)) {
    throw new MistakeError(
      `${path} belongs to another user (${uid}) than its folder.`,
      `Give it to the owner of the state folder: \`chown --reference=${dirname(path)} ${path}\`.`,
    );
  }
}

function ownersOf(path: string): ReadonlySet<number> {
  return new Set([0, process.getuid?.() ?? 0, statSync(dirname(path)).uid]);
}

function parseKey(path: string, pem: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw damaged(path, 'it is no private key');
  }
  if (key.asymmetricKeyType !== 'ed25519') throw damaged(path, 'its key is not of the kind ed25519');
  return key;
}

function damaged(path: string, what: string): MistakeError {
  return new MistakeError(
    `${path} can't be used: ${what}.`,
    'Put it back from a backup. Without one, delete it: homeamp makes a new one, whose public key belongs into fleet.yaml.',
  );
}

function makeKey(path: string): string {
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  return makeKeyFile(path, pem, readKey);
}
