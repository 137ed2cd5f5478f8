/** A key: `/`-separated safe segments of letters, digits, `.`, `_`, `-`. */
export type ObjectKey = string;

/**
 * Keeps bytes by key: a local folder or S3. `put` returns only when the bytes are durable and read back equal in
 * length and digest. Every call throws `TransientError` when the store is away or full.
 */
export interface ObjectStore {
  put(key: ObjectKey, bytes: Uint8Array): Promise<void>;
  /** Undefined when there is no such object. */
  get(key: ObjectKey): Promise<Uint8Array | undefined>;
  has(key: ObjectKey): Promise<boolean>;
  /** Keys with this prefix, sorted. */
  list(prefix: ObjectKey): Promise<readonly ObjectKey[]>;
  delete(key: ObjectKey): Promise<void>;
}
