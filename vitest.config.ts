import { defineConfig } from 'vitest/config';
import { SummaryReporter } from './test/support/summary-reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**', 'node_modules/**'],
    reporters: [['default', { summary: false }], new SummaryReporter()],
    globalSetup: ['test/support/build-once.ts'],
    // Most tests wait for git and for other processes, so that more workers than cores pay.
    maxWorkers: 3,
    // No test replaces a module, so that a worker may keep those it has loaded.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
