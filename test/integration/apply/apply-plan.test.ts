import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { MistakeError, StalePlanError, StuckError, TransientError } from '../../../src/core/model/errors.ts';
import { type ApplyResult, applyPlan } from '../../../src/engine/apply/apply-plan.ts';
import type { HostWriters } from '../../../src/engine/apply/host-writers.ts';
import { recover } from '../../../src/engine/apply/recover.ts';
import { planRollback, rollBack } from '../../../src/engine/apply/rollback.ts';
import { dyingHost, OLD_RULES, OLD_SERVER, SAMPLE_FILES } from '../../support/apply-samples.ts';
import { at, createHostRig, type HostRig } from '../../support/host-rig.ts';
import { desiredKey, managedFile, want } from '../../support/model-samples.ts';

const files = SAMPLE_FILES;

let rig: HostRig;
afterEach(() => rig.dispose());

async function newRig(): Promise<HostRig> {
  rig = await createHostRig({ 'server.properties': OLD_SERVER, 'plugins/CMI/rules.txt': OLD_RULES });
  return rig;
}

const read = (path: string) => readFileSync(join(rig.root, path), 'utf8');

function expectOld(): void {
  expect(read('server.properties')).toBe(OLD_SERVER);
  expect(read('plugins/CMI/rules.txt')).toBe(OLD_RULES);
  expect(existsSync(join(rig.root, 'plugins/CMI/lang/names.properties'))).toBe(false);
  expectNoTemporaryFiles();
}

function expectNew(): void {
  expect(read('server.properties')).toBe(OLD_SERVER.replace('Hello', 'Towers').replace('=10', '=8'));
  expect(read('plugins/CMI/rules.txt')).toBe('Be kind.\nBuild high.\n');
  expect(read('plugins/CMI/lang/names.properties')).toBe('lang=en\n');
  expectNoTemporaryFiles();
}

function expectNoTemporaryFiles(): void {
  const left = readdirSync(rig.root, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tmp'),
  );
  expect(left).toEqual([]);
}

async function apply(host: HostWriters = rig.host): Promise<ApplyResult> {
  return applyPlan(host, {
    plan: await rig.plan(files),
    locations: rig.locations,
    onInstance: () => undefined,
    shouldStop: () => false,
  });
}

