import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AgentFleet, agentFleet, chairs } from '../../support/agent-fleet.ts';
import { configOf, matrix } from '../../support/small-fleet.ts';
import { settle, writesDuring } from './publish-rig.ts';

const MANY = Array.from({ length: 40 }, (_, index) => `TOW${String(index + 10)}`);
const KEYS = 300;
const LONG = 'sits well on stairs '.repeat(15);

function manyInstances(): Readonly<Record<string, string>> {
  const line = (name: string, host: string) => `  ${name}: { host: ${host}, platform: paper, stage: dev }\n`;
  const lines = [...MANY.map((name) => line(name, 'alpha')), line('HUB01', 'beta')];
  return {
    'desired-state/fleet.yaml': `hosts: { alpha: {}, beta: {} }\nstages: [dev]\ninstances:\n${lines.join('')}policy:\n  approval: { required: 1, by: [alice] }\n`,
    ...(matrix(['Chairs'], [...MANY, 'HUB01']) as Record<string, string>),
  };
}

async function largeFleet(): Promise<AgentFleet> {
  const fleet = await agentFleet({ files: manyInstances(), isFresh: true });
  for (const name of MANY) {
    const path = join(fleet.hosts.alpha.folder, 'instances', configOf(name, 'Chairs'));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'range: 4\nsound: true\n');
  }
  await fleet.accept();
  await fleet.passes();
  return fleet;
}

describe('a pull request that changes more than a comment holds', () => {
  it('is posted with what fits, says what it leaves out and where all of it is, and stays quiet after that', async () => {
    const fleet = await largeFleet();
    const lines = Array.from({ length: KEYS }, (_, key) => `key${key}: "{{INSTANCE_NAME}} ${key} ${LONG}"\n`);
    const { number, head } = await fleet.propose('large', chairs(6, lines.join('')));
    await settle(fleet);
    const changed = MANY.length * (KEYS + 1);
    expect(fleet.statusOf(head, 'alpha')).toMatch(
      new RegExp(`^success: plan .*: ${changed} keys on 40 instances`),
    );

    const body = fleet.comment(number);
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(body).toMatch(/… and \d+ more keys\./);
    expect(body).toMatch(/Not shown for want of room: `TOW\d+`/);
    expect(body).toContain('### `beta`');
    expect(body).toContain('in the reports folder of alpha.');
    const [, key = ''] = /`(alpha\/pull-\d+\.json)`/.exec(body) ?? [];
    const report = JSON.parse(readFileSync(join(fleet.hosts.alpha.folder, 'state/reports', key), 'utf8'));
    expect(report.totals.changes).toBe(changed);
    expect(await writesDuring(fleet, () => fleet.passes())).toEqual([]);
    console.log(`${changed} keys on 40 instances: a comment of ${body.length} characters`);

    fleet.hub.review({ pull: number, by: 'alice', verdict: 'APPROVED' });
    const merged = await fleet.hub.merge({ pull: number, by: 'bob', method: 'squash' });
    await settle(fleet);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(
      new RegExp(`^success: .*${changed} keys on 40 instances applied`),
    );
    expect(fleet.comment(number).length).toBeLessThanOrEqual(60_000);

    for (const name of MANY) {
      const long = lines.map((line) => line.replace('{{INSTANCE_NAME}}', `edited in ${name}`)).join('');
      writeFileSync(
        join(fleet.hosts.alpha.folder, 'instances', configOf(name, 'Chairs')),
        `range: 6\nsound: true\n${long}`,
      );
    }
    await settle(fleet);
    const [issue] = fleet.hub.issues();
    expect(issue?.body.length).toBeLessThanOrEqual(60_000);
    expect(issue?.body).toMatch(/no room here for \d+ more instances: see `homeamp status`/);
    const refused = fleet.hub.requests.list().filter(({ status }) => status >= 400);
    expect(refused).toEqual([]);
  }, 120_000);
});
