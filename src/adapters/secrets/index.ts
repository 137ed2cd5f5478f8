export { createSecretSource } from './environment-secrets.ts';
export { readSecretFile } from './read-secret-file.ts';
