import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type AgentProcess, waitFor } from '../../support/agent-process.ts';
import { type DaemonFleet, type DaemonHost, daemonFleet } from '../../support/daemon-fleet.ts';
import { baseline, configOf, matrix } from '../../support/small-fleet.ts';

type Texts = Readonly<Record<string, string>>;

const INSTANCES = ['ONE01', 'TWO02', 'TRI03', 'FOR04', 'FIV05', 'SIX06'];
const PLUGINS = Array.from({ length: 14 }, (_, index) => `Plugin${index}`);
const BULK = `${'# what the plugin says of itself\n'.repeat(400)}`;

const baselines = (range: number): Texts =>
  Object.assign({}, ...PLUGINS.map((plugin) => baseline(plugin, `range: ${range}\n`)));

/** One host with many big files on six servers, in sync and without approvals. */
async function bigFleet(): Promise<DaemonFleet> {
  const lines = INSTANCES.map((name) => `  ${name}: { host: alpha, platform: paper, stage: dev }\n`);
  const fleetFile = `hosts: { alpha: {} }\nstages: [dev]\ninstances:\n${lines.join('')}policy: { approval: { required: 0 } }\n`;
  const placed = matrix(PLUGINS, INSTANCES) as Texts;
  return daemonFleet({
    files: { 'desired-state/fleet.yaml': fleetFile, ...placed, ...baselines(1) },
    instances: { alpha: INSTANCES, beta: [] },
    live: Object.fromEntries(
      INSTANCES.flatMap((instance) =>
        PLUGINS.map((plugin) => [configOf(instance, plugin), `${BULK}range: 1\n`]),
      ),
    ),
  });
}

/** How many files of each instance have this value; a torn file fails. */
function written(host: DaemonHost, range: number): readonly number[] {
  return INSTANCES.map(
    (instance) =>
      PLUGINS.filter((plugin) => {
        const text = host.live(instance, plugin);
        expect(text.startsWith(BULK)).toBe(true);
        expect(text.slice(BULK.length)).toMatch(/^range: [12]\n$/);
        return text.endsWith(`range: ${range}\n`);
      }).length,
  );
}

const WHOLE = PLUGINS.length;
const SLOW_MILLIS = 800;

/** Waits for the moment in which an instance has been begun: its new files lie beside the old ones. */
async function begun(host: DaemonHost, agent: AgentProcess, instance: string): Promise<void> {
  const plugins = join(host.folder, 'instances', instance, 'Minecraft/plugins');
  const folders = PLUGINS.map((plugin) => join(plugins, plugin));
  const isBegun = () => folders.some((folder) => readdirSync(folder).length > 1);
  while (!isBegun()) {
    if (!agent.isRunning()) throw new Error('the agent ended before');
    await nextTurn();
  }
}

/** An agent in the middle of an apply: the second instance has been begun. */
async function inTheMiddle(fleet: DaemonFleet): Promise<AgentProcess> {
  const { alpha } = fleet.hosts;
  const agent = alpha.start();
  await agent.until('A pass is done');
  fleet.push('main', baselines(2));
  agent.kill('SIGHUP');
  await begun(alpha, agent, 'TWO02');
  return agent;
}

describe('an agent in the middle of an apply', { timeout: 60_000 }, () => {
  it('finishes the running instance at SIGTERM, leaves the others and goes on at its next start', async () => {
    const fleet = await bigFleet();
    const { alpha } = fleet.hosts;
    const agent = await inTheMiddle(fleet);
    const stopping = performance.now();
    expect(await agent.stop()).toMatchObject({ code: 0, signal: null, err: '' });
    const took = performance.now() - stopping;
    const counts = written(alpha, 2);
    console.log(`SIGTERM in an apply: ended after ${took.toFixed(0)} ms, files written ${counts.join(' ')}`);
    expect(counts.filter((count) => count !== 0 && count !== WHOLE)).toEqual([]);
    expect(counts.slice(0, 2)).toEqual([WHOLE, WHOLE]);
    expect(counts.at(-1)).toBe(0);
    expect(agent.lines().at(-1)?.message).toBe('Stopped');
    const next = alpha.start('--once');
    expect(await next.ended).toMatchObject({ code: 0 });
    expect(next.lines().map(({ message }) => message)).not.toContain('recovered an apply');
    expect(written(alpha, 2)).toEqual(INSTANCES.map(() => WHOLE));
    const tip = fleet.git('rev-parse', 'main');
    expect(fleet.statusOf(tip, 'alpha')).toMatch(
      /^success: plan [0-9a-f]{12}: 84 keys on 6 instances applied/,
    );
  });

  it('that is killed is recovered by the next start, which then goes on', async () => {
    const fleet = await bigFleet();
    const { alpha } = fleet.hosts;
    const agent = await inTheMiddle(fleet);
    agent.kill('SIGKILL');
    expect(await agent.ended).toMatchObject({ signal: 'SIGKILL' });
    console.log(`SIGKILL in an apply: files written ${written(alpha, 2).join(' ')}`);
    expect(written(alpha, 2).slice(2)).not.toContain(WHOLE);
    const begunAgain = performance.now();
    const next = alpha.start();
    const recovered = await next.until('recovered an apply');
    expect(recovered['instance']).toBe('alpha/TWO02');
    expect(['put-back', 'finished']).toContain(recovered['outcome']);
    await next.until('A pass is done');
    console.log(`SIGKILL to applied again: ${(performance.now() - begunAgain).toFixed(0)} ms`);
    expect(written(alpha, 2)).toEqual(INSTANCES.map(() => WHOLE));
    expect(await next.stop()).toMatchObject({ code: 0 });
    for (const instance of INSTANCES) expect(strangers(alpha, instance)).toEqual([]);
    expect((await alpha.run('status')).code).toBe(0);
  });
});

/** Files that neither server nor repository named. */
function strangers(host: DaemonHost, instance: string): readonly string[] {
  const folder = join(host.folder, 'instances', instance, 'Minecraft/plugins');
  return PLUGINS.flatMap((plugin) => readdirSync(join(folder, plugin))).filter(
    (name) => name !== 'config.yml',
  );
}

describe('an agent that talks to a slow forge', () => {
  it('ends after the message at hand, and its next start hands over the rest', async () => {
    const fleet = await daemonFleet();
    const { alpha } = fleet.hosts;
    const agent = alpha.start();
    await agent.until('A pass is done');
    const heads: string[] = [];
    for (const range of [5, 6, 7, 8, 9]) heads.push((await fleet.propose(`range-${range}`, range)).head);
    const told = () => heads.filter((head) => fleet.statusOf(head, 'alpha') !== '').length;
    const operation = 'repos/create-commit-status';
    fleet.hub.faults.add({ kind: 'slow', match: { operation }, delayMillis: SLOW_MILLIS, times: 100 });
    agent.kill('SIGHUP');
    await waitFor(() => told() > 0, 'the first status');
    const stopping = performance.now();
    expect(await agent.stop()).toMatchObject({ code: 0, err: '' });
    const took = performance.now() - stopping;
    console.log(
      `SIGTERM, answers take ${SLOW_MILLIS} ms: ended after ${took.toFixed(0)} ms, ${told()} of 5 told`,
    );
    expect(told()).toBeLessThan(4);
    fleet.hub.faults.clear();
    expect((await alpha.start('--once').ended).code).toBe(0);
    expect(told()).toBe(5);
  });
});
