import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockState } from '../../../src/adapters/state/index.ts';
import { fillDisk, mountMemory, mountReadOnly } from '../../support/disks.ts';
import { createScenario, type Scenario } from '../../support/scenario.ts';
import { baseline, configOf, fleet, matrix } from '../../support/small-fleet.ts';

const REPOSITORY = {
  ...fleet(['ONE01']),
  ...matrix(['Chairs'], ['ONE01']),
  ...baseline('Chairs', 'range: 4\n'),
};
const CHAIRS = configOf('ONE01', 'Chairs');

let scenario: Scenario;

const NO_MOUNT = 'this user may not mount a disk';

function begin(live: number): Scenario {
  scenario = createScenario(REPOSITORY, { [CHAIRS]: `range: ${live}\n` });
  return scenario;
}

describe('the exit code', () => {
  it('is 0 when nothing differs and 1 when something does', () => {
    begin(4);
    for (const command of ['plan', 'status'])
      expect(scenario.run([command]), command).toMatchObject({ code: 0 });
    scenario.writeLive({ [CHAIRS]: 'range: 9\n' });
    for (const command of ['plan', 'status'])
      expect(scenario.run([command]), command).toMatchObject({ code: 1 });
  });

  it('is 2 for mistakes in the repository, all of them listed with their place', () => {
    begin(9);
    scenario.commit({
      'desired-state/deployment-matrix.csv': 'plugin,ONE01,TWO02\nChairs,x,maybe\n',
      'desired-state/variables/fleet.yaml': 'variables: { lower: 1 }\n',
    });
    for (const words of [['plan'], ['apply', '--yes'], ['status'], ['validate']]) {
      const { code, out, err } = scenario.run(words);
      expect(code, words[0]).toBe(2);
      expect(out + err).toMatch(/deployment-matrix\.csv:1/);
      expect(out + err).toMatch(/variables\/fleet\.yaml:1/);
    }
    expect(scenario.readLive(CHAIRS)).toBe('range: 9\n');
  });

  it('is 2 for wrong usage, told on stderr', () => {
    begin(4);
    for (const words of [
      ['plan', '--nonsense'],
      ['plan', '--host', 'beta'],
      ['plan', '--instance', 'TWO02'],
      ['rollback', 'nothing', '--yes'],
      ['apply'],
    ]) {
      const { code, out, err } = scenario.run(words);
      expect({ code, out }, words.join(' ')).toEqual({ code: 2, out: '' });
      expect(err).not.toBe('');
    }
  });

  it('is 3 while another live process holds the state, which is then free again', () => {
    begin(9);
    expect(scenario.run(['plan']).code).toBe(1);
    const release = lockState(scenario.state);
    const { code, err } = scenario.run(['apply', '--yes']);
    expect(code).toBe(3);
    expect(err).toContain(String(process.pid));
    expect(scenario.readLive(CHAIRS)).toBe('range: 9\n');
    release();
    expect(scenario.run(['apply', '--yes']).code).toBe(0);
  });

  it('is 3 when the disk of the state is full, and nothing is written', (context) => {
    begin(9);
    expect(scenario.run(['plan']).code).toBe(1);
    if (!mountMemory(join(scenario.state, 'backups'), '64k')) return context.skip(NO_MOUNT);
    fillDisk(join(scenario.state, 'backups/filler'));
    const before = scenario.snapshot();
    const { code, err } = scenario.run(['apply', '--yes']);
    expect(code, err).toBe(3);
    expect(scenario.snapshot()).toEqual(before);
  });

  it('is 3 when the disk is full before there is any state', (context) => {
    begin(9);
    if (!mountMemory(scenario.state, '64k')) return context.skip(NO_MOUNT);
    fillDisk(join(scenario.state, 'filler'));
    const { code, err } = scenario.run(['plan']);
    expect(code, err).toBe(3);
    expect(err).toContain('full');
  });

  it('is 3 when the disk of the instance is full, and every file is as it was', (context) => {
    begin(9);
    const folder = join(scenario.ampRoot, 'ONE01/Minecraft/plugins/Chairs');
    if (!mountMemory(folder, '64k')) return context.skip(NO_MOUNT);
    writeFileSync(join(folder, 'config.yml'), 'range: 9\n');
    fillDisk(join(folder, 'filler'));
    const before = scenario.snapshot();
    const { code, out, err } = scenario.run(['apply', '--yes']);
    expect(code, out + err).toBe(3);
    expect(out + err).toContain('disk is full');
    expect(scenario.snapshot()).toEqual(before);
  });

  it('is 4 when a live file moved between plan and apply', () => {
    begin(9);
    const { report } = scenario.report(['plan']);
    scenario.writeLive({ [CHAIRS]: 'range: 10\n' });
    const { code, out, err } = scenario.run(['apply', '--plan', report.planId]);
    expect(code, out + err).toBe(4);
    expect(scenario.readLive(CHAIRS)).toBe('range: 10\n');
  });

  it('is 4 when a commit moved between plan and apply', () => {
    begin(9);
    const { report } = scenario.report(['plan']);
    scenario.commit(baseline('Chairs', 'range: 5\n'));
    expect(scenario.run(['apply', '--plan', report.planId]).code).toBe(4);
    expect(scenario.readLive(CHAIRS)).toBe('range: 9\n');
  });

  it('is 4 for a rollback after somebody edited the file', () => {
    begin(9);
    const id = scenario.report(['apply', '--yes']).report.instances[0]?.outcome?.id ?? '';
    scenario.writeLive({ [CHAIRS]: 'range: 4\n# edited\n' });
    expect(scenario.run(['rollback', id, '--yes']).code).toBe(4);
    expect(scenario.readLive(CHAIRS)).toBe('range: 4\n# edited\n');
  });

  it('is 5 when a folder can not be written, and every file of the instance is put back', (context) => {
    scenario = createScenario(
      {
        ...fleet(['ONE01']),
        ...matrix(['Chairs', 'Vault'], ['ONE01']),
        ...baseline('Chairs', 'range: 4\n'),
        ...baseline('Vault', 'range: 4\n'),
      },
      { [CHAIRS]: 'range: 9\n', [configOf('ONE01', 'Vault')]: 'range: 9\n' },
    );
    const vault = join(scenario.ampRoot, 'ONE01/Minecraft/plugins/Vault');
    if (!mountReadOnly(vault)) return context.skip(NO_MOUNT);
    const before = scenario.snapshot();
    const { code, out, err } = scenario.run(['apply', '--yes']);
    expect(code, out + err).toBe(5);
    expect(out + err).toContain('read-only');
    expect(scenario.snapshot()).toEqual(before);
    expect(scenario.run(['plan']).code).toBe(1);
  });

  it('is 2 when the state folder is a file or belongs to nobody who may write it', (context) => {
    begin(9);
    writeFileSync(join(scenario.dir, 'file'), '');
    mkdirSync(join(scenario.dir, 'read-only'));
    if (!mountReadOnly(join(scenario.dir, 'read-only'))) return context.skip(NO_MOUNT);
    for (const name of ['file', 'read-only/below']) {
      const { code, err } = scenario.run(['apply', '--yes'], {
        places: { '--state': join(scenario.dir, name) },
      });
      expect(code, err).toBe(2);
      expect(err).toContain(join(scenario.dir, name));
    }
    expect(scenario.readLive(CHAIRS)).toBe('range: 9\n');
  });
});