describe('applying a plan', () => {
  it('changes the owned keys alone, creates missing files, and leaves a second plan empty', async () => {
    await newRig();
    chmodSync(join(rig.root, 'server.properties'), 0o640);
    const { outcomes } = await apply();
    expect(outcomes).toMatchObject([{ kind: 'applied', files: 3, keys: 4 }]);
    expectNew();
    expect(statSync(join(rig.root, 'server.properties')).mode & 0o777).toBe(0o640);
    expect((await rig.plan(files)).instances[0]?.files).toEqual([]);
    expect(rig.host.history.list(10)).toMatchObject([{ kind: 'apply', outcome: 'applied', keys: 4 }]);
    expect(rig.host.journal.unfinished()).toEqual([]);
  });

  it('records values that are equal already without writing', async () => {
    await newRig();
    const equal = [
      managedFile([desiredKey('motd', want('Hello'))], { ...files[0], path: at('server.properties') }),
    ].map((file) => ({ ...file, keys: [desiredKey('motd', want('Hello'))] }));
    expect((await rig.plan(equal)).instances[0]?.counts.converged).toBe(1);
    await applyPlan(rig.host, {
      plan: await rig.plan(equal),
      locations: rig.locations,
      onInstance: () => undefined,
      shouldStop: () => false,
    });
    expect((await rig.plan(equal)).instances[0]?.counts['in-sync']).toBe(1);
    expect(read('server.properties')).toBe(OLD_SERVER);
    expect(rig.host.history.list(10)).toEqual([]);
  });

  it('reports drift and heals it when told to', async () => {
    await newRig();
    await apply();
    writeFileSync(
      join(rig.root, 'server.properties'),
      read('server.properties').replace('Towers', 'Mine now'),
    );
    const reported = (await rig.plan(files)).instances[0]?.files[0];
    expect(reported?.changes).toEqual([]);
    expect(reported?.held).toMatchObject([{ verdict: 'drifted', reason: 'drift-reported' }]);
    const plan = await rig.plan(files, { heal: true });
    await applyPlan(rig.host, {
      plan,
      locations: rig.locations,
      onInstance: () => undefined,
      shouldStop: () => false,
    });
    expectNew();
  });

  it('expected old value differs: refuses, and writes nothing', async () => {
    await newRig();
    const plan = await rig.plan(files);
    const edited = OLD_SERVER.replace('25565', '25566');
    writeFileSync(join(rig.root, 'server.properties'), edited);
    const { outcomes } = await applyPlan(rig.host, {
      plan,
      locations: rig.locations,
      onInstance: () => undefined,
      shouldStop: () => false,
    });
    expect(outcomes[0]).toMatchObject({ kind: 'failed', failure: expect.any(StalePlanError) });
    expect(read('server.properties')).toBe(edited);
    expect(read('plugins/CMI/rules.txt')).toBe(OLD_RULES);
  });

  it('notices a file that moves between the last reading and the rename, and puts the others back', async () => {
    await newRig();
    const commit: HostWriters['writer']['commit'] = (staged) => {
      rig.host.writer.commit(staged);
      if (staged.path === 'server.properties')
        writeFileSync(join(rig.root, 'plugins/CMI/rules.txt'), 'Mine.\n');
    };
    const { outcomes } = await apply(rig.with({ writer: { ...rig.host.writer, commit } }));
    expect(outcomes[0]).toMatchObject({ kind: 'failed', failure: expect.any(StalePlanError) });
    expect(read('server.properties')).toBe(OLD_SERVER);
    expect(read('plugins/CMI/rules.txt')).toBe('Mine.\n');
    expectNoTemporaryFiles();
  });

  it('writes nothing while the backup store is away', async () => {
    await newRig();
    const put = () => Promise.reject(new TransientError('store away', 'wait'));
    const { outcomes } = await apply(rig.with({ backups: { ...rig.host.backups, put } }));
    expect(outcomes[0]).toMatchObject({ kind: 'failed', failure: { kind: 'transient' } });
    expectOld();
  });

  it('second of two changes fails: the first is undone', async () => {
    await newRig();
    let renames = 0;
    const commit: HostWriters['writer']['commit'] = (staged) => {
      renames += 1;
      if (renames === 2) throw Object.assign(new Error('input/output error'), { code: 'EIO' });
      rig.host.writer.commit(staged);
    };
    const { outcomes } = await apply(rig.with({ writer: { ...rig.host.writer, commit } }));
    expect(outcomes[0]).toMatchObject({ kind: 'failed', failure: { kind: 'apply-failed' } });
    expectOld();
    expect(rig.host.history.list(5)).toMatchObject([{ outcome: 'rolled-back' }]);
  });

  it('freezes the instance when putting back fails too, and mends it on order', async () => {
    await newRig();
    let renames = 0;
    const commit: HostWriters['writer']['commit'] = (staged) => {
      renames += 1;
      if (renames >= 2) throw Object.assign(new Error('input/output error'), { code: 'EIO' });
      rig.host.writer.commit(staged);
    };
    const { outcomes } = await apply(rig.with({ writer: { ...rig.host.writer, commit } }));
    expect(outcomes[0]).toMatchObject({ kind: 'failed', failure: expect.any(StuckError) });
    const [frozen] = rig.host.journal.unfinished();
    expect(frozen?.step).toBe('frozen');
    expect(await recover(rig.host)).toEqual([]);
    await rollBack(rig.host, planRollback(rig.host, frozen?.id ?? ''));
    expectOld();
    expect(rig.host.journal.unfinished()).toEqual([]);
  });
});

