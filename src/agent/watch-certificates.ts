import type { ReadCertificate } from '../ports/certificates.ts';
import type { Telemetry } from '../ports/telemetry.ts';
import type { Rounds } from './rounds.ts';
import type { RequestTarget } from './watch-requests.ts';

/** An address of https that is configured. */
export interface CertificatePlace {
  readonly target: RequestTarget;
  readonly url: string;
}

const DAY_MILLIS = 86_400_000;

/** Tells once a day, and at once, when the certificates at these addresses end. Who does not answer keeps its last figure. */
export function watchCertificates(
  places: readonly CertificatePlace[],
  { read, telemetry }: { readonly read: ReadCertificate; readonly telemetry: Telemetry },
): Rounds {
  const secure = places.filter(({ url }) => URL.canParse(url) && new URL(url).protocol === 'https:');
  const look = async (): Promise<void> => {
    for (const { target, url } of secure) {
      const { hostname, port } = new URL(url);
      const host = hostname.replace(/^\[|\]$/g, '');
      const facts = await read(host, port === '' ? 443 : Number(port), host);
      if (facts === undefined) continue;
      telemetry.put('homeamp_certificate_expiry_timestamp_seconds', {
        labels: { target },
        value: facts.validTo / 1000,
      });
    }
  };
  const timer = setInterval(() => void look(), DAY_MILLIS);
  timer.unref();
  void look();
  return { stop: () => clearInterval(timer) };
}
