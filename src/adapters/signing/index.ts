export { createSigner } from './create-signer.ts';
