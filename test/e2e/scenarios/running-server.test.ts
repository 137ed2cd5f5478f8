import { spawn } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createScenario, type Scenario } from '../../support/scenario.ts';
import { baseline, configOf, fleet, matrix } from '../../support/small-fleet.ts';

const SAFE =
  'files: { config.yml: { reload: chairs reload, liveWriteSafe: true, restartKeys: ["engine.*"] } }\n';
const REPOSITORY = {
  ...fleet(['ONE01', 'TWO02']),
  ...matrix(['Chairs', 'Vault'], ['ONE01', 'TWO02']),
  ...baseline('Chairs', 'range: 4\n', { front: SAFE }),
  ...baseline('Vault', 'range: 4\n'),
};
const liveOf = (chairs: number, vault: number) =>
  Object.fromEntries(
    ['ONE01', 'TWO02'].flatMap((instance) => [
      [configOf(instance, 'Chairs'), `range: ${chairs}\n`],
      [configOf(instance, 'Vault'), `range: ${vault}\n`],
    ]),
  );

/** A process that works in the instance's folder, as a server does; ends with the test or when told to. */
async function runServer(scenario: Scenario, instance: string): Promise<() => Promise<void>> {
  const cwd = join(scenario.ampRoot, instance, 'Minecraft');
  const java = join(scenario.dir, 'java');
  copyFileSync('/bin/sleep', java);
  const child = spawn(java, ['600'], { cwd, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  onTestFinished(stop);
  await new Promise<void>((resolve, reject) => child.once('spawn', () => resolve()).once('error', reject));
  return stop;
}

describe('while a server runs', () => {
  it('files that it saves at shutdown are not written, and the others of the fleet are', async () => {
    const scenario = createScenario(REPOSITORY, liveOf(9, 9));
    const stop = await runServer(scenario, 'ONE01');
    const { code, report } = scenario.report(['apply', '--yes']);
    expect(code).toBe(1);
    expect(report.instances[0]).toMatchObject({ state: 'Blocked', reason: { code: 'server-running' } });
    expect(report.instances[0]?.reason?.help).toContain('Stop ONE01');
    expect(scenario.readLive(configOf('ONE01', 'Chairs'))).toBe('range: 9\n');
    expect(scenario.readLive(configOf('ONE01', 'Vault'))).toBe('range: 9\n');
    expect(scenario.readLive(configOf('TWO02', 'Vault'))).toBe('range: 4\n');
    await stop();
    expect(scenario.run(['apply', '--yes'])).toMatchObject({ code: 0 });
    expect(scenario.readLive(configOf('ONE01', 'Vault'))).toBe('range: 4\n');
    expect(scenario.run(['status']).code).toBe(0);
  });

  it('files that are safe to write live are written, and wait to be loaded until it is gone', async () => {
    const scenario = createScenario(REPOSITORY, liveOf(9, 4));
    const stop = await runServer(scenario, 'ONE01');
    const applied = scenario.report(['apply', '--yes']);
    expect(applied.code).toBe(0);
    expect(applied.report.instances[0]?.activation).toEqual({ kind: 'reload', commands: ['chairs reload'] });
    expect(scenario.readLive(configOf('ONE01', 'Chairs'))).toBe('range: 4\n');
    const status = scenario.report(['status']);
    expect(status.code).toBe(1);
    expect(status.report.instances.map(({ state }) => state)).toEqual(['AppliedNotLoaded', 'InSync']);
    expect(scenario.run(['plan']).code).toBe(0);
    await stop();
    expect(scenario.report(['status']).report.instances.map(({ state }) => state)).toEqual([
      'InSync',
      'InSync',
    ]);
  });

  it('a key that needs a restart is not written live', async () => {
    const scenario = createScenario(
      { ...REPOSITORY, ...baseline('Chairs', 'range: 4\nengine: { threads: 2 }\n', { front: SAFE }) },
      liveOf(4, 4),
    );
    await runServer(scenario, 'ONE01');
    const { report } = scenario.report(['apply', '--yes']);
    expect(report.instances.map(({ state }) => state)).toEqual(['Blocked', 'InSync']);
    expect(scenario.readLive(configOf('ONE01', 'Chairs'))).toBe('range: 4\n');
  });

  it('a rollback still puts the bytes back, and says that they wait to be loaded', async () => {
    const scenario = createScenario(REPOSITORY, liveOf(9, 4));
    const { report } = scenario.report(['apply', '--yes']);
    await runServer(scenario, 'ONE01');
    const { code, out } = scenario.run(['rollback', report.instances[0]?.outcome?.id ?? '', '--yes']);
    expect({ code, live: scenario.readLive(configOf('ONE01', 'Chairs')) }).toEqual({
      code: 0,
      live: 'range: 9\n',
    });
    expect(out).toContain('restart');
  });
});
