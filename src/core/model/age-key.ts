const ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3] as const;
/** 32 bytes in base 32, and six characters that prove them. */
const KEY_LENGTH = 58;

/** True for a native public key of age (`age1…`) without a slip of the pen. Those of plugins and of ssh are none. */
export function isAgeRecipient(text: string): boolean {
  return isBech32(text, 'age');
}

/** True for a native private key of age (`AGE-SECRET-KEY-1…`) without a slip of the pen. */
export function isAgeIdentity(text: string): boolean {
  return text === text.toUpperCase() && isBech32(text.toLowerCase(), 'age-secret-key-');
}

/** Bech32 as BIP 173 has it, for a key of 32 bytes. */
function isBech32(text: string, prefix: string): boolean {
  const head = `${prefix}1`;
  if (!text.startsWith(head) || text.length !== head.length + KEY_LENGTH) return false;
  const digits = [...text.slice(head.length)].map((character) => ALPHABET.indexOf(character));
  const codes = [...prefix].map((character) => character.charCodeAt(0));
  const all = [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31), ...digits];
  return !digits.includes(-1) && checksumOf(all) === 1;
}

function checksumOf(digits: readonly number[]): number {
  let sum = 1;
  for (const digit of digits) {
    const top = sum >> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ digit;
    GENERATOR.forEach((part, bit) => {
      if (((top >> bit) & 1) === 1) sum ^= part;
    });
  }
  return sum;
}

/** Where homeamp's own folder keeps the private half. */
export const IDENTITY_FILE = 'age.key';
