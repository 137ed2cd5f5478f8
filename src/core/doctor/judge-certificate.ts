import { type Finding, ok, problem } from './finding.ts';

interface Certificate {
  /** Milliseconds since 1970. */
  readonly validTo: number;
  readonly isTrusted: boolean;
  readonly reason: string | undefined;
}

const DAY = 86_400_000;
const SOON_DAYS = 21;

/** A certificate that has ended is told as that alone, though it is not trusted either. */
export function judgeCertificate(subject: string, certificate: Certificate, now: number): Finding {
  const { validTo, isTrusted, reason } = certificate;
  const days = Math.floor((validTo - now) / DAY);
  if (validTo <= now)
    return problem('certificate-ended', `The certificate of ${subject} has ended.`, { subject });
  if (!isTrusted) {
    const why = reason === undefined ? '' : ` (${reason})`;
    return problem('certificate-untrusted', `This host does not trust the certificate of ${subject}${why}.`, {
      subject,
    });
  }
  const left = `The certificate of ${subject} is good for ${days} more days.`;
  return days < SOON_DAYS
    ? problem('certificate-ends-soon', left, { subject })
    : ok('certificates', left, { subject });
}
