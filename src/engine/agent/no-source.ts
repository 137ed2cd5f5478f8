import type { SourceRepository } from '../../ports/source-repository.ts';

/** For what works on a host without reading what it should look like. */
export const NO_SOURCE: SourceRepository = {
  identify: () => Promise.reject(new Error('no repository is needed here')),
  readTree: () => Promise.reject(new Error('no repository is needed here')),
};
