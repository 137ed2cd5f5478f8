import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import type { CertificateFacts, ReadCertificate } from '../../ports/certificates.ts';

const TIMEOUT_MILLIS = 5000;
const LONGEST_SUBJECT = 200;

/** Looks at a certificate without trusting it: nothing is sent on the connection. */
export const readCertificate: ReadCertificate = (host, port, servername) =>
  new Promise((resolve) => {
    // No address may stand in the name of a server.
    const name = isIP(servername) === 0 ? { servername } : {};
    const socket = connect({ host, port, ...name, rejectUnauthorized: false });
    const end = (facts: CertificateFacts | undefined): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(facts);
    };
    const timer = setTimeout(() => end(undefined), TIMEOUT_MILLIS);
    socket.once('secureConnect', () => end(factsOf(socket)));
    socket.on('error', () => end(undefined));
  });

function factsOf(socket: TLSSocket): CertificateFacts | undefined {
  const { valid_to, subject } = socket.getPeerCertificate();
  const validTo = Date.parse(valid_to);
  if (Number.isNaN(validTo)) return undefined;
  const { authorized, authorizationError } = socket;
  return {
    validTo,
    subject: String(subject.CN ?? '').slice(0, LONGEST_SUBJECT),
    isTrusted: authorized,
    reason: authorized ? undefined : reasonOf(authorizationError),
  };
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  return /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : 'UNTRUSTED';
}
