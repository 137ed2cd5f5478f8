/** Who signed a text, and the signature: the public key as in the `Signer` port, the signature in base64. */
export interface DocumentSignature {
  readonly key: string;
  readonly value: string;
}

/** What is signed says what it is and whose, so that no signature counts for another kind of document or host. */
export interface SignedContent {
  readonly kind: string;
  readonly host: string;
}

const KEY = /^ed25519:[A-Za-z0-9+/]{43}=$/;
const END = '\n}\n';
const SIGNATURE =
  /,\n {2}"signature": \{\n {4}"key": "(ed25519:[A-Za-z0-9+/]{43}=)",\n {4}"value": "([A-Za-z0-9+/]{86}==)"\n {2}\}\n\}\n$/;
/** More than a signature takes, so that looking for one costs the same in a text of any size. */
const LONGEST_SIGNATURE = 300;

/** True for the text of a public key, whether or not there is such a key. */
export function isPublicKeyText(text: string): boolean {
  return KEY.test(text);
}

/** The text that is signed: JSON with an indent of two, and a line end after it. */
export function documentText(content: SignedContent): string {
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/** The text with its signature as the last field; it stays JSON. `text` comes from `documentText`. */
export function withSignature(text: string, { key, value }: DocumentSignature): string {
  const field = `,\n  "signature": {\n    "key": "${key}",\n    "value": "${value}"\n  }`;
  return `${text.slice(0, -END.length)}${field}${END}`;
}

/** Takes a signature off again: `text` is what was signed, to the byte. Without one the text comes back as it is. */
export function splitSignature(text: string): {
  readonly text: string;
  readonly signature: DocumentSignature | undefined;
} {
  const tail = text.slice(-LONGEST_SIGNATURE);
  const found = SIGNATURE.exec(tail);
  const [whole, key, value] = found ?? [];
  if (whole === undefined || key === undefined || value === undefined) return { text, signature: undefined };
  return { text: text.slice(0, -whole.length) + END, signature: { key, value } };
}
