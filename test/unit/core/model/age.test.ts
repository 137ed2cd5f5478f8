import { describe, expect, it } from 'vitest';
import { describeAgeFile } from '../../../../src/core/model/age-file.ts';
import { isAgeIdentity, isAgeRecipient } from '../../../../src/core/model/age-key.ts';
import { armoured, PUBLIC_KEYS, sealedFor } from '../../../support/sealed-samples.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const reasonOf = (text: string) => {
  const facts = describeAgeFile(bytes(text));
  return facts.kind === 'unusable' ? facts.reason : facts.recipients;
};

describe('a public key of age', () => {
  it('counts with its checksum alone', () => {
    for (const key of PUBLIC_KEYS) {
      expect(isAgeRecipient(key)).toBe(true);
      expect(isAgeRecipient(key.toUpperCase())).toBe(false);
      expect(isAgeRecipient(`${key}q`)).toBe(false);
      expect(isAgeRecipient(key.replace(/..$/, 'qq'))).toBe(false);
    }
    expect(isAgeRecipient('age1yubikey1q')).toBe(false);
    expect(isAgeIdentity(PUBLIC_KEYS[0])).toBe(false);
  });
});

describe('the outside of an age file', () => {
  it('tells for how many keys it is, whatever the line ends', () => {
    expect(reasonOf(sealedFor(3))).toBe(3);
    expect(reasonOf(sealedFor(2).replaceAll('\n', '\r\n'))).toBe(2);
    expect(reasonOf(sealedFor(1, '-> some-grease abc\nYWJj\n'))).toBe(1);
  });

  it('is refused where opening it could cost minutes, or can do nothing', () => {
    expect(reasonOf(sealedFor(1, '-> scrypt c2FsdA 30\nYWJj\n'))).toContain('passphrase');
    expect(reasonOf(sealedFor(101))).toContain('more than 100');
    expect(reasonOf(sealedFor(0, '-> ssh-ed25519 abc\nYWJj\n'))).toContain('no key of age');
    expect(reasonOf(sealedFor(1).padEnd(65 * 1024, '\n'))).toContain('64 KiB');
  });

  it('is refused where its armour or header is not whole', () => {
    const whole = sealedFor(2);
    const broken = [
      '',
      'age-encryption.org/v1\n',
      armoured('age-encryption.org/v2\n-> X25519 a\nb\n--- c\n'),
      armoured('age-encryption.org/v1\n-> X25519 a\n'),
      whole.replace('-----END', '-----ENDE'),
      whole.replace(/\n(?=-----END)/, '=\n'),
      whole.replace(/\n.(?=.)/, '\n!'),
      whole.replace('\n', '\n\n'),
    ];
    for (const text of broken) expect([text, reasonOf(text)]).toEqual([text, 'it is no armoured age file']);
  });
});
