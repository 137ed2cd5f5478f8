import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Platform } from '../../../src/core/model/instance.ts';
import { type FleetAnswers, planNewFleet } from '../../../src/core/onramp/starter/plan-new-fleet.ts';
import { SAMPLES } from '../../../src/core/onramp/starter/samples.ts';
import { starterRepository } from '../../../src/core/onramp/starter/starter-repository.ts';
import { validateRepository } from '../../../src/engine/load-desired-state.ts';
import { memorySource } from '../../../src/engine/onramp/memory-source.ts';
import { readTemplates } from '../../../src/main/read-templates.ts';

const templates = readTemplates();
const workbooks = { read: async () => ({ workbook: undefined, issues: [] }) };

function repositoryFor(answers: FleetAnswers): ReadonlyMap<string, string> {
  const planned = planNewFleet(answers);
  if (planned.kind === 'refused') throw new Error(planned.reasons.join('; '));
  return starterRepository(templates, planned.fleet);
}

async function issuesOf(answers: FleetAnswers) {
  const { issues } = await validateRepository(memorySource(repositoryFor(answers)), workbooks, undefined);
  return issues.map(({ code, place, message }) => `${code} ${place.file}:${place.line} ${message}`);
}

function serverOf(name: string, platform: Platform, host?: string): FleetAnswers['servers'][number] {
  return {
    host,
    name,
    platform,
    stage: undefined,
    groups: [],
    managed: platform !== 'ads',
    signs: undefined,
  };
}

const LEAST: FleetAnswers = {
  hosts: [{ name: 'frost', address: undefined }],
  stages: ['dev', 'production'],
  servers: [serverOf('DEV01', 'paper')],
  approvers: [],
  plugin: undefined,
  workflow: true,
};

describe('the samples of a new repository', () => {
  it.each(
    SAMPLES.flatMap((sample) => sample.platforms.map((platform) => [sample.plugin, platform] as const)),
  )(
    'have %s for %s without an issue, with an override where changes are tried out',
    async (plugin, platform) => {
      const answers = {
        ...LEAST,
        plugin,
        servers: [serverOf('DEV01', platform), serverOf('LIVE01', platform)],
      };
      expect(await issuesOf(answers)).toEqual([]);
      const files = repositoryFor(answers);
      expect(files.get('desired-state/deployment-matrix.csv')).toBe(`plugin,DEV01,LIVE01\n${plugin},x,x\n`);
      expect(files.get('desired-state/variables/instances/DEV01.yaml')).toContain(`  ${plugin}:\n`);
    },
  );

  it('hold no word of the example that is not the fleet’s own', () => {
    const servers = [serverOf('TEST9', 'velocity'), serverOf('GATE', 'velocity')];
    const files = repositoryFor({ ...LEAST, servers, approvers: ['alice'] });
    const text = [...files.values()].join('\n');
    expect(text).not.toMatch(/my-host|my-org|DEV01|SMP01|192\.0\.2\.10|Essentials/);
  });

  it('make whatever fleet somebody names valid, odd names included', async () => {
    const name = fc.constantFrom('DEV01', 'on', 'null', '007', '1e3', 'No', 'A-b_c', 'TEST', 'x');
    const names = fc.uniqueArray(name, { minLength: 1, maxLength: 4 });
    const platform = fc.constantFrom<Platform>(
      'paper',
      'velocity',
      'geyser',
      'bungeecord',
      'fabric',
      'ads',
      'other',
    );
    const fleet = fc.record({
      hosts: names,
      stages: names,
      groups: fc.uniqueArray(name, { maxLength: 2 }),
      servers: fc.uniqueArray(fc.tuple(name, platform, fc.nat(3)), {
        minLength: 1,
        maxLength: 5,
        selector: ([word]) => word,
      }),
      address: fc.constantFrom(undefined, '192.0.2.10', '2001:db8::1', 'host.example.org', '17', 'no'),
      approvers: fc.constantFrom<FleetAnswers['approvers']>([], [undefined], ['alice'], ['no', '@team/a.b']),
    });
    const property = fc.asyncProperty(
      fleet,
      async ({ hosts, stages, groups, servers, address, approvers }) => {
        const answers: FleetAnswers = {
          ...LEAST,
          hosts: hosts.map((host) => ({ name: host, address })),
          stages,
          servers: servers.map(([word, kind, host]) => ({
            ...serverOf(word, kind, hosts[host % hosts.length]),
            groups,
          })),
          approvers,
        };
        expect(await issuesOf(answers)).toEqual([]);
      },
    );
    await fc.assert(property, { numRuns: 40 });
  });
});
