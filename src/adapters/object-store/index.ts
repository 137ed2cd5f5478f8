export { createLocalObjectStore } from './local-object-store.ts';
