import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { outputSchemas } from '../../../src/core/report/report-schemas.ts';
import { LIVE, REPOSITORY, SECRETS } from '../../support/cli-fleet.ts';
import { type CliRig, createCliRig, type RunOptions, type RunResult } from '../../support/cli-rig.ts';

const TOW = 'TOW01/Minecraft/plugins/Chairs/config.yml';
const VAULT = 'TOW01/Minecraft/plugins/Vault/vault.properties';
const VAULT_PATH = 'plugins/Vault/vault.properties';

let rig: CliRig;
afterEach(() => rig.dispose());

const run = (words: readonly string[], options: RunOptions = {}): Promise<RunResult> =>
  rig.run(words, { ...options, environment: { ...SECRETS } });
const json = async (words: readonly string[]) => {
  const printed = JSON.parse((await run([...words, '--json'])).out);
  outputSchemas.backups.parse(words[0] === 'backups' ? printed : { sets: [] });
  return printed;
};

/** One applied change on TOW01: two files, one of which is new. */
async function applied(): Promise<{ readonly runId: string; readonly snapshot: string }> {
  const { [VAULT]: _, ...live } = LIVE;
  rig = createCliRig(REPOSITORY, { ...live, [TOW]: LIVE[TOW].replace('range: 9', 'range: 2') });
  mkdirSync(join(rig.ampRoot, 'TOW01/Minecraft/plugins/Vault'), { recursive: true });
  writeFileSync(join(rig.ampRoot, 'TOW01/Minecraft/plugins/Vault/data.db'), '');
  chmodSync(join(rig.ampRoot, TOW), 0o600);
  const { code, out, err } = await run(['apply', '--yes', '--instance', 'TOW01']);
  expect(code, out + err).toBe(0);
  const { sets } = await json(['backups', 'list']);
  const of = (cause: string) => sets.find((set: { cause: string }) => set.cause === cause)?.id;
  return { runId: of('apply'), snapshot: of('snapshot') };
}

