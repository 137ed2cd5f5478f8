export { createSecretSource } from './environment-secrets.ts';
