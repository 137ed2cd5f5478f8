const LINE = 64;

/** Puts a text into the armour of an age file. */
export function armoured(inside: string | Uint8Array): string {
  const lines =
    Buffer.from(inside)
      .toString('base64')
      .match(new RegExp(`.{1,${LINE}}`, 'g')) ?? [];
  return `-----BEGIN AGE ENCRYPTED FILE-----\n${lines.join('\n')}\n-----END AGE ENCRYPTED FILE-----\n`;
}

/** A file with the outside of one that is encrypted for so many keys. Nothing is in it. */
export function sealedFor(keys: number, more = ''): string {
  const stanza = `-> X25519 ${'a'.repeat(43)}\n${'b'.repeat(43)}\n`;
  return armoured(
    `age-encryption.org/v1\n${stanza.repeat(keys)}${more}--- ${'c'.repeat(43)}\n${'d'.repeat(60)}`,
  );
}

/** Two public keys of age; nobody has the private halves. */
export const PUBLIC_KEYS = [
  'age1gu0mp954f7q9pys2ky3cv39lky4fck0gau6fg9umvuhleh345chqk3ygju',
  'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p',
] as const;