const objects = () =>
  readdirSync(join(rig.state, 'backups/objects'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.length > 60)
    .map((name) => join(rig.state, 'backups/objects', name));

describe('homeamp backups', () => {
  it('lists what an apply and its snapshot kept, where, and by whom it is signed', async () => {
    const { runId, snapshot } = await applied();
    const { sets } = await json(['backups', 'list']);
    expect(sets).toEqual([
      expect.objectContaining({ id: snapshot, cause: 'snapshot', files: 2, trust: 'verified' }),
      expect.objectContaining({
        id: runId,
        cause: 'apply',
        instance: 'alpha/TOW01',
        places: ['host'],
        files: 2,
      }),
    ]);
    const { code, out } = await run(['backups', 'list', '--instance', 'DEV01']);
    expect({ code, out }).toEqual({ code: 0, out: 'There are no backups here.\n' });
  });

  it('shows both sides of a run, with rights and owners', async () => {
    const { runId } = await applied();
    const { sets } = await json(['backups', 'show', runId]);
    const [chairs, vault] = sets[0].files;
    expect(chairs).toMatchObject({ before: { mode: 0o600 }, after: { mode: 0o600 } });
    expect(vault).toMatchObject({ path: VAULT_PATH, before: null, after: { mode: 0o644, owner: null } });
    const { out } = await run(['backups', 'show', runId]);
    expect(out).toContain(VAULT_PATH);
    expect(out).not.toContain(SECRETS.HOMEAMP_SECRET_DB_PASSWORD);
  });

  it('finds whole backups whole, and says which copy is not', async () => {
    const { runId, snapshot } = await applied();
    expect((await run(['backups', 'verify'])).code).toBe(0);
    const [first = ''] = objects();
    writeFileSync(first, 'not what it was');
    const damaged = await json(['backups', 'verify']);
    expect(JSON.stringify(damaged)).toMatch(/image [0-9a-f]{12} is damaged/);
    for (const object of objects()) rmSync(object);
    const { code, out } = await run(['backups', 'verify', runId]);
    expect(code).toBe(1);
    expect(out).toMatch(/is missing: plugins/);
    expect((await run(['backups', 'restore', snapshot, '--yes'])).code).toBe(0);
  });

  it('finds a manifest that somebody changed, and one that nobody signed', async () => {
    const { runId, snapshot } = await applied();
    const path = (folder: string, id: string) => join(rig.state, 'backups', folder, `${id}.json`);
    const text = readFileSync(path('runs', runId), 'utf8');
    writeFileSync(path('runs', runId), text.replace(VAULT_PATH, 'plugins/Vault/other.properties'));
    const unsigned = JSON.parse(readFileSync(path('snapshots', snapshot), 'utf8'));
    delete unsigned.signature;
    writeFileSync(path('snapshots', snapshot), JSON.stringify(unsigned));
    const { findings } = await json(['backups', 'verify']);
    expect(findings.map(({ problems }: { problems: string[] }) => problems)).toEqual([
      ['it is not signed'],
      ['it was changed after it was signed'],
    ]);
    expect((await run(['backups', 'verify'])).code).toBe(1);
    expect(await run(['backups', 'restore', runId, '--yes'])).toMatchObject({ code: 3 });
    expect(await run(['backups', 'restore', snapshot, '--yes'])).toMatchObject({ code: 2 });
    expect(await run(['backups', 'restore', snapshot, '--to', join(rig.dir, 'out')])).toMatchObject({
      code: 0,
    });
  });
});

describe('homeamp backups restore', () => {
  it('brings files back to the byte with their rights, as a run that can be undone', async () => {
    const { snapshot } = await applied();
    const good = rig.readLive(TOW);
    rig.writeLive(TOW, 'range: broken\n');
    chmodSync(join(rig.ampRoot, TOW), 0o644);
    rmSync(join(rig.ampRoot, VAULT));
    const { code, out, err } = await run(['backups', 'restore', 'latest', '--instance', 'TOW01'], {
      answer: () => true,
    });
    expect(code, out + err).toBe(0);
    expect(out).toContain('plugins/Chairs/config.yml  (will be replaced)');
    expect(out).toContain(`${VAULT_PATH}  (will be created)`);
    expect(rig.readLive(TOW)).toBe(good);
    expect(statSync(join(rig.ampRoot, TOW)).mode & 0o777).toBe(0o600);
    expect((await run(['plan', '--instance', 'TOW01'])).code).toBe(0);
    const { entries } = await json(['history']);
    expect(entries[0]).toMatchObject({ kind: 'restore', of: snapshot, outcome: 'applied' });
    expect((await run(['rollback', entries[0].id, '--yes'])).code).toBe(0);
    expect(rig.readLive(TOW)).toBe('range: broken\n');
    expect(existsSync(join(rig.ampRoot, VAULT))).toBe(false);
  });

  it('restores rights alone where the bytes are there already', async () => {
    await applied();
    chmodSync(join(rig.ampRoot, TOW), 0o666);
    const { out } = await run(['backups', 'restore', 'latest', '--yes', '--instance', 'TOW01']);
    expect(out).toContain('plugins/Chairs/config.yml  (gets its mode and owner back)');
    expect(statSync(join(rig.ampRoot, TOW)).mode & 0o777).toBe(0o600);
    const again = await run(['backups', 'restore', 'latest', '--yes', '--instance', 'TOW01']);
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('Nothing differs.') });
  });

  it('brings back what was there before a run, and one file alone', async () => {
    const { runId } = await applied();
    const one = ['--file', 'plugins/Chairs/config.yml'];
    const { code } = await run(['backups', 'restore', runId, '--before', '--yes', ...one]);
    expect(code).toBe(0);
    expect(rig.readLive(TOW)).toContain('range: 2');
    expect(existsSync(join(rig.ampRoot, VAULT))).toBe(true);
    const { out } = await run(['backups', 'restore', runId, '--before', '--yes']);
    expect(out).toContain(`${VAULT_PATH}  (will be deleted)`);
    expect(existsSync(join(rig.ampRoot, VAULT))).toBe(false);
    const { restored } = await json(['backups', 'restore', runId, '--yes']);
    expect(restored).toMatchObject([{ of: runId, files: ['plugins/Chairs/config.yml', VAULT_PATH] }]);
    expect(existsSync(join(rig.ampRoot, VAULT))).toBe(true);
  });

  it('writes into a new folder alone, and touches no server', async () => {
    const { snapshot } = await applied();
    const to = join(rig.dir, 'taken/out');
    const before = rig.readLive(TOW);
    rig.writeLive(TOW, 'range: 1\n');
    expect((await run(['backups', 'restore', snapshot, '--to', to])).code).toBe(0);
    expect(readFileSync(join(to, 'TOW01/plugins/Chairs/config.yml'), 'utf8')).toBe(before);
    expect(statSync(join(to, 'TOW01/plugins/Chairs/config.yml')).mode & 0o777).toBe(0o600);
    expect(rig.readLive(TOW)).toBe('range: 1\n');
    expect(await run(['backups', 'restore', snapshot, '--to', to])).toMatchObject({ code: 2 });
  });

  it('waits for a stopped server, and asks', async () => {
    const { snapshot } = await applied();
    rig.writeLive(TOW, 'range: 1\n');
    const running = { kind: 'running', startedAt: 1, isJava: true } as const;
    expect(await run(['backups', 'restore', snapshot, '--yes'], { process: running })).toMatchObject({
      code: 3,
      err: expect.stringContaining('its server is running'),
    });
    expect(await run(['backups', 'restore', snapshot], { answer: () => false })).toMatchObject({ code: 1 });
    expect(await run(['backups', 'restore', snapshot])).toMatchObject({ code: 2 });
    expect(rig.readLive(TOW)).toBe('range: 1\n');
  });

  it('refuses what names nothing, with exit code 2', async () => {
    await applied();
    const lines: readonly (readonly string[])[] = [
      ['backups', 'restore', 'latest', '--yes', '--instance', 'DEV01'],
      ['backups', 'restore', '20260131-175905-123-3fa9c1', '--yes'],
      ['backups', 'restore', '../../x', '--yes'],
      ['backups', 'restore', '--yes'],
      ['backups', 'show'],
      ['backups', 'shwo'],
      ['backups', 'verify', '20260131-175905-123-3fa9c1'],
      ['backups', 'list', '--trust-key', 'x'],
    ];
    for (const words of lines) expect((await run(words)).code, words.join(' ')).toBe(2);
  });

  it('is not led astray by a link where a file was', async () => {
    const { snapshot } = await applied();
    const outside = join(rig.dir, 'outside');
    writeFileSync(outside, 'mine');
    rmSync(join(rig.ampRoot, 'TOW01/Minecraft/plugins/Vault'), { recursive: true });
    const { symlinkSync } = await import('node:fs');
    symlinkSync(rig.dir, join(rig.ampRoot, 'TOW01/Minecraft/plugins/Vault'));
    expect((await run(['backups', 'restore', snapshot, '--yes'])).code).toBe(2);
    expect(readdirSync(rig.dir)).not.toContain('vault.properties');
    expect(readFileSync(outside, 'utf8')).toBe('mine');
  });
});
