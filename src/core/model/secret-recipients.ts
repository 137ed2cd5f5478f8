/** For whom the repository's secrets are encrypted, as `secrets/recipients.yaml` says. */
export interface SecretRecipients {
  /** Host → its public key of age. */
  readonly hosts: ReadonlyMap<string, string>;
  /** Person → theirs. */
  readonly people: ReadonlyMap<string, string>;
  /** Secret → the only hosts that may read it. */
  readonly only: ReadonlyMap<string, readonly string[]>;
}

/** One encrypted file of the repository. */
export interface SealedSecret {
  /** Path in the repository. */
  readonly file: string;
  readonly bytes: Uint8Array;
}

/** What the repository says of secrets, none of it opened. */
export interface RepositorySecrets {
  /** Undefined where there is no such file, or it has mistakes. */
  readonly recipients: SecretRecipients | undefined;
  /** By the secret's name. */
  readonly sealed: ReadonlyMap<string, SealedSecret>;
}

export interface SecretReader {
  readonly kind: 'host' | 'person';
  readonly name: string;
  readonly key: string;
}

/** Who may read a secret: everybody, and of the hosts those that `only` leaves. */
export function readersOf(recipients: SecretRecipients, secret: string): readonly SecretReader[] {
  const only = recipients.only.get(secret);
  const hosts = [...recipients.hosts].filter(([name]) => only === undefined || only.includes(name));
  return [
    ...hosts.map(([name, key]) => ({ kind: 'host', name, key }) as const),
    ...[...recipients.people].map(([name, key]) => ({ kind: 'person', name, key }) as const),
  ];
}