describe('rolling back', () => {
  it('puts every file back to the byte, mode included, and removes files that the apply created', async () => {
    await newRig();
    chmodSync(join(rig.root, 'plugins/CMI/rules.txt'), 0o600);
    const { run } = await apply();
    await rollBack(rig.host, planRollback(rig.host, run));
    expectOld();
    expect(statSync(join(rig.root, 'plugins/CMI/rules.txt')).mode & 0o777).toBe(0o600);
    expect((await rig.plan(files)).instances[0]?.counts.unadopted).toBe(4);
  });

  it('backup and rollback in the same second restore the good bytes', async () => {
    await newRig();
    const clock = { now: () => 1_764_000_000_000 };
    const host = rig.with({ clock });
    const first = await apply(host);
    writeFileSync(join(rig.root, 'server.properties'), read('server.properties').replace('Towers', 'Other'));
    const plan = await rig.plan(files, { heal: true });
    const second = await applyPlan(host, {
      plan,
      locations: rig.locations,
      onInstance: () => undefined,
      shouldStop: () => false,
    });
    expect(second.run).not.toBe(first.run);
    await rollBack(host, planRollback(host, second.run));
    expect(read('server.properties')).toContain('motd=Other');
  });

  it('rollback of an unknown id fails and changes nothing', async () => {
    await newRig();
    await apply();
    expect(() => planRollback(rig.host, '20200101-000000-000-abcdef')).toThrow(MistakeError);
    expect(() => planRollback(rig.host, '2')).toThrow(MistakeError);
    expectNew();
  });

  it('refuses when a file was edited since, and leaves all of the instance alone', async () => {
    await newRig();
    const { run } = await apply();
    writeFileSync(join(rig.root, 'plugins/CMI/rules.txt'), 'Mine.\n');
    await expect(rollBack(rig.host, planRollback(rig.host, run))).rejects.toThrow(StalePlanError);
    expect(read('server.properties')).toContain('Towers');
  });

  it('waits while a server runs that could save its own values over the old ones', async () => {
    await newRig();
    const { run } = await apply();
    const control = { processState: () => ({ kind: 'running', startedAt: 0, isJava: true }) as const };
    const host = rig.with({ control });
    await expect(rollBack(host, planRollback(host, run))).rejects.toThrow(TransientError);
    expectNew();
  });

  it('can be rolled back itself', async () => {
    await newRig();
    const { run } = await apply();
    const back = await rollBack(rig.host, planRollback(rig.host, run));
    await rollBack(rig.host, planRollback(rig.host, back.run));
    expectNew();
    expect((await rig.plan(files)).instances[0]?.files).toEqual([]);
  });
});

describe('a crash at any step', () => {
  function dyingAfter(limit: number) {
    return dyingHost(rig.host, limit, () => {
      throw new Error('killed');
    });
  }

  async function countEffects(): Promise<number> {
    await newRig();
    const whole = dyingAfter(Number.POSITIVE_INFINITY);
    await apply(whole.host);
    await rig.dispose();
    return whole.effects();
  }

  it('leaves each instance wholly old or wholly new after recovery, and recovery can crash as well', async () => {
    const total = await countEffects();
    expect(total).toBeGreaterThan(10);
    const seen = new Set<string>();
    for (let limit = 0; limit < total; limit += 1) {
      for (const recoveryLimit of [0, 1, 2, 3, Number.POSITIVE_INFINITY]) {
        await newRig();
        await apply(dyingAfter(limit).host).catch(() => undefined);
        await recover(dyingAfter(recoveryLimit).host).catch(() => undefined);
        await recover(rig.host);
        expect(rig.host.journal.unfinished()).toEqual([]);
        const isNew = read('server.properties') !== OLD_SERVER;
        seen.add(isNew ? 'new' : 'old');
        if (isNew) expectNew();
        else expectOld();
        const { outcomes } = await apply();
        expect(outcomes[0]?.kind).toBe(isNew ? 'unchanged' : 'applied');
        expectNew();
        await rig.dispose();
      }
    }
    await newRig();
    expect([...seen].sort()).toEqual(['new', 'old']);
  });
});
