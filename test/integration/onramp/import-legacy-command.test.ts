import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { legacyImport } from '../../../src/core/report/legacy-import-report.ts';
import { createCliRig, type RunOptions } from '../../support/cli-rig.ts';
import { listedText } from '../../support/legacy-samples.ts';

const MATRIX =
  'plugin_name,plugin_type,auto_update,update_source,server_SMP01,server_VEL01\nPLAN,bukkit/paper,True,modrinth,True,False\n';
const OLD = {
  'baselines/Plan_universal_config.md': listedText('Plan', [
    '`Database.Password` = "s3cret-9"',
    '`Messages.a` = "hi"',
  ]),
  'deployment_matrix.csv': MATRIX,
  'notes.md': '# Notes\n',
};

/** A folder of old files, an empty place for the new repository, and the command over them. */
function createPlace(old: Readonly<Record<string, string>> = OLD) {
  const rig = createCliRig({ 'desired-state/fleet.yaml': '' }, {});
  onTestFinished(rig.dispose);
  const folder = join(rig.dir, 'old');
  const into = join(rig.dir, 'network');
  for (const [path, text] of Object.entries(old)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const run = (words: readonly string[], options: RunOptions = {}) =>
    rig.run(['import', 'legacy', ...words], { bare: true, ...options });
  const read = (path: string) => readFileSync(join(into, path), 'utf8');
  const tree = () =>
    readdirSync(into, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path, readFileSync(path, 'utf8')]);
  const validate = () => rig.run(['validate', '--repo', into, '--json'], { bare: true });
  return { ...rig, folder, into, run, validate, read, tree, secrets: `${into}.secrets.env` };
}

describe('homeamp import legacy', () => {
  it('writes a repository that validates, the secrets beside it, and a report', async () => {
    const place = createPlace();
    const report = join(place.dir, 'report.md');
    const { code, out, err } = await place.run([place.folder, '--into', place.into, '--report', report]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Valid: 0 errors');
    expect(readFileSync(place.secrets, 'utf8')).toBe('PLAN_DATABASE_PASSWORD=s3cret-9\n');
    expect(statSync(place.secrets).mode & 0o777).toBe(0o600);
    expect(place.read('desired-state/baselines/Plan.md')).toContain('{{secret:PLAN_DATABASE_PASSWORD}}');
    expect(readFileSync(report, 'utf8')).toContain('## name-differs');
    expect(out + readFileSync(report, 'utf8')).not.toContain('s3cret-9');
    const checked = await place.validate();
    expect(JSON.parse(checked.out)).toMatchObject({ valid: true, errors: 0 });
  });

  it('gives the same bytes a second time, and only with --force', async () => {
    const place = createPlace();
    await place.run([place.folder, '--into', place.into]);
    const first = [place.tree(), readFileSync(place.secrets, 'utf8')];
    expect((await place.run([place.folder, '--into', place.into])).code).toBe(2);
    expect((await place.run([place.folder, '--into', place.into, '--force'])).code).toBe(0);
    expect([place.tree(), readFileSync(place.secrets, 'utf8')]).toEqual(first);
  });

  it('writes nothing in a dry run, and tells all as JSON', async () => {
    const place = createPlace();
    const { code, out } = await place.run([place.folder, '--dry-run', '--json']);
    expect(code).toBe(0);
    const report = legacyImport.parse(JSON.parse(out));
    expect(report.account.keys).toEqual({ read: 2, written: 2, leftOut: 0 });
    expect(report.findings.find(({ kind }) => kind === 'unused-file')?.places).toEqual(['notes.md']);
    expect([existsSync(place.into), existsSync(place.secrets)]).toEqual([false, false]);
  });

  it('takes names, hosts and files from flags and from files', async () => {
    const place = createPlace();
    const aliases = join(place.dir, 'aliases.yaml');
    writeFileSync(aliases, 'SMP01: SMP001\n');
    const { code } = await place.run([
      ...[place.folder, '--into', place.into, '--aliases', aliases],
      ...['--host-of', 'SMP001=frost', '--file-of', 'Plan:Messages.*=messages.yml'],
    ]);
    expect(code).toBe(0);
    expect(place.read('desired-state/fleet.yaml')).toContain('SMP001: { host: frost, platform: paper');
    expect(place.read('desired-state/baselines/Plan.md')).toContain(
      '```yaml messages.yml\nMessages:\n  a: hi\n```',
    );
  });

  it('finds the file of a key in the servers’ own files', async () => {
    const place = createPlace();
    place.writeLive('SMP01/MinecraftModule.kvp', '');
    place.writeLive('SMP01/Minecraft/plugins/Plan/lang.yml', 'Messages:\n  a: hello\n');
    const { code } = await place.run([place.folder, '--into', place.into, '--live', place.ampRoot]);
    expect(code).toBe(0);
    expect(place.read('desired-state/baselines/Plan.md')).toContain(
      '```yaml lang.yml\nMessages:\n  a: hi\n```',
    );
  });

  it('refuses what it can not do before it writes anything', async () => {
    const place = createPlace();
    const refusals: readonly (readonly [readonly string[], string])[] = [
      [[], 'not known where to write'],
      [['--into', 'OUT', '--alias', 'x'], 'no pair'],
      [['--into', 'OUT', '--host-of', 'A=b c'], "can't be the name of a host"],
      [['--into', 'OUT', '--file-of', 'Plan:a=../x.yml'], 'no rule for files'],
      [['--into', 'OUT', '--aliases', 'nowhere.yaml'], 'is not there'],
      [['--into', 'OUT', '--secrets-out', 'OUT/secrets.env'], 'lies in the new repository'],
    ];
    for (const [words, message] of refusals) {
      const paths = words.map((word) => word.replace(/^OUT/, place.into));
      const { code, err } = await place.run([place.folder, ...paths]);
      expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(message) });
    }
    expect(existsSync(place.into)).toBe(false);
  });

  it('refuses a place without old files, and follows no links', async () => {
    const place = createPlace({ 'readme.txt': '' });
    symlinkSync('/etc', join(place.folder, 'etc'));
    const { code, err } = await place.run([place.folder, '--into', place.into]);
    expect({ code, err }).toEqual({
      code: 2,
      err: expect.stringContaining('there is no .md, .csv or .xlsx file'),
    });
    expect((await place.run([join(place.dir, 'none'), '--dry-run'])).code).toBe(2);
    expect((await place.run(['--dry-run'])).code).toBe(2);
  });
});
