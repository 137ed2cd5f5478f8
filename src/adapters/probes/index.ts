export { createHostProbe } from './host-probe.ts';
export { createServiceProbe } from './service-probe.ts';
export { createWebProbe } from './web-probe.ts';
