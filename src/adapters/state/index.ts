export { lockState } from './lock-state.ts';
export { openState, type State } from './open-state.ts';
