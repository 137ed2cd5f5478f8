import {
  documentText,
  type SignedContent,
  splitSignature,
  withSignature,
} from '../core/model/signed-document.ts';
import type { Signer } from '../ports/signer.ts';

/** What a signature says of a document. `text` is what was signed, JSON that nobody has looked at yet. */
export type SignedReading =
  | { readonly kind: 'verified'; readonly text: string; readonly key: string }
  | { readonly kind: 'unsigned'; readonly text: string }
  /** Whole, and signed by somebody who is not known or not expected. */
  | { readonly kind: 'unknown-key'; readonly text: string; readonly key: string }
  /** Signed by this key once, and changed since; or never signed by it. */
  | { readonly kind: 'forged'; readonly key: string };

/** The document with this host's signature; throws `MistakeError` when the key's file can't be used. */
export function writeSigned(signer: Signer, content: SignedContent): Uint8Array {
  const text = documentText(content);
  return Buffer.from(withSignature(text, { key: signer.publicKey, value: signer.sign(text) }));
}

/**
 * Checks a document that somebody else may have written. `verified` only by the trusted key: without one even a whole
 * document is by an `unknown-key`. Its kind and host are the caller's to compare.
 */
export function readSigned(
  signer: Pick<Signer, 'verify'>,
  bytes: Uint8Array,
  { trusted }: { readonly trusted: string | undefined },
): SignedReading {
  const { text, signature } = splitSignature(Buffer.from(bytes).toString('utf8'));
  if (signature === undefined) return { kind: 'unsigned', text };
  const { key, value } = signature;
  if (!signer.verify(text, value, key)) return { kind: 'forged', key };
  return { kind: key === trusted ? 'verified' : 'unknown-key', text, key };
}
