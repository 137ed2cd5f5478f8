import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packTar } from 'modern-tar';
import { describe, expect, it, onTestFinished } from 'vitest';
import { outputSchemas } from '../../src/core/report/report-schemas.ts';
import { generateFleet } from '../bench/generate-fleet.mjs';
import { type CliRig, createCliRig } from '../support/cli-rig.ts';
import { createTree, importPlace } from '../support/import-rig.ts';
import { baseline, configOf, fleet, matrix } from '../support/small-fleet.ts';

function createRig(): CliRig {
  const names = ['SMP01', 'SMP02'];
  const live = Object.fromEntries<string>(
    names.flatMap((name, index): [string, string][] => [
      [configOf(name, 'CMI'), `delay: 5\nname: ${name}\ntoken: keep-me-out-${index}\n`],
      [`${name}/Minecraft/server.properties`, `server-port=${25565 + index}\n`],
    ]),
  );
  const repository = { ...baseline('CMI', 'delay: 5\n'), ...matrix(['CMI'], names), ...fleet(names) };
  const rig = createCliRig(repository as Readonly<Record<string, string>>, live);
  onTestFinished(() => rig.dispose());
  return rig;
}

describe('homeamp import live', () => {
  it('writes a repository that plan finds nothing to do with, and the secrets beside it', async () => {
    const rig = createRig();
    const into = join(rig.dir, 'new');
    const words = ['import', 'live', '--from', `alpha=${rig.ampRoot}`, '--into', into];
    const imported = await rig.run([...words, '--report', join(rig.dir, 'guesses.md')]);
    expect(imported.code).toBe(0);
    expect(imported.out).toContain('Plan on these servers: empty');
    expect(imported.out).not.toContain('keep-me-out');
    expect(readFileSync(join(rig.dir, 'guesses.md'), 'utf8')).toContain('## secret');
    const secrets = `${into}.secrets.env`;
    expect(statSync(secrets).mode & 0o777).toBe(0o600);
    const environment = Object.fromEntries(
      readFileSync(secrets, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split('=') as [string, string])
        .map(([name, value]) => [`HOMEAMP_SECRET_${name}`, value]),
    );
    expect(Object.values(environment).sort()).toEqual(['keep-me-out-0', 'keep-me-out-1']);
    const where = ['--repo', into, '--revision', 'WORKTREE'];
    expect((await rig.run(['validate', '--strict', ...where])).code).toBe(0);
    const plan = await rig.run(['plan', '--host', 'alpha', ...where], { environment });
    expect([plan.code, plan.err]).toEqual([0, '']);
    const again = await rig.run(words);
    expect(again.code).toBe(2);
  });

  it('prints what its schema says, and with --dry-run writes nothing', async () => {
    const rig = createRig();
    const into = join(rig.dir, 'new');
    const words = ['import', 'live', '--from', `alpha=${rig.ampRoot}`, '--into', into];
    const { code, out } = await rig.run([...words, '--dry-run', '--json', '--group', 'smp=SMP01,SMP02']);
    expect(code).toBe(0);
    const report = outputSchemas['import-live'].parse(JSON.parse(out));
    expect(report).toMatchObject({ from: 'live', dir: null, hosts: ['alpha'] });
    expect(existsSync(into)).toBe(false);
    expect(existsSync(`${into}.secrets.env`)).toBe(false);
  });

  it('takes several hosts, and one server out of an archive under a name of its own', async () => {
    const rig = createRig();
    const body = 'bind = "0.0.0.0:25577"\nmotd = "Welcome"\n';
    const header = { name: 'proxy/velocity.toml', size: body.length, type: 'file' as const };
    const link = { name: 'proxy/plugins', size: 0, type: 'symlink' as const, linkname: '/etc' };
    writeFileSync(join(rig.dir, 'proxy.tar'), await packTar([{ header, body }, { header: link }]));
    const from = ['--from', `alpha=${rig.ampRoot}`, '--from', `beta/VEL01=${join(rig.dir, 'proxy.tar')}`];
    const { code, out, err } = await rig.run(['import', 'live', ...from, '--dry-run', '--json']);
    expect(err).toBe('');
    expect(code).toBe(0);
    const { hosts, instances, guesses } = outputSchemas['import-live'].parse(JSON.parse(out));
    expect(hosts).toEqual(['alpha', 'beta']);
    expect(instances.map(({ id, platform }) => [id, platform])).toContainEqual(['beta/VEL01', 'velocity']);
    expect(guesses.map(({ kind }) => kind)).toContain('archive-entry');
  });

  it('refuses what it can not mean', async () => {
    const rig = createRig();
    const wrong = [
      [],
      ['--into', 'x'],
      ['--into', 'x', '--from', '/somewhere'],
      ['--into', 'x', '--from', 'a b=/somewhere'],
      ['--into', 'x', '--from', 'alpha=/no/such/folder'],
      ['--into', 'x', '--from', 'alpha=.', '--threshold', '101'],
      ['--into', 'x', '--from', 'alpha=.', '--group', 'smp'],
      ['somewhere', '--from', 'alpha=.'],
    ];
    const codes = [];
    for (const words of wrong) codes.push((await rig.run(['import', 'live', ...words])).code);
    expect(codes).toEqual(wrong.map(() => 2));
  });

  it.each([2, 20])('describes a generated fleet of %i shorter than it is', async (instances) => {
    const out = join(createTree({}), 'generated');
    generateFleet({ out, instances, plugins: 3 });
    const { proof, description } = await importPlace(join(out, 'live'), { proposeGroups: true });
    expect(proof.instances).toBe(instances);
    expect(description.sizes.written).toBeLessThan((description.sizes.naive / instances) * 1.5);
  });
});
