import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Change, validate } from './small-fleet.ts';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/configuration.md'), 'utf8');
const policies = [...page.matchAll(/^```yaml\n(policy:\n[\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');

/** The fleet of the documents, with one plugin. */
function documentedFleet(policy: string): Change {
  return {
    'fleet.yaml': `hosts: { frost: {}, ember: {} }
groups: [survival, dev]
stages: [dev, canary, production]
instances:
  DEV01: { host: frost, platform: paper, stage: dev, groups: [dev] }
  SMP01: { host: ember, platform: paper, stage: production, groups: [survival] }
${policy}`,
    'deployment-matrix.csv': 'plugin,DEV01,SMP01\nEssentials,x,x\n',
    'baselines/Essentials.md':
      '---\nplugin: Essentials\nplatforms: [paper]\n---\n```yaml config.yml\na: 1\n```\n',
    'baselines/CMI.md': undefined,
    'baselines/server.md': undefined,
    'baselines/proxy.md': undefined,
    'variables/fleet.yaml': undefined,
    'variables/groups/survival.yaml': undefined,
    'variables/instances/DEV01.yaml': undefined,
    'variables/instances/TOW01.yaml': undefined,
    'variables/instances/HUB01.yaml': undefined,
    'plugins.yaml': undefined,
  };
}

describe('the policies that docs/configuration.md shows', () => {
  it('are there', () => {
    expect(policies.length).toBeGreaterThan(3);
  });

  it.each(policies)('can be copied: %s', (policy) => {
    expect(validate(documentedFleet(policy))).toEqual([]);
  });
});
