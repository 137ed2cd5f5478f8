export { CATALOGUE } from './catalogue.ts';
export { createTelemetry, type ReadableTelemetry } from './create-telemetry.ts';
