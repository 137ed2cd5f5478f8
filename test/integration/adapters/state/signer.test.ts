import { generateKeyPairSync } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSigner } from '../../../../src/adapters/state/index.ts';
import { MistakeError } from '../../../../src/core/model/errors.ts';
import { isPublicKeyText } from '../../../../src/core/model/signed-document.ts';
import { readSigned, writeSigned } from '../../../../src/engine/signed-documents.ts';
import { asNobody, isRoot, temporaryFolder } from '../temporary-folder.ts';

const keyFile = (dir: string) => join(dir, 'signing-key.pem');

/** The error that reading the key ends in. */
function refusalOf(dir: string): MistakeError {
  try {
    return new MistakeError(`it was read: ${createSigner(dir).publicKey}`, '');
  } catch (error) {
    if (error instanceof MistakeError) return error;
    throw error;
  }
}

describe('the signing key of a host', () => {
  it('is made once, for its owner alone, and is the same after a restart', () => {
    const dir = temporaryFolder();
    const { publicKey } = createSigner(dir);
    expect(isPublicKeyText(publicKey)).toBe(true);
    expect(statSync(keyFile(dir)).mode & 0o777).toBe(0o600);
    expect(createSigner(dir).publicKey).toBe(publicKey);
    expect(readdirSync(dir)).toEqual(['signing-key.pem']);
    expect(createSigner(temporaryFolder()).publicKey).not.toBe(publicKey);
  });

  it('is not made by somebody who only checks what others signed', () => {
    const dir = temporaryFolder();
    expect(createSigner(dir).verify('text', 'signature', 'ed25519:key')).toBe(false);
    expect(readdirSync(dir)).toEqual([]);
  });

  it.each([
    [
      'it is cut off',
      (path: string) => writeFileSync(path, readFileSync(path).subarray(0, 60)),
      'no private key',
    ],
    ['it is empty', (path: string) => writeFileSync(path, ''), 'no private key'],
    ['it is of another kind', (path: string) => writeFileSync(path, rsaKey()), 'not of the kind ed25519'],
    ['it is a folder', makeFolder, 'not a file'],
    ['others may read it', (path: string) => chmodSync(path, 0o640), 'mode 640'],
    ['others may write it', (path: string) => chmodSync(path, 0o602), 'mode 602'],
    ['it is a link', makeLink, "can't be read (ELOOP)"],
  ])('is refused with what to do when %s', (_, spoil, said) => {
    const dir = temporaryFolder();
    createSigner(dir).sign('once');
    spoil(keyFile(dir));
    const refusal = refusalOf(dir);
    expect(refusal.message).toContain(said);
    expect(refusal.message).toContain(keyFile(dir));
    expect(refusal.next).not.toBe('');
    expect(`${refusal.message}${refusal.next}`).not.toContain('PRIVATE KEY');
  });

  it.runIf(isRoot)('is refused when it belongs to a stranger, and read by root as its owner has it', () => {
    const dir = temporaryFolder();
    createSigner(dir).sign('once');
    chownSync(keyFile(dir), 12_345, 12_345);
    expect(refusalOf(dir).message).toContain('belongs to another user (12345)');
    chownSync(dir, 12_345, 12_345);
    expect(isPublicKeyText(createSigner(dir).publicKey)).toBe(true);
  });

  it.runIf(isRoot)('is given to the owner of the folder when root makes it', () => {
    const dir = temporaryFolder();
    chownSync(dir, 12_345, 12_345);
    createSigner(dir).sign('once');
    expect(statSync(keyFile(dir)).uid).toBe(12_345);
    expect(() => asNobody(() => createSigner(dir).publicKey)).toThrow(MistakeError);
  });
});

function makeFolder(path: string): void {
  rmSync(path);
  mkdirSync(path, { mode: 0o700 });
}

function makeLink(path: string): void {
  rmSync(path);
  symlinkSync('/dev/zero', path);
}

function rsaKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
}

describe('a signed document', () => {
  const content = { kind: 'note', host: 'alpha', said: 'hello', list: [1, 2] };
  const read = (bytes: Uint8Array | string, trusted?: string) =>
    readSigned(createSigner(temporaryFolder()), Buffer.from(bytes), { trusted });

  it('is verified by the key that is trusted, and by no other', () => {
    const signer = createSigner(temporaryFolder());
    const bytes = writeSigned(signer, content);
    const { publicKey: key } = signer;
    const verified = read(bytes, key);
    expect(verified).toMatchObject({ kind: 'verified', key });
    expect(verified.kind === 'verified' && JSON.parse(verified.text)).toEqual(content);
    expect(read(bytes)).toMatchObject({ kind: 'unknown-key', key });
    expect(read(bytes, createSigner(temporaryFolder()).publicKey)).toMatchObject({
      kind: 'unknown-key',
      key,
    });
  });

  it('is forged once any byte of text, key or signature was changed', () => {
    const signer = createSigner(temporaryFolder());
    const text = Buffer.from(writeSigned(signer, content)).toString();
    const other = createSigner(temporaryFolder()).publicKey;
    const changes = [
      text.replace('hello', 'hullo'),
      text.replace('"list"', '"List"'),
      text.replace('  "said"', ' "said"'),
      text.replace(signer.publicKey, other),
      text.replace(/"value": "(.)/, (_, first: string) => `"value": "${first === 'A' ? 'B' : 'A'}`),
    ];
    for (const changed of changes) {
      expect(changed).not.toBe(text);
      expect(read(changed, signer.publicKey).kind).toBe('forged');
    }
  });

  it('is unsigned without a signature as its last field', () => {
    const signer = createSigner(temporaryFolder());
    const text = Buffer.from(writeSigned(signer, content)).toString();
    const without = [
      JSON.stringify(content),
      JSON.stringify(JSON.parse(text)),
      `${text} `,
      text.replace('"signature"', '"Signature"'),
      '',
      'x'.repeat(1_000_000),
    ];
    for (const unsigned of without) expect(read(unsigned, signer.publicKey).kind).toBe('unsigned');
  });
});
