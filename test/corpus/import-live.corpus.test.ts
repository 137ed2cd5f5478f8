import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importPlace } from '../support/import-rig.ts';
import { corpusFolder } from './oracle.ts';

const SERVERS = [
  ['THC-MC-Server', 1, 7000],
  ['NuVotifier/dev', 4, 700],
] as const;

describe('import live of real servers', { timeout: 120_000 }, () => {
  for (const [place, instances, fewestKeys] of SERVERS) {
    it.skipIf(corpusFolder === undefined)(`gives an empty plan on ${place}`, async () => {
      const { proof, description, guesses } = await importPlace(join(corpusFolder ?? '', place));
      expect(proof.instances).toBe(instances);
      expect(proof.ownedKeys).toBeGreaterThan(fewestKeys);
      expect(description.sizes.written).toBeLessThanOrEqual(description.sizes.naive);
      expect(guesses.map(({ kind }) => kind)).not.toContain('not-reproducible');
      console.info(
        `${place}: ${proof.ownedKeys} keys in ${description.sizes.written} lines instead of ${description.sizes.naive}`,
      );
    });
  }
});
