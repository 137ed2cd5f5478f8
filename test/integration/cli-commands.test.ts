import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockState, openState } from '../../src/adapters/state/index.ts';
import { outputSchemas } from '../../src/core/report/report-schemas.ts';
import { CANARY, LIVE, REPOSITORY, SECRETS } from '../support/cli-fleet.ts';
import { type CliRig, createCliRig, type RunOptions, type RunResult } from '../support/cli-rig.ts';

const DEV = 'DEV01/Minecraft/plugins/Chairs/config.yml';
const HUB = 'HUB01/Minecraft/plugins/Chairs/config.yml';
const DEV_VAULT = 'DEV01/Minecraft/plugins/Vault/vault.properties';
const RUN_ID = /homeamp rollback (\S+)/;

let rig: CliRig;
beforeEach(() => {
  rig = createCliRig(REPOSITORY, LIVE);
});
afterEach(() => rig.dispose());

/** Runs with the secrets, and looks for the canary in everything that is printed. */
async function run(words: string, options: RunOptions = {}): Promise<RunResult> {
  const result = await rig.run(words.split(' '), { environment: SECRETS, ...options });
  expect(result.out + result.err).not.toContain(CANARY);
  return result;
}

const edit = (path: keyof typeof LIVE, from: string, to: string) =>
  rig.writeLive(path, rig.readLive(path).replace(from, to));
const reportOf = ({ out }: RunResult) => outputSchemas.report.parse(JSON.parse(out));

