import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto';
import { join } from 'node:path';
import type { Signer } from '../../ports/signer.ts';
import { readSigningKey } from './signing-key.ts';

const PREFIX = 'ed25519:';
const KEY_BYTES = 32;

/** The host's signer. Its key, `signing-key.pem` in this folder, is read at the first use and made when it is missing. */
export function createSigner(stateDir: string): Signer {
  let known: KeyObject | undefined;
  const key = (): KeyObject => {
    known ??= readSigningKey(join(stateDir, 'signing-key.pem'));
    return known;
  };
  return {
    get publicKey() {
      return textOf(key());
    },
    sign: (text) => sign(null, Buffer.from(text), key()).toString('base64'),
    verify: verifyText,
  };
}

function textOf(key: KeyObject): string {
  const { x } = createPublicKey(key).export({ format: 'jwk' });
  return PREFIX + Buffer.from(x ?? '', 'base64url').toString('base64');
}

function verifyText(text: string, signature: string, publicKey: string): boolean {
  const key = parsePublicKey(publicKey);
  return key !== undefined && verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}

function parsePublicKey(text: string): KeyObject | undefined {
  if (!text.startsWith(PREFIX)) return undefined;
  const bytes = Buffer.from(text.slice(PREFIX.length), 'base64');
  if (bytes.length !== KEY_BYTES) return undefined;
  try {
    const x = bytes.toString('base64url');
    return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  } catch {
    return undefined;
  }
}
