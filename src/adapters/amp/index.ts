export { createAmpAccess } from './api/create-amp-access.ts';
export { createAmpOperator } from './api/create-amp-operator.ts';
export { createLocalServers } from './create-local-servers.ts';
export { createFilesOnlyControl } from './files-only-control.ts';
export { createLocalInstances } from './local-instances.ts';
