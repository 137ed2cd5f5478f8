import { describe, expect, it } from 'vitest';
import {
  documentText,
  isPublicKeyText,
  splitSignature,
  withSignature,
} from '../../../../src/core/model/signed-document.ts';

const KEY = `ed25519:${'A'.repeat(43)}=`;
const VALUE = `${'B'.repeat(86)}==`;
const signature = { key: KEY, value: VALUE };

describe('a document with a signature', () => {
  it.each([
    ['plain', { kind: 'a', host: 'b' }],
    ['with a signature of its own', { kind: 'a', host: 'b', signature: { key: KEY, value: VALUE } }],
    ['that quotes one', { kind: 'a', host: 'b', text: `"signature": {\n    "key": "${KEY}"` }],
    ['that ends in objects', { kind: 'a', host: 'b', deep: { deeper: {} } }],
    ['with odd characters', { kind: 'a', host: 'b', text: '\u2028 "}\n}\n" 🦊' }],
  ])('is JSON, has it last and gives the text back to the byte: %s', (_, content) => {
    const text = documentText(content);
    const signed = withSignature(text, signature);
    expect(Object.keys(JSON.parse(signed) as object).at(-1)).toBe('signature');
    expect((JSON.parse(signed) as { signature: unknown }).signature).toEqual(signature);
    expect(splitSignature(signed)).toEqual({ text, signature });
  });

  it('keeps its text where it was never signed', () => {
    const text = documentText({ kind: 'a', host: 'b' });
    expect(splitSignature(text)).toEqual({ text, signature: undefined });
  });
});

describe('the text of a public key', () => {
  it.each([KEY, 'ed25519:q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA='])('may be %s', (text) => {
    expect(isPublicKeyText(text)).toBe(true);
  });

  it.each(['', 'ed25519:', KEY.slice(0, -1), `${KEY}\n`, ` ${KEY}`, KEY.replace('ed25519', 'rsa')])(
    'is not %j',
    (text) => {
      expect(isPublicKeyText(text)).toBe(false);
    },
  );
});
