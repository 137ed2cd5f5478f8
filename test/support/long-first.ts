import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Where the files are that take longest, so that none of them is left to the end, when nothing runs beside it. */
const LONG = [
  '/test/e2e/demo.test.ts',
  '/test/docs/commands.test.ts',
  '/test/integration/deploy/install.test.ts',
  '/test/integration/deploy/',
  '/test/e2e/amp/',
  '/test/e2e/',
  '/test/corpus/',
  '/test/integration/doctor/',
];

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = LONG.findIndex((part) => moduleId.includes(part));
      return place < 0 ? LONG.length : place;
    };
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