describe('plan', () => {
  it('ends with 0 when nothing differs, also before anything was ever applied', async () => {
    const { code, out } = await run('plan');
    expect([code, out]).toEqual([0, expect.stringContaining('Nothing differs on 3 instances.')]);
  });

  it('shows each change with its verdict and who gave it, and ends with 1', async () => {
    edit(DEV, 'range: 4', 'range: 5');
    const { code, out } = await run('plan');
    expect(code).toBe(1);
    expect(out).toContain('~ range: 5 -> 4  (unadopted; baseline, desired-state/baselines/Chairs.md:10)');
    expect(out).toContain('afterwards, in its console: chairs reload');
    expect(out).toContain('In sync: TOW01, HUB01');
  });

  it('tells a missing plugin, a missing file and an unreadable one apart', async () => {
    rig.commit({
      'desired-state/deployment-matrix.csv': 'plugin,DEV01,TOW01,HUB01\nChairs,x,x,x\nVault,x,x,x\n',
    });
    rig.writeLive('DEV01/Minecraft/plugins/Vault/other.txt', '');
    rmSync(join(rig.ampRoot, DEV_VAULT));
    rig.writeLive('TOW01/Minecraft/plugins/Chairs/config.yml', 'range: 9\nserver: [\n');
    const { code, out } = await run('plan');
    expect(code).toBe(1);
    expect(out).toMatch(
      /HUB01 {2}Blocked[\s\S]*vault\.properties {2}is left out: the plugin Vault is not installed/,
    );
    expect(out).toMatch(/DEV01 {2}Pending[\s\S]*vault\.properties {2}is not there and will be created/);
    expect(out).toMatch(/TOW01 {2}Failed[\s\S]*config\.yml {2}can't be read: line \d+, column \d+/);
    const report = reportOf(await run('plan --json'));
    expect(report.instances.map(({ findings }) => findings.map(({ kind }) => kind))).toEqual([
      ['missing'],
      ['unreadable'],
      ['plugin-missing'],
    ]);
  });

  it('tells of folders that the fleet does not name', async () => {
    rig.writeLive('OLD99/Minecraft/server.properties', '');
    expect((await run('plan')).out).toContain('Folders that the fleet does not name: OLD99');
  });

  it('prints JSON along its schema, without secrets', async () => {
    edit(DEV, CANARY, 'live-secret-1');
    const result = await run('plan --json');
    expect(result.out).not.toContain('live-secret-1');
    const [change] = reportOf(result).instances.flatMap(({ changes }) => changes);
    expect(change).toMatchObject({
      key: 'database.password',
      live: { secret: true },
      desired: { secret: true },
      action: 'set',
    });
  });

  it('writes the plan to a file that apply takes', async () => {
    edit(DEV, 'range: 4', 'range: 5');
    const file = join(rig.dir, 'plan.json');
    await run(`plan --out ${file}`);
    expect(readFileSync(file, 'utf8')).not.toContain(CANARY);
    expect((await run(`apply --plan ${file}`)).code).toBe(0);
    expect(rig.readLive(DEV)).toBe(LIVE[DEV]);
  });

  it('cuts a long list and long values unless --detailed is said', async () => {
    const keys = Array.from({ length: 30 }, (_, index) => `k${index}: "${'v'.repeat(200)}"`).join('\n');
    const baseline = REPOSITORY['desired-state/baselines/Chairs.md'].replace('range: 4', `range: 4\n${keys}`);
    rig.commit({ 'desired-state/baselines/Chairs.md': baseline });
    const short = await run('plan --instance DEV01');
    expect(short.out).toContain('… and 10 more, listed with --detailed');
    expect(short.out).not.toContain('v'.repeat(100));
    const long = await run('plan --instance DEV01 --detailed');
    expect(long.out).toContain(`k29: (not there) -> "${'v'.repeat(200)}"`);
  });
});

describe('apply', () => {
  beforeEach(() => edit(DEV, 'range: 4', 'range: 5'));

  it('writes, tells the run and how to undo it, and ends with 0; rollback brings the bytes back', async () => {
    const before = rig.readLive(DEV);
    const applied = await run('apply --yes');
    expect(applied.code).toBe(0);
    expect(rig.readLive(DEV)).toBe(LIVE[DEV]);
    expect(applied.out).toContain('type in its console chairs reload');
    expect((await run('plan')).code).toBe(0);
    const id = RUN_ID.exec(applied.out)?.[1] ?? '';
    const history = outputSchemas.history.parse(JSON.parse((await run('history --json')).out));
    expect(history.entries).toMatchObject([{ id: `${id}.1`, kind: 'apply', outcome: 'applied' }]);
    const undone = await run(`rollback ${id} --yes`);
    expect([undone.code, rig.readLive(DEV)]).toEqual([0, before]);
    expect((await run('history')).out).toContain(`rollback of ${id}.1`);
  });

  it('asks on a terminal and does nothing when the answer is no', async () => {
    const questions: string[] = [];
    const answer = (question: string) => {
      questions.push(question);
      return false;
    };
    const { code, out } = await run('apply', { answer });
    expect([code, questions.length]).toEqual([1, 1]);
    expect(out).toContain('Nothing was changed.');
    expect(rig.readLive(DEV)).toContain('range: 5');
  });

  it('needs --yes or --plan where nobody can be asked', async () => {
    const { code, err } = await run('apply');
    expect([code, err]).toEqual([2, expect.stringContaining('--yes')]);
    expect((await run('apply --json', { answer: () => true })).code).toBe(2);
  });

  it('applies the plan with the id that was shown, and no other', async () => {
    const { planId } = reportOf(await run('plan --json'));
    const other = await run(`apply --plan ${'0'.repeat(12)}`);
    expect([other.code, rig.readLive(DEV)]).toEqual([4, expect.stringContaining('range: 5')]);
    expect((await run('apply --plan abc')).code).toBe(2);
    expect((await run(`apply --plan ${planId.slice(0, 12)}`)).code).toBe(0);
    expect(rig.readLive(DEV)).toBe(LIVE[DEV]);
  });

  it('holds a conflict that nobody saw, and writes it once its plan was named', async () => {
    await run('apply --yes');
    edit(DEV, 'range: 4', 'range: 7');
    const baseline = REPOSITORY['desired-state/baselines/Chairs.md'].replace('range: 4', 'range: 6');
    rig.commit({ 'desired-state/baselines/Chairs.md': baseline });
    const blind = await run('apply --yes --instance DEV01');
    expect([blind.code, rig.readLive(DEV)]).toEqual([1, expect.stringContaining('range: 7')]);
    const { planId } = reportOf(await run('plan --json --instance DEV01'));
    expect((await run(`apply --plan ${planId} --instance DEV01`)).code).toBe(0);
    expect(rig.readLive(DEV)).toContain('range: 6');
  });

  it('reports drift and ends with 1, and heals it with --heal', async () => {
    await run('apply --yes');
    edit(DEV, 'range: 4', 'range: 8');
    expect((await run('apply --yes')).code).toBe(1);
    expect(rig.readLive(DEV)).toContain('range: 8');
    expect((await run('apply --yes --heal')).code).toBe(0);
    expect(rig.readLive(DEV)).toBe(LIVE[DEV]);
  });

  it('ends with 4 when a file moves between plan and write', async () => {
    const answer = () => {
      edit(DEV, 'range: 5', 'range: 6');
      return true;
    };
    const { code, out } = await run('apply', { answer });
    expect([code, out]).toEqual([4, expect.stringContaining('is not as the plan saw it')]);
    expect(rig.readLive(DEV)).toContain('range: 6');
  });

  it('ends with 5 when writing fails and everything was put back', async () => {
    edit(DEV_VAULT, '8100', '1');
    const before = [rig.readLive(DEV), rig.readLive(DEV_VAULT)];
    let commits = 0;
    const { code } = await run('apply --yes', {
      writer: (real) => ({
        ...real,
        commit: (staged) => {
          commits += 1;
          if (commits === 2) throw new Error('the disk is gone');
          real.commit(staged);
        },
      }),
    });
    expect([code, rig.readLive(DEV), rig.readLive(DEV_VAULT)]).toEqual([5, ...before]);
  });

  it('ends with 6 when putting back fails too; the instance stays frozen until rollback mends it', async () => {
    edit(DEV_VAULT, '8100', '1');
    const before = [rig.readLive(DEV), rig.readLive(DEV_VAULT)];
    let commits = 0;
    const stuck = await run('apply --yes', {
      writer: (real) => ({
        ...real,
        commit: (staged) => {
          commits += 1;
          if (commits >= 2) throw new Error('the disk is gone');
          real.commit(staged);
        },
      }),
    });
    expect(stuck.code).toBe(6);
    const frozen = await run('plan');
    expect([frozen.code, frozen.out]).toEqual([1, expect.stringContaining('frozen')]);
    const id = RUN_ID.exec(stuck.out)?.[1]?.replace(/`.*$/, '') ?? '';
    expect((await run(`rollback ${id} --yes`)).code).toBe(0);
    expect([rig.readLive(DEV), rig.readLive(DEV_VAULT)]).toEqual(before);
  });

  it('ends with 3 while another process has the state', async () => {
    await (await openState(rig.state)).close();
    const release = lockState(rig.state);
    const { code, err } = await run('apply --yes');
    release();
    expect([code, err]).toEqual([3, expect.stringContaining('try again')]);
  });

  it('stops at an interrupt between instances and ends with 3', async () => {
    const { code, out } = await run('apply --yes', { onInterrupt: (listener) => listener() });
    expect([code, out]).toEqual([3, expect.stringContaining('not reached')]);
    expect(rig.readLive(DEV)).toContain('range: 5');
  });

  it('ends with 2 and every issue when the repository has mistakes, and writes nothing', async () => {
    rig.commit({
      'desired-state/fleet.yaml': REPOSITORY['desired-state/fleet.yaml'].replace(
        'stage: dev',
        'stage: nowhere',
      ),
    });
    const { code, err } = await run('apply --yes');
    expect([code, err]).toEqual([2, expect.stringContaining('desired-state/fleet.yaml:6')]);
    expect(err).toContain('[unknown-stage]');
    expect(rig.readLive(DEV)).toContain('range: 5');
  });

  it('does not write what a running server would lose', async () => {
    edit(DEV_VAULT, '8100', '1');
    const { code, out } = await run('apply --yes', {
      process: { kind: 'running', startedAt: 1, isJava: true },
    });
    expect([code, out]).toEqual([1, expect.stringContaining('Stop DEV01 in AMP')]);
    expect(rig.readLive(DEV_VAULT)).toContain('port 1');
  });

  it('holds a key whose secret this host does not have', async () => {
    const { code, out } = await run('apply --yes', { environment: {} });
    expect([code, out]).toEqual([1, expect.stringContaining('this host does not have the secret')]);
    expect(rig.readLive(DEV)).toContain(CANARY);
  });

  it('prints one JSON document with the outcomes', async () => {
    const report = reportOf(await run('apply --yes --json'));
    expect(report.instances.map(({ outcome }) => outcome?.kind)).toEqual([
      'applied',
      'unchanged',
      'unchanged',
    ]);
    expect(report.instances[0]?.state).toBe('InSync');
  });
});

describe('status', () => {
  it('ends with 0 when all is in sync, and with 1 when a server runs older values', async () => {
    edit(DEV, 'range: 4', 'range: 5');
    await run('apply --yes');
    expect((await run('status')).code).toBe(0);
    const { code, out } = await run('status', { process: { kind: 'running', startedAt: 1, isJava: true } });
    expect(code).toBe(1);
    expect(out).toMatch(/DEV01 +AppliedNotLoaded/);
    expect(out).toMatch(/HUB01 +InSync/);
    expect(
      (await run('status', { process: { kind: 'running', startedAt: Date.now() + 60_000, isJava: true } }))
        .code,
    ).toBe(0);
  });

  it('prints JSON along its schema with the last apply', async () => {
    edit(DEV, 'range: 4', 'range: 5');
    await run('apply --yes');
    const report = reportOf(await run('status --json'));
    expect(report.instances[0]?.lastApply).toMatchObject({ kind: 'apply' });
    expect(report.totals.states.InSync).toBe(3);
  });
});

describe('explain, parity and render', () => {
  it('explain shows every layer, who wins, and what is live with its line', async () => {
    edit('TOW01/Minecraft/plugins/Chairs/config.yml', 'range: 9', 'range: 10');
    const { code, out } = await run('explain TOWER01 Chairs range');
    expect(code).toBe(0);
    expect(out).toMatch(/baseline +4 +4 +desired-state\/baselines\/Chairs\.md:10\n/);
    expect(out).toMatch(/instance alpha\/TOW01 +9 +9 .*TOW01\.yaml:5 +wins/);
    expect(out).toContain('towers are high');
    expect(out).toContain('10  (line 2, unadopted)');
    const explained = outputSchemas.explanation.parse(
      JSON.parse((await run('explain TOW01 Chairs server --json')).out),
    );
    expect(explained.layers[0]).toMatchObject({
      written: { value: '{{INSTANCE_NAME}}' },
      rendered: { value: 'TOW01' },
      wins: true,
    });
  });

  it('explain suggests near names and ends with 2', async () => {
    for (const words of ['TOW1 Chairs range', 'TOW01 Chair range', 'TOW01 Chairs rnge']) {
      const { code, err } = await run(`explain ${words}`);
      expect([code, err]).toEqual([2, expect.stringContaining('Did you mean')]);
    }
  });

  it('explain and parity never show a secret', async () => {
    const { out } = await run('explain TOW01 Chairs database.password');
    expect(out).toContain('(secret)');
    expect((await run('parity Chairs database.password')).out).toContain('(secret)');
  });

  it('parity lists the keys that differ, and one key everywhere', async () => {
    const { code, out } = await run('parity Chairs');
    expect(code).toBe(0);
    expect(out).toContain('range  plugins/Chairs/config.yml');
    expect(out).not.toContain('old-option');
    const parity = outputSchemas.parity.parse(JSON.parse((await run('parity Chairs range --json')).out));
    expect(parity.keys[0]?.values.map(({ desired }) => desired)).toEqual([
      { value: 4 },
      { value: 9 },
      { value: 4 },
    ]);
  });

  it('parity marks what drifts', async () => {
    edit(HUB, 'range: 4', 'range: 11');
    expect((await run('parity Chairs range')).out).toMatch(/4 +! 11 +baseline +alpha\/HUB01/);
  });

  it('render lists the owned keys with their origin, without looking at the host', async () => {
    const { code, out } = await run('render --instance TOW01 --plugin Chairs');
    expect(code).toBe(0);
    expect(out).toContain(
      'range: 9  (instance alpha/TOW01, desired-state/variables/instances/TOW01.yaml:5: towers',
    );
    expect(out).not.toContain('vault.properties');
    outputSchemas.render.parse(JSON.parse((await run('render --instance TOW01 --json')).out));
    expect((await run('render')).code).toBe(2);
    expect(existsSync(rig.state)).toBe(false);
  });
});

describe('validate', () => {
  const broken = {
    'desired-state/fleet.yaml': REPOSITORY['desired-state/fleet.yaml'].replace(
      'stage: dev',
      'stage: nowhere',
    ),
  };

  it('counts what it read and ends with 0', async () => {
    const { code, out } = await run('validate');
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('Read 1 host, 3 instances, 2 baselines, 6 keys'),
    ]);
  });

  it('reads the files as they lie, so that mistakes show before they are committed', async () => {
    writeFileSync(join(rig.repo, 'desired-state/fleet.yaml'), broken['desired-state/fleet.yaml']);
    expect((await run('validate')).code).toBe(2);
    expect((await run('validate --revision HEAD')).code).toBe(0);
  });

  it('prints text, JSON and GitHub annotations', async () => {
    rig.commit(broken);
    const text = await run('validate');
    expect([text.code, text.out]).toEqual([
      2,
      expect.stringMatching(/desired-state\/fleet\.yaml:6:\d+ error .*\[unknown-stage\]/),
    ]);
    const validation = outputSchemas.validation.parse(JSON.parse((await run('validate --format json')).out));
    expect(validation.valid).toBe(false);
    expect(validation.issues.map(({ code }) => code)).toContain('unknown-stage');
    expect((await run('validate --format github')).out).toMatch(
      /^::error file=desired-state\/fleet\.yaml,line=6,col=\d+,title=unknown-stage::/m,
    );
  });

  it('takes warnings for errors with --strict alone', async () => {
    rig.commit({
      'desired-state/variables/instances/TOW01.yaml':
        'variables: { VAULT_PORT: 8101 }\noverrides: { Chairs: { config.yml: { range: 9 } } }\n',
    });
    const { code, out } = await run('validate');
    expect([code, out]).toEqual([0, expect.stringContaining('0 errors, 1 warning')]);
    expect((await run('validate --strict')).code).toBe(2);
  });
});

describe('every command', () => {
  it('ends with 2 and the way out when something needed is not said', async () => {
    const noRoot = await run(`plan --repo ${rig.repo}`, { bare: true });
    expect([noRoot.code, noRoot.err]).toEqual([2, expect.stringContaining('--amp-root')]);
    const nowhere = await run(`validate --repo ${join(rig.dir, 'nowhere')}`);
    expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('https://')]);
    const noHost = await run('plan --host beta');
    expect([noHost.code, noHost.err]).toEqual([2, expect.stringContaining('alpha')]);
  });

  it('uses no colour without a terminal, and fits tables into a narrow one', async () => {
    edit(DEV, 'range: 4', 'range: 5');
    rig.writeLive(HUB, 'range: [\n');
    for (const words of ['plan', 'status', 'validate', 'parity Chairs', 'history']) {
      const { out, err } = await run(words);
      expect(out + err).not.toContain('\u001b');
    }
    const { out } = await run('status --no-color', { columns: 60 });
    const table = out.split('\n').slice(0, 4);
    for (const line of table) expect(line.length).toBeLessThanOrEqual(60);
    expect((await run('status', { columns: 60 })).out).toContain('\u001b[');
  });

  it('makes hostile text from both sides harmless', async () => {
    const reason = '\\u001b[2Jgone\\u202e\\nnext';
    const overrides = REPOSITORY['desired-state/variables/instances/TOW01.yaml'].replace(
      'towers are high',
      `"${reason}"`,
    );
    rig.commit({ 'desired-state/variables/instances/TOW01.yaml': overrides });
    edit(
      'TOW01/Minecraft/plugins/Chairs/config.yml',
      'server: TOW01',
      'server: "\\e[31m\\u202E\\r\\nfake line"',
    );
    edit('TOW01/Minecraft/plugins/Chairs/config.yml', 'range: 9', 'range: 8');
    for (const words of [
      'plan',
      'plan --json',
      'status',
      'explain TOW01 Chairs range',
      'parity Chairs',
      'render --instance TOW01',
    ]) {
      const { out, err } = await run(words);
      expect((out + err).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(out).not.toMatch(/^fake line/m);
    }
    expect((await run('plan')).out).toContain('\\u001b[31m');
  });

  it('keeps its state from other users', async () => {
    await run('plan');
    expect(statSync(rig.state).mode & 0o777).toBe(0o700);
  });
});

describe('a bug', () => {
  it('ends with 70 and asks for a report', async () => {
    edit(DEV, 'range: 4', 'range: 5');
    const { code, err } = await run('apply --yes', {
      writer: () => {
        throw new TypeError('boom');
      },
    });
    expect([code, err]).toEqual([70, expect.stringContaining('a bug in homeamp')]);
  });
});
