import { copyFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIVE, REPOSITORY } from '../support/cli-fleet.ts';
import { createCliRig, type RunOptions } from '../support/cli-rig.ts';

/** No output and no state may ever hold it. */
const CANARY = 'canary-0b7e-of-the-repository';
const rig = createCliRig(REPOSITORY, LIVE);
afterAll(() => rig.dispose());
const FILE = 'desired-state/secrets/DB_PASSWORD.age';
const CONFIG = 'DEV01/Minecraft/plugins/Chairs/config.yml';
const key = () => join(rig.state, 'age.key');

async function run(words: string, options: RunOptions = {}) {
  const result = await rig.run(words.split(' '), options);
  expect(result.out + result.err).not.toContain(CANARY);
  return result;
}

async function setSecret(value: string, name = 'DB_PASSWORD'): Promise<void> {
  expect((await run(`secrets set ${name}`, { input: value })).code).toBe(0);
  rig.commit({});
}

/** Without the identity of this host. */
async function withoutKey<T>(act: () => Promise<T>): Promise<T> {
  renameSync(key(), `${key()}.away`);
  try {
    return await act();
  } finally {
    renameSync(`${key()}.away`, key());
  }
}

describe('a secret of the repository', () => {
  beforeAll(async () => {
    await run('secrets init --host alpha');
    await setSecret(CANARY);
  });

  it('holds the keys that use it where there is no identity, says why, and holds nothing else', async () => {
    rig.commit({ 'desired-state/variables/fleet.yaml': 'variables: { VAULT_PORT: 8200 }\n' });
    const { code, out } = await withoutKey(() => run('plan'));
    expect(code).toBe(1);
    expect(out).toContain('DB_PASSWORD is encrypted, and there is no identity here to open it with');
    expect(out).toContain('motd');
  });

  it('is written on its host at apply, shown nowhere, and in sync afterwards', async () => {
    const plan = await run('plan --detailed');
    expect([plan.code, plan.out]).toEqual([
      1,
      expect.stringContaining('database.password: (secret) differs'),
    ]);
    for (const words of ['plan --json', 'explain DEV01 Chairs database.password']) await run(words);
    expect((await run('apply --yes')).code).toBe(0);
    expect(rig.readLive(CONFIG)).toContain(`password: ${CANARY}`);
    for (const words of ['plan', 'parity Chairs']) expect((await run(words)).code).toBe(0);
  });

  it('that changes is a change, and the identity is part of what is known to be in sync', async () => {
    await setSecret(`${CANARY}-2`);
    expect((await run('plan')).out).toContain('(secret) differs');
    expect((await run('apply --yes')).code).toBe(0);
    expect(rig.readLive(CONFIG)).toContain(`password: ${CANARY}-2`);
    expect((await run('plan')).code).toBe(0);
    expect((await withoutKey(() => run('plan'))).code).toBe(1);
  });

  it('is hidden wherever else it stands on the host', async () => {
    const text = rig.readLive(CONFIG);
    rig.writeLive(CONFIG, text.replace('range: 4', `range: see ${CANARY}-2`));
    const { out } = await run('plan --detailed');
    expect(out).toContain('range');
    rig.writeLive(CONFIG, text);
  });

  it('gives way to what the host holds itself', async () => {
    const environment = { HOMEAMP_SECRET_DB_PASSWORD: 'of-the-host-itself' };
    expect((await run('plan', { environment })).out).toContain('(secret) differs');
  });

  it('is not opened from a copy under another name', async () => {
    copyFileSync(join(rig.repo, FILE), join(rig.repo, 'desired-state/secrets/MOTD.age'));
    const baseline = readFileSync(join(rig.repo, 'desired-state/baselines/Vault.md'), 'utf8');
    rig.commit({
      'desired-state/baselines/Vault.md': baseline.replace('port {{VAULT_PORT}}', '{{secret:MOTD}}'),
    });
    const { out } = await run('plan --detailed');
    expect(out).toContain('MOTD was encrypted under another name');
    rig.commit({ 'desired-state/baselines/Vault.md': baseline });
  });

  it('that is no age file holds its keys alone', async () => {
    writeFileSync(join(rig.repo, FILE), 'scrambled');
    rig.commit({ 'desired-state/variables/fleet.yaml': 'variables: { VAULT_PORT: 8300 }\n' });
    expect((await run('validate')).out).toContain('[bad-secret-file]');
    const { code, out } = await run('plan');
    expect([code, out]).toEqual([1, expect.stringContaining('it is no armoured age file')]);
    expect(out).toContain('8300');
  });
});
