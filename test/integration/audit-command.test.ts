import { userInfo } from 'node:os';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outputSchemas } from '../../src/core/report/report-schemas.ts';
import { CANARY, LIVE, REPOSITORY, SECRETS } from '../support/cli-fleet.ts';
import { type CliRig, createCliRig, type RunOptions } from '../support/cli-rig.ts';

const DEV = 'DEV01/Minecraft/plugins/Chairs/config.yml';
const ME = userInfo().username;

let rig: CliRig;
beforeEach(() => {
  rig = createCliRig(REPOSITORY, LIVE);
});
afterEach(() => rig.dispose());

/** Nothing that any command prints may hold the secret. */
async function run(words: string, options: RunOptions = {}) {
  const result = await rig.run(words.split(' '), { environment: SECRETS, ...options });
  expect(result.out + result.err).not.toContain(CANARY);
  return result;
}

async function eventsOf(words = '') {
  const { code, out } = await run(`audit --json${words}`);
  expect(code).toBe(0);
  return outputSchemas.audit.parse(JSON.parse(out)).events;
}

describe('homeamp audit', () => {
  it('says who applied by hand and who rolled back, and finds it again by any of it', async () => {
    expect((await run('audit')).out).toBe('Nothing of that kind is in the audit trail of this host.\n');
    rig.writeLive(DEV, rig.readLive(DEV).replace('range: 4', 'range: 5'));
    await run('apply --yes --heal');
    const [applied, byHand] = await eventsOf();
    expect([byHand, applied]).toMatchObject([
      { kind: 'apply-by-hand', by: [ME], instance: null, facts: { heal: true, ignoreBudget: false } },
      {
        kind: 'run-applied',
        by: ['tester'],
        instance: expect.stringContaining('/DEV01'),
        facts: { keys: 1 },
      },
    ]);
    expect(byHand?.facts['plan']).toBe(applied?.facts['plan']);
    const id = String(applied?.facts['run']);
    await run(`rollback ${id} --yes`);
    const [undone] = await eventsOf(' --limit 1');
    expect(undone).toMatchObject({ kind: 'run-rolled-back', by: ['tester'], facts: { of: id } });
    const counts = [
      ' --kind run-applied',
      ' --by TESTER',
      ' --instance DEV01',
      ' --instance HUB01',
      ` --commit ${applied?.commit ?? ''}`,
      ' --since 1h',
    ].map(async (words) => (await eventsOf(words)).length);
    expect(await Promise.all(counts)).toEqual([1, 2, 2, 0, 3, 3]);
  });

  it('fits a terminal, newest first', async () => {
    rig.writeLive(DEV, rig.readLive(DEV).replace('range: 4', 'range: 5'));
    await run('apply --yes');
    const { out } = await run('audit --no-color', { columns: 80 });
    const lines = out.trimEnd().split('\n');
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(lines[1]).toContain('run-app');
    expect((await run('audit')).out).toMatch(
      /run-applied +tester +\S+\/DEV01 .*files 1, keys 1\n.*apply-by-hand/,
    );
  });

  it('notes nothing for an apply that was refused or had nothing to do', async () => {
    await run('apply --yes');
    rig.writeLive(DEV, rig.readLive(DEV).replace('range: 4', 'range: 5'));
    await run('apply', { answer: () => false });
    expect(await eventsOf()).toEqual([]);
  });

  it.each([
    ['audit --commit zzz', 'is no commit'],
    ['audit --commit abc123', 'is no commit'],
    ['audit --since yesterday', 'is no duration'],
    ['audit --kind party', 'party'],
  ])('refuses %s and says why', async (words, said) => {
    const { code, err } = await run(words);
    expect([code, err]).toEqual([2, expect.stringContaining(said)]);
  });
});
