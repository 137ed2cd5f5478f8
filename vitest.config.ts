import { defineConfig } from 'vitest/config';
import { LongFirst } from './test/support/long-first.ts';
import { SummaryReporter } from './test/support/summary-reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Minutes of one story each: `npm run test:long`.
    exclude: [
      'test/bench/**',
      'node_modules/**',
      ...(process.env['HOMEAMP_LONG'] === '1' ? [] : ['test/long/**']),
    ],
    reporters: [['default', { summary: false }], new SummaryReporter()],
    setupFiles: ['test/support/story-folders.ts'],
    sequence: { sequencer: LongFirst },
    globalSetup: ['test/support/build-once.ts'],
    // Most tests wait for git and for other processes, so that more workers than cores pay.
    maxWorkers: 4,
    // No test replaces a module, so that a worker may keep those it has loaded.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
