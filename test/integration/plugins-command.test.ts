import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { outputSchemas } from '../../src/core/report/report-schemas.ts';
import { LIVE, REPOSITORY, SECRETS } from '../support/cli-fleet.ts';
import { type CliRig, createCliRig, type RunOptions, type RunResult } from '../support/cli-rig.ts';
import { jarBytes, pluginJar } from '../support/zip-bytes.ts';

let rig: CliRig;
beforeEach(() => {
  rig = createCliRig(REPOSITORY, LIVE);
  for (const name of ['DEV01', 'TOW01', 'HUB01']) putJar(name, 'Chairs-2.jar', pluginJar('Chairs', '2.0'));
  for (const name of ['DEV01', 'TOW01']) putJar(name, 'Vault.jar', pluginJar('Vault', '1.7.3'));
});
afterEach(() => rig.dispose());

function putJar(instance: string, jar: string, bytes: Uint8Array | string): void {
  rig.writeLive(`${instance}/Minecraft/plugins/${jar}`, bytes);
}

const run = (words: string, options: RunOptions = {}): Promise<RunResult> =>
  rig.run(words.split(' '), { environment: SECRETS, ...options });
function reportOf({ out }: RunResult) {
  const report = outputSchemas.plugins.parse(JSON.parse(out));
  if ('action' in report) throw new Error('this is no survey');
  return report;
}

describe('plugins', () => {
  it('shows every placed plugin with its version, and ends with 0', async () => {
    const { code, out, err } = await run('plugins');
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(
      ['PLUGIN  DEV01  TOW01  HUB01', 'Chairs  2.0    2.0    2.0', 'Vault   1.7.3  1.7.3', ''].join('\n'),
    );
    expect(out).toContain('3 instances: 5 installed.');
  });

  it('tells what is missing, what the matrix does not place, and what is odd, and ends with 1', async () => {
    rmSync(join(rig.ampRoot, 'TOW01/Minecraft/plugins/Vault.jar'));
    rmSync(join(rig.ampRoot, 'TOW01/Minecraft/plugins/Vault'), { recursive: true });
    rmSync(join(rig.ampRoot, 'DEV01/Minecraft/plugins/Vault.jar'));
    putJar('HUB01', 'Vault.jar', pluginJar('Vault', '1.7.3'));
    putJar('HUB01', 'Proxy.jar', jarBytes({ 'velocity-plugin.json': '{"id":"proxy","version":"9"}' }));
    putJar('HUB01', 'half.jar', 'PK');
    const { code, out } = await run('plugins');
    expect(code).toBe(1);
    expect(out).toMatch(/^Vault {3}folder {2}missing {2}\+1\.7\.3$/m);
    expect(out).toMatch(/^proxy {20}\+9$/m);
    expect(out).toMatch(/^half {21}\+\?$/m);
    expect(out).toContain('HUB01: Proxy.jar: it is for velocity, and this is paper');
    expect(out).toMatch(/HUB01: half\.jar: it is no sound zip file/);
    expect(out).toContain('3 instances: 3 installed, 1 by folder alone, 1 missing, 3 not in the matrix.');
  });

  it('prints JSON along its schema', async () => {
    rmSync(join(rig.ampRoot, 'TOW01/Minecraft/plugins/Vault.jar'));
    putJar(
      'DEV01',
      'Tables.jar',
      jarBytes({ 'plugin.yml': 'name: Tables\nversion: 1.0\ndepend: [Vault]\n' }),
    );
    const result = await run('plugins --json');
    expect(result.code).toBe(1);
    const report = reportOf(result);
    expect(report.totals).toEqual({ installed: 4, folderOnly: 1, missing: 0, unknown: 1, notLookedAt: 0 });
    expect(report.instances[0]).toMatchObject({ id: 'alpha/DEV01', platform: 'paper', reason: null });
    expect(report.instances[0]?.plugins.at(-1)).toEqual({
      plugin: 'Tables',
      state: 'unknown',
      jar: 'Tables.jar',
      version: '1.0',
      platforms: ['paper', 'bungeecord'],
      depends: ['Vault'],
      detail: null,
    });
  });

  it('looks at the named instances alone', async () => {
    const report = reportOf(await run('plugins --json --instance TOWER01'));
    expect(report.instances.map(({ name }) => name)).toEqual(['TOW01']);
    expect((await run('plugins --instance NONE01')).code).toBe(2);
  });

  it('counts neither files of the server nor what lies outside of plugins as plugins', async () => {
    rig.commit({
      'desired-state/deployment-matrix.csv':
        'plugin,DEV01,TOW01,HUB01\nChairs,x,x,x\nVault,x,x,\nserver,x,x,x\n',
      'desired-state/baselines/server.md': `---
plugin: server
platforms: [paper]
folder: .
---
\`\`\`properties server.properties
view-distance=8
\`\`\`
`,
    });
    expect((await run('plugins')).out).toContain('3 instances: 5 installed.');
  });

  it('says which instances it could not look at, and ends with 1', async () => {
    rmSync(join(rig.ampRoot, 'TOW01'), { recursive: true });
    writeFileSync(join(rig.ampRoot, 'HUB01/MinecraftModule.kvp'), 'Minecraft.ServerType=Velocity\n');
    const { code, out } = await run('plugins');
    expect(code).toBe(1);
    expect(out).toContain('TOW01: not looked at: no folder named TOW01 or TOWER01');
    expect(out).toContain('HUB01: not looked at: the fleet says that HUB01 is paper');
    expect(out).toContain('2 not looked at.');
  });

  it('splits a table that is wider than the terminal, and keeps each plugin whole', async () => {
    const { out } = await run('plugins', { columns: 24 });
    const heads = out.split('\n').filter((line) => line.includes('PLUGIN'));
    expect(heads.map((line) => line.match(/[A-Z]{3}01/g))).toEqual([['DEV01', 'TOW01'], ['HUB01']]);
  });

  it('shows hostile names as text', async () => {
    const yml = 'name: "\\e[31mred\\u202e"\nversion: "1\\n2"\n';
    putJar('DEV01', 'x.jar', jarBytes({ 'plugin.yml': yml }));
    const { out } = await run('plugins');
    expect(out).not.toContain('\u001b');
    expect(out).not.toContain('\u202e');
    expect(out).toContain('+1\\n2');
  });

  it('writes nothing on the servers', async () => {
    const tree = () =>
      readdirSync(rig.ampRoot, { recursive: true, encoding: 'utf8' }).map((path) => {
        const { ino, mtimeMs, size } = statSync(join(rig.ampRoot, path));
        return [path, ino, mtimeMs, size];
      });
    const before = tree();
    expect((await run('plugins')).code).toBe(0);
    expect(tree()).toEqual(before);
  });
});

