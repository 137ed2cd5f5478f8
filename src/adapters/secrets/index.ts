export { secretSealer } from './create-sealer.ts';
export { createSecretSource } from './environment-secrets.ts';
export { readIdentities } from './read-identities.ts';
export { readSecretFile } from './read-secret-file.ts';
