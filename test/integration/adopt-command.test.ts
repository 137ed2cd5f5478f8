import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { outputSchemas } from '../../src/core/report/report-schemas.ts';
import { CANARY, LIVE, REPOSITORY, SECRETS } from '../support/cli-fleet.ts';
import { type CliRig, createCliRig, type RunOptions } from '../support/cli-rig.ts';

const DEV = 'DEV01/Minecraft/plugins/Chairs/config.yml';
const HUB = 'HUB01/Minecraft/plugins/Chairs/config.yml';
const WORLD: RunOptions = { environment: SECRETS };
const TOW = 'TOW01/Minecraft/plugins/Chairs/config.yml';
let rig: CliRig;

afterEach(() => rig.dispose());

describe('homeamp adopt', () => {
  it('changes the work tree so that nothing is left to plan once it is committed', async () => {
    await applied();
    edit(DEV, 'range: 4', 'range: 7');
    edit(HUB, 'server: HUB01', 'server: Lobby {{INSTANCE_NAME}}');
    const shown = await rig.run(['adopt', '--dry-run'], WORLD);
    expect(shown.code).toBe(1);
    expect(shown.out).toContain('alpha/DEV01 Chairs config.yml range = 7');
    expect(git('status', '--porcelain')).toBe('');
    const { code, out } = await rig.run(['adopt', '--yes'], WORLD);
    expect({ code, out }).toMatchObject({ code: 0 });
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Keep');
    expect((await rig.run(['plan'], WORLD)).code).toBe(0);
    expect((await rig.run(['adopt', '--yes'], WORLD)).out).toContain('Nothing was changed on the servers');
  });

  it('takes the keys and the layer that are named, and says what else changes', async () => {
    await applied();
    edit(DEV, 'range: 4', 'range: 7');
    edit(DEV, 'server: DEV01', 'server: Other');
    const words = [
      'adopt',
      '--instance',
      'DEV01',
      '--plugin',
      'Chairs',
      '--key',
      'ran*',
      '--layer',
      'baseline',
    ];
    const { code, out } = await rig.run([...words, '--yes', '--json'], WORLD);
    const told = outputSchemas.adoption.parse(JSON.parse(out));
    expect(code).toBe(0);
    expect(told).toMatchObject({
      host: 'alpha',
      keys: [{ key: 'range', value: '7', layer: 'baseline' }],
      alsoChanges: [{ instance: 'alpha/HUB01', key: 'range', before: '4', after: '7' }],
      outcome: { kind: 'written', files: ['desired-state/baselines/Chairs.md'] },
    });
    expect(git('diff', '--numstat')).toBe('1\t1\tdesired-state/baselines/Chairs.md');
  });

  it('leaves secrets, and never shows one', async () => {
    await applied();
    edit(DEV, `password: ${CANARY}`, 'password: other-canary');
    const { code, out, err } = await rig.run(['adopt', '--yes'], WORLD);
    expect(code).toBe(1);
    expect(out).toContain('homeamp secrets set');
    expect(out + err).not.toContain('canary');
  });

  it('leaves a file that is gone', async () => {
    await applied();
    rig.writeLive('HUB01/Minecraft/plugins/Chairs.jar', 'PK');
    rmSync(join(rig.ampRoot, HUB));
    const { code, out } = await rig.run(['adopt', '--yes'], WORLD);
    expect(code).toBe(1);
    expect(out).toContain('the whole file is gone');
    expect(git('status', '--porcelain')).toBe('');
  });

  it('asks for each key where to keep it, or to put it back', async () => {
    await applied();
    edit(DEV, 'range: 4', 'range: 7');
    edit(HUB, 'range: 4', 'range: 8');
    const questions: string[] = [];
    const typed = (question: string) => {
      questions.push(question);
      if (question.includes('keys were changed')) return '2';
      return question.includes('DEV01') ? '1' : '5';
    };
    const { code, out } = await rig.run(['adopt'], { ...WORLD, typed, answer: () => true });
    expect(questions.slice(1)).toEqual([
      'alpha/DEV01 Chairs config.yml range = 7',
      'alpha/HUB01 Chairs config.yml range = 8',
    ]);
    expect(out).toContain('homeamp apply --heal --instance alpha/HUB01');
    expect(code).toBe(0);
    expect(git('status', '--porcelain')).toBe('?? desired-state/variables/instances/DEV01.yaml');
  });

  it('changes nothing unless it is agreed to', async () => {
    await applied();
    edit(DEV, 'range: 4', 'range: 7');
    const declined = await rig.run(['adopt'], { ...WORLD, typed: () => '', answer: () => false });
    expect(declined.code).toBe(1);
    expect((await rig.run(['adopt'], WORLD)).code).toBe(2);
    expect((await rig.run(['adopt', '--yes', '--layer', 'grup:x'], WORLD)).code).toBe(2);
    expect(git('status', '--porcelain')).toBe('');
  });

  it('takes keys that nobody owns into the baseline, but for those that differ between servers', async () => {
    await applied();
    for (const [index, path] of [DEV, HUB, TOW].entries()) {
      edit(path, '# kept by people', `fresh: { speed: 2, name: s${index} }`);
    }
    const words = ['adopt', '--yes', '--new-keys', '--plugin', 'Chairs'];
    const { code, out } = await rig.run([...words, '--key', 'fresh*'], WORLD);
    expect({ code, out }).toMatchObject({ code: 1, out: expect.stringContaining('several values of it') });
    expect(git('diff', '--unified=0')).toMatch(/^\+ *speed: 2$/m);
    git('commit', '--quiet', '--all', '--message', 'Own');
    expect((await rig.run(['plan', '--detailed'], WORLD)).code).toBe(0);
    expect((await rig.run(['adopt', '--yes', '--new-keys'], WORLD)).code).toBe(2);
    const hidden = await rig.run([...words, '--key', 'database.*', '--dry-run'], WORLD);
    expect(hidden.out).not.toContain(CANARY);
  });

  it('says how to put values back', async () => {
    await applied();
    edit(DEV, 'range: 4', 'range: 7');
    const { code, out } = await rig.run(['adopt', '--reject'], WORLD);
    expect(code).toBe(1);
    expect(out).toContain('homeamp apply --heal --instance alpha/DEV01');
  });

  it('writes a patch that git applies', async () => {
    await applied();
    edit(DEV, 'range: 4', 'range: 7');
    const patch = join(rig.dir, 'keep.patch');
    expect((await rig.run(['adopt', '--yes', '--out', patch], WORLD)).code).toBe(0);
    expect(git('status', '--porcelain')).toBe('');
    git('apply', patch);
    expect(git('status', '--porcelain')).toBe('?? desired-state/variables/instances/DEV01.yaml');
    expect(readFileSync(join(rig.repo, 'desired-state/variables/instances/DEV01.yaml'), 'utf8')).toContain(
      'range: 7',
    );
  });
});

async function applied(): Promise<void> {
  rig = createCliRig(REPOSITORY, LIVE);
  const { code, out, err } = await rig.run(['apply', '--yes'], WORLD);
  if (code !== 0) throw new Error(out + err);
}

function edit(path: string, from: string, to: string): void {
  const text = rig.readLive(path);
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  writeFileSync(
    join(rig.ampRoot, path),
    text.replace(from, () => to),
  );
}

function git(...words: readonly string[]): string {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org'];
  return execFileSync('git', [...who, ...words], { cwd: rig.repo, encoding: 'utf8' }).trimEnd();
}
