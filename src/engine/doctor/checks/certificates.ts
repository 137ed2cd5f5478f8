import { type Finding, ok, skipped } from '../../../core/doctor/finding.ts';
import { judgeCertificate } from '../../../core/doctor/judge-certificate.ts';
import type { Check, Checks } from '../check.ts';
import type { DoctorParts } from '../doctor-parts.ts';
import { servicesOf } from './services.ts';

const HTTPS_PORT = 443;

interface TlsEndpoint {
  readonly name: string;
  readonly host: string;
  readonly port: number;
}

const certificates: Check = async (parts, facts) => {
  const known = await servicesOf(parts, facts);
  const services = typeof known === 'string' ? [] : known.services;
  const declared = services.flatMap(({ name, target }): readonly TlsEndpoint[] => {
    if ('url' in target) return byUrl(name, target.url);
    // MariaDB begins TLS in the middle of its own protocol.
    return target.isEncrypted && target.kind !== 'mariadb' ? [{ name, ...target.address }] : [];
  });
  const endpoints = [...parts.endpoints.flatMap(({ name, url }) => byUrl(name, url)), ...declared];
  if (endpoints.length === 0) return [ok('certificates', 'Nothing here is spoken to by TLS.')];
  return Promise.all(endpoints.map((endpoint) => lookAt(parts, endpoint)));
};

export const CERTIFICATE_CHECKS: Checks = { certificates };

function byUrl(name: string, address: string): readonly TlsEndpoint[] {
  const url = new URL(address);
  if (url.protocol !== 'https:') return [];
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return [{ name, host, port: url.port === '' ? HTTPS_PORT : Number(url.port) }];
}

/** One that does not answer is told by the check that needs it. */
async function lookAt({ readCertificate, clock }: DoctorParts, endpoint: TlsEndpoint): Promise<Finding> {
  const { name, host, port } = endpoint;
  const facts = await readCertificate(host, port, host);
  if (facts !== undefined) return judgeCertificate(name, facts, clock.now());
  return skipped('certificates', `Not looked at: ${name} shows no certificate.`, { subject: name });
}
