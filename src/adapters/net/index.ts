export { createServerPing } from './server-ping.ts';
