export { createAmpAccess } from './api/create-amp-access.ts';
export { createAmpOperator } from './api/create-amp-operator.ts';
export { createFilesOnlyControl } from './files-only-control.ts';
export { createLocalInstances } from './local-instances.ts';
