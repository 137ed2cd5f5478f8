/** The certificate that a server shows. */
export interface CertificateFacts {
  /** Milliseconds since 1970. */
  readonly validTo: number;
  /** The name that it is for; foreign text, at most 200 characters. */
  readonly subject: string;
  /** True where this host trusts it for the name it was asked by. */
  readonly isTrusted: boolean;
  /** OpenSSL's code for why not, such as `CERT_HAS_EXPIRED`. */
  readonly reason: string | undefined;
}

/** Undefined where nothing answers within a few seconds, or nothing that speaks TLS. Never throws. */
export type ReadCertificate = (
  host: string,
  port: number,
  servername: string,
) => Promise<CertificateFacts | undefined>;
