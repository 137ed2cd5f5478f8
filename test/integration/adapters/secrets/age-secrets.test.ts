import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { armor, Encrypter, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSecretSource, secretSealer } from '../../../../src/adapters/secrets/index.ts';
import { MistakeError } from '../../../../src/core/model/errors.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import type { Identity } from '../../../../src/ports/secret-sealer.ts';
import { sealedFor } from '../../../support/sealed-samples.ts';

const CANARY = 'canary-of-the-vault-61d0';
const dir = mkdtempSync(join(tmpdir(), 'homeamp-age-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

async function identity(name: string): Promise<Identity> {
  await secretSealer.makeIdentity(join(dir, name));
  return secretSealer.openIdentity(join(dir, name));
}

let host: Identity;
let other: Identity;
beforeAll(async () => {
  [host, other] = [await identity('host.key'), await identity('other.key')];
});

const seal = (name: string, value: string, ...to: readonly Identity[]) =>
  secretSealer.seal(
    name,
    new Secret(value),
    to.flatMap(({ recipients }) => recipients),
  );

/** By age itself, past what homeamp would write. */
async function rawSeal(plain: string | Uint8Array, to: Identity): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  for (const recipient of to.recipients) encrypter.addRecipient(recipient);
  return new TextEncoder().encode(armor.encode(await encrypter.encrypt(plain)));
}

async function whyOf(by: Identity, name: string, bytes: Uint8Array | Promise<Uint8Array>): Promise<string> {
  const result = await by.opener.open(name, await bytes);
  return result.kind === 'opened' ? 'opened' : result.why;
}

describe('a secret that is encrypted', () => {
  it('opens for each of its readers, to the letter, and for nobody else', async () => {
    const bytes = await seal('DB', CANARY, host, other);
    expect(Buffer.from(bytes).toString()).not.toContain(CANARY);
    for (const reader of [host, other]) {
      const result = await reader.opener.open('DB', bytes);
      expect(result.kind === 'opened' && result.secret.reveal()).toBe(CANARY);
    }
    expect(await whyOf(other, 'DB', seal('DB', CANARY, host))).toBe('is not encrypted for the identity here');
    const value = fc
      .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
      .filter((text) => !text.includes('\0'));
    await fc.assert(
      fc.asyncProperty(value, async (text) => {
        const opened = await host.opener.open('X', await seal('X', text, host));
        expect(opened.kind === 'opened' && opened.secret.reveal()).toBe(text);
      }),
      { numRuns: 25 },
    );
  });

  it('opens under its own name alone, so that a copied file moves no secret', async () => {
    const bytes = await seal('DB_PASSWORD', CANARY, host);
    expect(await whyOf(host, 'MOTD', bytes)).toBe('was encrypted under another name');
    expect(await whyOf(host, 'DB_PASSWORD', bytes)).toBe('opened');
  });

  it('is refused where it is damaged, foreign, too long or no text, and never throws', async () => {
    const bytes = await seal('DB', 'value', host);
    const torn = Buffer.from(bytes)
      .toString()
      .replace(
        /\n(.)(.{20})/,
        (_all, first: string, rest: string) => `\n${first === 'A' ? 'B' : 'A'}${rest}`,
      );
    const cases: readonly (readonly [Uint8Array | Promise<Uint8Array>, string])[] = [
      [Buffer.from(torn), "can't be opened"],
      [bytes.slice(0, 100), "can't be opened"],
      [Buffer.from(sealedFor(3)), 'damaged'],
      [Buffer.from(sealedFor(1, '-> scrypt c2FsdA 30\nYWJj\n')), 'passphrase'],
      [rawSeal('just a value', host), 'was not written by'],
      [rawSeal('homeamp-secret DB more\nvalue\n', host), 'was not written by'],
      [rawSeal('homeamp-secret DB\n', host), 'is empty'],
      [rawSeal('homeamp-secret DB\na\0b', host), 'null character'],
      [
        rawSeal(new Uint8Array([...Buffer.from('homeamp-secret DB\n'), 0xff, 0xfe]), host),
        'was not written by',
      ],
      [rawSeal(`homeamp-secret DB\n${'x'.repeat(16 * 1024 + 1)}`, host), '16 KiB'],
    ];
    for (const [file, why] of cases) expect(await whyOf(host, 'DB', file)).toContain(why);
  });

  it('is opened once, and remembered by its bytes and name', async () => {
    const bytes = await seal('DB', 'value', host);
    const first = host.opener.open('DB', bytes);
    expect(host.opener.open('DB', new Uint8Array(bytes))).toBe(first);
    expect(host.opener.open('OTHER', bytes)).not.toBe(first);
  });
});

describe('the identity of a host', () => {
  it('is the one in homeamp’s own folder, or the one that is named, and changes the stamp', () => {
    const stampOf = (environment: Record<string, string>, state?: string) =>
      createSecretSource(environment, state).opener.stamp((text) => `${text.length}${text.slice(-9)}`);
    expect(stampOf({}, join(dir, 'none'))).toBeUndefined();
    writeFileSync(join(dir, 'age.key'), readFileSync(join(dir, 'host.key')), { mode: 0o600 });
    const own = stampOf({}, dir);
    expect(own).toBeDefined();
    expect(stampOf({ HOMEAMP_AGE_IDENTITY_FILE: join(dir, 'host.key') }, dir)).toBe(own);
    expect(stampOf({ HOMEAMP_AGE_IDENTITY_FILE: join(dir, 'other.key') }, dir)).not.toBe(own);
  });

  it('is refused where others may read it or it is none, without telling what is in it', () => {
    const named = (text: string, mode = 0o600) => {
      const path = join(dir, 'named.key');
      writeFileSync(path, text);
      chmodSync(path, mode);
      return path;
    };
    const failureOf = (path: string) => {
      try {
        createSecretSource({ HOMEAMP_AGE_IDENTITY_FILE: path });
      } catch (error) {
        if (error instanceof MistakeError) return `${error.message} ${error.next}`;
      }
      throw new Error('no mistake was found');
    };
    const text = readFileSync(join(dir, 'host.key'), 'utf8');
    expect(failureOf(named(text, 0o640))).toContain('chmod 600');
    for (const wrong of [
      '',
      '# nothing\n',
      CANARY,
      text.replace(/(.)\n$/, (_all, last) => (last === 'Q' ? 'P\n' : 'Q\n')),
      text.repeat(5),
    ]) {
      expect(failureOf(named(wrong))).not.toContain(CANARY);
    }
    expect(failureOf(join(dir, 'nowhere.key'))).toContain('ENOENT');
  });

  it('may be two while one replaces the other', async () => {
    const both = join(dir, 'both.key');
    writeFileSync(
      both,
      `${readFileSync(join(dir, 'other.key'), 'utf8')}${readFileSync(join(dir, 'host.key'), 'utf8')}`,
      { mode: 0o600 },
    );
    const { recipients, opener } = await secretSealer.openIdentity(both);
    expect(recipients).toEqual([...other.recipients, ...host.recipients]);
    for (const reader of [host, other])
      expect((await opener.open('DB', await seal('DB', 'v', reader))).kind).toBe('opened');
  });
});

const hasAge = spawnSync('age', ['--version']).status === 0;

describe.skipIf(!hasAge)('beside the program age', () => {
  it('reads what it writes, and is read by it', async () => {
    const file = join(dir, 'DB.age');
    writeFileSync(file, await seal('DB', CANARY, host));
    const opened = execFileSync('age', ['--decrypt', '--identity', join(dir, 'host.key'), file], {
      encoding: 'utf8',
    });
    expect(opened).toBe(`homeamp-secret DB\n${CANARY}\n`);
    const key = readFileSync(join(dir, 'host.key'), 'utf8').split('\n')[1] ?? '';
    const by = execFileSync('age', ['--armor', '--recipient', await identityToRecipient(key)], {
      input: 'homeamp-secret BY_HAND\nvalue\n',
    });
    expect(await whyOf(host, 'BY_HAND', by)).toBe('opened');
  });
});
