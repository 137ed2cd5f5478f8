export { readCertificate } from './certificate.ts';
export { createServerPing } from './server-ping.ts';
