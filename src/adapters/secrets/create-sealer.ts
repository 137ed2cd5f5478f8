import { closeSync, fchownSync, fsyncSync, mkdirSync, openSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { MistakeError } from '../../core/model/errors.ts';
import { Secret } from '../../core/model/secret.ts';
import type { SecretSealer } from '../../ports/secret-sealer.ts';
import { createOpener } from './create-opener.ts';
import { parseSecretLines } from './environment-secrets.ts';
import { readIdentities } from './read-identities.ts';
import { readSecretFile } from './read-secret-file.ts';
import { troubleOf, wrapValue } from './secret-text.ts';

/** Identities and encryption by age, as its own program does them. */
export const secretSealer: SecretSealer = {
  async openIdentity(file) {
    const identities = readIdentities(file, '--identity');
    const { identityToRecipient } = await import('age-encryption');
    const recipients = await Promise.all(
      identities.map((identity) => identityToRecipient(identity.reveal())),
    );
    return { recipients, opener: createOpener(identities) };
  },
  async makeIdentity(file) {
    const { generateX25519Identity, identityToRecipient } = await import('age-encryption');
    const identity = await generateX25519Identity();
    return writeNew(file, `# public key: ${await identityToRecipient(identity)}\n${identity}\n`);
  },
  readValue: (file) => new Secret(readSecretFile(file, '--file').replace(/\r?\n$/, '')),
  readValues(file) {
    const lines = parseSecretLines(readSecretFile(file, '--from'), file);
    return new Map(lines.map(({ name, value }) => [name, new Secret(value)]));
  },
  async seal(name, value, recipients) {
    const trouble = troubleOf(value.reveal());
    if (trouble !== undefined) {
      throw new MistakeError(
        `${name} was given a value that ${trouble}`,
        'Give another one; the old one is kept.',
      );
    }
    const { armor, Encrypter } = await import('age-encryption');
    const encrypter = new Encrypter();
    for (const recipient of recipients) encrypter.addRecipient(recipient);
    const sealed = await encrypter.encrypt(wrapValue(name, value.reveal()));
    return new TextEncoder().encode(armor.encode(sealed));
  },
};

/** False when there is a file already. */
function writeNew(path: string, text: string): boolean {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const fd = openSync(path, 'wx', 0o600);
    try {
      // Root looks after hosts; the agent must be able to read what root made.
      if (process.getuid?.() === 0) {
        const { uid, gid } = statSync(dirname(path));
        fchownSync(fd, uid, gid);
      }
      writeFileSync(fd, text);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    return true;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    if (code === 'EEXIST') return false;
    throw new MistakeError(
      `the identity ${path} can't be made: ${code}`,
      'Name another file with --identity, or run homeamp as the user that owns the folder.',
    );
  }
}