describe('a managed file that is not there', () => {
  const gone = 'plugins/Vault/vault.properties';

  async function findingAfter(jar: Uint8Array | string): Promise<string | undefined> {
    rmSync(join(rig.ampRoot, 'DEV01/Minecraft/plugins/Vault'), { recursive: true, force: true });
    rmSync(join(rig.ampRoot, 'DEV01/Minecraft/plugins/Vault.jar'));
    putJar('DEV01', 'some-file.jar', jar);
    const { out } = await run('plan --json');
    const { instances } = outputSchemas.report.parse(JSON.parse(out));
    return instances[0]?.findings.find(({ file }) => file === gone)?.kind;
  }

  it('is missing where a jar says that it is the plugin, whatever the file is called', async () => {
    expect(await findingAfter(pluginJar('vault'))).toBe('missing');
  });

  it('is one of a missing plugin where no jar says so', async () => {
    expect(await findingAfter(pluginJar('Other'))).toBe('plugin-missing');
  });
});

describe('discovery in status', () => {
  it('shows what the fleet wants and the disk lacks, and what the disk has and the fleet does not name', async () => {
    rmSync(join(rig.ampRoot, 'TOW01'), { recursive: true });
    rig.writeLive('OLD99/MinecraftModule.kvp', 'Minecraft.ServerType=Paper\n');
    rig.writeLive('OLD99/Minecraft/eula.txt', '');
    rig.writeLive('ADS01/ADSModule.kvp', '');
    writeFileSync(
      join(rig.dir, 'instances.json'),
      JSON.stringify([
        { InstanceName: 'OLD99', FriendlyName: 'Old survival' },
        { InstanceName: 'GONE01', Module: 'Minecraft' },
        { InstanceName: '../up' },
      ]),
    );
    const { out } = await run('status');
    expect(out).toMatch(/TOW01 +Blocked.*no folder named TOW01/);
    expect(out).toContain(
      'Folders that the fleet does not name: GONE01 (minecraft, AMP lists it, and its folder is not there), OLD99 (paper, "Old survival")',
    );
    expect(out).not.toContain('ADS01');
    expect(out).toContain('"../up"');
    const report = outputSchemas.report.parse(JSON.parse((await run('status --json')).out));
    expect(report.unknownFolders.map(({ folder, platform }) => [folder, platform])).toEqual([
      ['GONE01', null],
      ['OLD99', 'paper'],
    ]);
    expect(report.registryTroubles).toHaveLength(1);
  });

  it('blocks an instance of another platform, and writes nothing there', async () => {
    rig.writeLive('DEV01/MinecraftModule.kvp', 'Minecraft.ServerType=Velocity\n');
    rig.writeLive('DEV01/Minecraft/plugins/Chairs/config.yml', 'range: 5\n');
    const { code, out } = await run('apply --yes');
    expect(code).toBe(1);
    expect(out).toContain('the fleet says that DEV01 is paper, and DEV01 on this host is velocity');
    expect(rig.readLive('DEV01/Minecraft/plugins/Chairs/config.yml')).toBe('range: 5\n');
  });
});
