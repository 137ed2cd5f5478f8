import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createScenario, type Files, type Scenario } from '../../support/scenario.ts';
import { baseline, configOf, fleet, matrix } from '../../support/small-fleet.ts';

const INSTANCES = ['ONE01', 'TWO02', 'SIX06', 'TEN10'];
const PLUGINS = Array.from({ length: 12 }, (_, index) => `Plugin${index}`);

const baselines = (value: number): Files =>
  Object.assign({}, ...PLUGINS.map((plugin) => baseline(plugin, `range: ${value}\n`)));
const liveFiles = (value: number): Files =>
  Object.fromEntries(
    INSTANCES.flatMap((instance) =>
      PLUGINS.map((plugin) => [configOf(instance, plugin), `# kept\nrange: ${value}\n`]),
    ),
  );

let scenario: Scenario;

function begin(): Scenario {
  const repository = { ...fleet(INSTANCES), ...matrix(PLUGINS, INSTANCES), ...baselines(1) };
  scenario = createScenario(repository, liveFiles(0));
  return scenario;
}

const filesOf = (instance: string) =>
  PLUGINS.map((plugin) => Number(/range: (\d+)/.exec(scenario.readLive(configOf(instance, plugin)))?.[1]));

/** Names that no server and no repository gave. */
const strangers = () =>
  Object.keys(scenario.snapshot()).filter((path) => /homeamp|tmp/.test(path.slice(path.lastIndexOf('/'))));

describe('two applies at once', () => {
  it('never work at the same time: one writes, the other says to try again', async () => {
    begin();
    const runs = await Promise.all([1, 2, 3].map(() => scenario.start(['apply', '--yes']).ended));
    const codes = runs.map(({ code }) => code).sort();
    expect(codes[0], runs.map(({ err }) => err).join('\n')).toBe(0);
    for (const code of codes) expect([0, 3]).toContain(code);
    for (const instance of INSTANCES) expect(new Set(filesOf(instance))).toEqual(new Set([1]));
    expect(scenario.run(['plan', '--full']).code).toBe(0);
  });

  it('let readers look meanwhile', async () => {
    begin();
    const apply = scenario.start(['apply', '--yes']);
    const looks = await Promise.all(
      [['plan'], ['status'], ['history']].map((words) => scenario.start(words).ended),
    );
    for (const { code, err } of looks) {
      expect([0, 1], err).toContain(code);
      expect(err).toBe('');
    }
    expect(await apply.ended).toMatchObject({ code: 0 });
  });
});

describe('an apply that is killed', () => {
  it('leaves nothing that the next one does not bring to an end, wherever it was hit', async () => {
    begin();
    let recovered = 0;
    for (let round = 1; round <= ROUNDS; round += 1) {
      if (round > 1) scenario.commit(baselines(round));
      const child = scenario.start(['apply', '--yes']);
      await hasBegun(child.ended);
      await sleep((round * SPREAD_MILLIS) / ROUNDS);
      child.kill();
      await child.ended;
      for (const value of INSTANCES.flatMap(filesOf)) expect([round - 1, round]).toContain(value);
      const next = scenario.run(['apply', '--yes', '--ignore-budget']);
      expect(next.code, next.out + next.err).toBe(0);
      if (next.out.includes('recovered')) recovered += 1;
      for (const instance of INSTANCES) expect(new Set(filesOf(instance))).toEqual(new Set([round]));
      expect(strangers()).toEqual([]);
    }
    expect(recovered).toBeGreaterThan(0);
    expect(scenario.run(['plan', '--full']).code).toBe(0);
  }, 120_000);
});

const ROUNDS = 10;
/** How long the writing takes on a slow disk, about. */
const SPREAD_MILLIS = 160;

/** Waits until the first temporary file shows that writing has begun, or the process ended. */
async function hasBegun(ended: Promise<unknown>): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  const folder = dirname(join(scenario.ampRoot, configOf('ONE01', 'Plugin0')));
  while (!isOver && readdirSync(folder).length < 2) await sleep(1);
}
