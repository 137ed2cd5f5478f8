import type { Reporter, TestModule } from 'vitest/node';

/**
 * Ends a run with one plain line of counts, and names every test that was skipped, so that no skip goes unseen.
 * With HOMEAMP_NO_SKIP=1 a skipped test fails the run.
 */
export class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const skipped = tests.filter((test) => test.result().state === 'skipped');
    for (const test of skipped) console.warn(`SKIPPED: ${test.module.relativeModuleId}: ${test.fullName}`);
    if (skipped.length > 0 && process.env['HOMEAMP_NO_SKIP'] === '1') {
      console.error('HOMEAMP_NO_SKIP=1: no test may be skipped here');
      process.exitCode = 1;
    }
    console.log(`${count('passed')} passed, ${count('failed')} failed, ${skipped.length} skipped`);
  }
}
