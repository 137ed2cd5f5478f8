/** Signs with the host's own key and checks the signatures of any. Signatures are base64; a key is `ed25519:` and the base64 of its 32 bytes. */
export interface Signer {
  /** The half that others may know. Reading it, like signing, throws `MistakeError` when the key's file can't be used. */
  readonly publicKey: string;
  sign(text: string): string;
  /** False also for what is no key or no signature. */
  verify(text: string, signature: string, publicKey: string): boolean;
}
