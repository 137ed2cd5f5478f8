export { createSigner } from './create-signer.ts';
export { lockOwner } from './lock-owner.ts';
export { lockState } from './lock-state.ts';
export { openState, type State } from './open-state.ts';
