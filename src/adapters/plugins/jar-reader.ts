import { closeSync } from 'node:fs';
import type { OpenLiveFile } from '../../ports/live-files.ts';
import type { JarReader } from '../../ports/plugin-inventory.ts';

/** The largest jars of known plugins have a tenth of it. */
const MAX_JAR_BYTES = 1024 * 1024 * 1024;

/** Reads jars through the descriptors that `open` gives. */
export function createJarReader(open: OpenLiveFile): JarReader {
  return {
    async read(root, jar) {
      const opened = open(root, jar, MAX_JAR_BYTES);
      if (opened.kind === 'refused') return { kind: 'unreadable', reason: opened.reason };
      try {
        // Most passes open no jar and must not load the library.
        const { readDescriptors } = await import('./read-descriptors.ts');
        return await readDescriptors(opened.fd, opened.size);
      } finally {
        closeSync(opened.fd);
      }
    },
  };
}
