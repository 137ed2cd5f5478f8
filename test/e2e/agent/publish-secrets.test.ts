import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Secret } from '../../../src/core/model/secret.ts';
import { acceptHistory } from '../../../src/engine/agent/orders.ts';
import { createPasses } from '../../../src/engine/agent/run-pass.ts';
import { openAgent } from '../../../src/main/open-agent.ts';
import type { Settings } from '../../../src/settings/settings.ts';
import { startHttpServer } from '../../../src/web/http-server.ts';
import { TOKEN } from '../../integration/stand-ins/hosted-fleet.ts';
import { type AgentFleet, agentFleet } from '../../support/agent-fleet.ts';
import { baseline } from '../../support/small-fleet.ts';
import { approveAndMerge, settle } from './publish-rig.ts';

/** Begins everything that nobody may ever see. */
const CANARY = 'canary-7f3a9d51';
const FORGE_TOKEN = `${CANARY}-forge`;
const GIT_PASSWORD = `${CANARY}-git`;
const ALL = new Set(['repository', 'pulls', 'scan'] as const);

function desired(more = ''): Readonly<Record<string, string>> {
  const block = `range: 4
password: "{{secret:DB}}"
url: "mysql://chairs:{{secret:DB}}@192.0.2.7/chairs"
api-key: none
${more}`;
  return baseline('Chairs', block) as Record<string, string>;
}

function live(range: number, extra = ''): string {
  return `range: ${range}\npassword: ${CANARY}-live\nurl: mysql://chairs:${CANARY}-url@192.0.2.7/chairs\napi-key: ${CANARY}-key\nother-token: ${CANARY}-unmanaged\n${extra}`;
}

interface CanaryFleet {
  readonly fleet: AgentFleet;
  /** Gives both hosts this secret and starts their agents anew. */
  changeSecret(value: string): Promise<void>;
}

async function canaryFleet(): Promise<CanaryFleet> {
  const environment: Record<string, string> = {
    HOMEAMP_SECRET_DB: `${CANARY}-one`,
    HOMEAMP_SECRET_DB2: `${CANARY}-other`,
  };
  const fleet = await agentFleet({
    files: desired(),
    isFresh: true,
    environment,
    hub: { tokens: { [TOKEN]: 'fleet-bot', [FORGE_TOKEN]: 'fleet-bot', [GIT_PASSWORD]: 'fleet-bot' } },
    settings: ({ hub }) => canarySettings(hub.apiUrl, hub.gitUrl),
  });
  for (const instance of ['DEV01', 'TOW01'] as const) fleet.hosts.alpha.edit(instance, live(4));
  fleet.hosts.beta.edit('HUB01', live(4));
  return {
    fleet,
    async changeSecret(value) {
      environment['HOMEAMP_SECRET_DB'] = value;
      for (const host of Object.values(fleet.hosts)) await host.restart();
    },
  };
}

function canarySettings(apiUrl: string, gitUrl: string): Partial<Settings> {
  const password = new Secret(GIT_PASSWORD);
  return {
    source: { url: gitUrl, branch: 'main', access: { kind: 'password', username: 'homeamp', password } },
    forge: {
      kind: 'github',
      apiUrl,
      repository: 'acme/network',
      auth: { kind: 'token', token: new Secret(FORGE_TOKEN) },
      writeGapMillis: 0,
      proposals: false,
    },
  };
}

function keptLog() {
  const said: string[] = [];
  const tell = (message: string, fields: unknown = {}) => void said.push(message + JSON.stringify(fields));
  return { said, log: { info: tell, warn: tell, error: tell } };
}

/** Everything that can be read on the forge. */
function publishedIn({ hub, git }: AgentFleet): string {
  const commits = git('rev-list', '--all').split('\n');
  const tickets = Array.from({ length: 20 }, (_, index) => hub.commentsOf(index + 1));
  return JSON.stringify({
    statuses: commits.map((sha) => hub.statusesOf(sha)),
    deployments: commits.map((sha) => hub.deploymentsOf(sha)),
    checks: commits.map((sha) => hub.checksOf(sha)),
    comments: tickets,
    issues: hub.issues(),
    asked: [hub.requests.list(), hub.gitRequests.list()],
  });
}

/** Files of the state, without the backups: those must hold what was on the servers before. */
function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.includes('/backups/'));
}

function leaksIn(folder: string): readonly string[] {
  return filesIn(folder).filter((path) => readFileSync(path).includes(CANARY));
}

function expectNoLeak(fleet: AgentFleet): void {
  expect(publishedIn(fleet)).not.toContain(CANARY);
  for (const { said, folder } of Object.values(fleet.hosts)) {
    expect(said.join('\n')).not.toContain(CANARY);
    expect(leaksIn(join(folder, 'state'))).toEqual([]);
  }
}

describe('no secret is ever seen', () => {
  it('on its way through plan, mistakes, apply, failed apply, drift and a change of the secret itself', async () => {
    const { fleet, changeSecret } = await canaryFleet();
    const { alpha, beta } = fleet.hosts;
    const ends: unknown[] = [];
    const go = async () => {
      ends.push(await fleet.passes());
      await settle(fleet);
      expectNoLeak(fleet);
    };
    await fleet.accept();
    await go();
    expect(alpha.live('DEV01')).toContain(`password: ${CANARY}-one`);
    expect(alpha.live('DEV01')).toContain(`other-token: ${CANARY}-unmanaged`);

    const { number } = await fleet.propose(
      'more',
      desired('seats: { password: "{{secret:DB}}", rows: 2 }\n'),
    );
    const other = Object.entries(desired()).map(([path, text]) => [
      path,
      text.replace('"{{secret:DB}}"', '"{{secret:DB2}}"'),
    ]);
    const swap = await fleet.propose('swap', Object.fromEntries(other));
    const literal = await fleet.propose(
      'literal',
      desired(`secret-token: ${CANARY}-in-git\nghost: "{{secret:NOT_THERE}}"\n`),
    );
    const broken = await fleet.propose('broken', desired(`: [${CANARY}-broken\n  password: {{secret:DB}\n`));
    await go();
    expect(fleet.comment(number)).toContain('(secret)');
    expect(fleet.comment(swap.number)).toContain('- password: (secret)\n+ password: (secret, changed)');
    for (const { head } of [literal, broken])
      expect(fleet.statusOf(head, 'alpha')).toMatch(/^failure: .* mistake/);

    await changeSecret(`${CANARY}-two`);
    await go();
    expect(beta.live('HUB01')).toContain(`url: mysql://chairs:${CANARY}-two@192.0.2.7/chairs`);

    const backups = join(alpha.folder, 'state', 'backups', 'objects');
    rmSync(backups, { recursive: true });
    writeFileSync(backups, '');
    const merged = await approveAndMerge(fleet, number);
    await go();
    expect(fleet.statusOf(merged, 'alpha')).toContain('failed: DEV01');
    rmSync(backups);
    await go();
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^success: /);
    expect(alpha.live('TOW01')).toContain(`${CANARY}-two`);

    alpha.edit('TOW01', alpha.live('TOW01').replace(`password: ${CANARY}-two`, `password: ${CANARY}-drift`));
    beta.edit('HUB01', beta.live('HUB01').replace('api-key: none', `api-key: ${CANARY}-drift`));
    await go();
    expect(fleet.hub.issues()[0]?.body).toContain('(secret, edited)');
    expect(fleet.hub.issues()[0]?.body).toContain('api-key');
    beta.edit('HUB01', `password: "${CANARY}-open\n\t- [`);
    await go();
    expect(JSON.stringify(ends)).not.toContain(CANARY);
    const names = filesIn(join(alpha.folder, 'state')).map((path) => path.split('/').at(-1));
    expect(names).toEqual(expect.arrayContaining(['state.mdb', 'pull-1.json']));
  }, 120_000);

  it('when credentials are wrong, and never on the command line of git', async () => {
    const { fleet } = await canaryFleet();
    const { settings, folder } = fleet.hosts.alpha;
    const { said, log } = keptLog();
    const wrong = new Secret(`${CANARY}-wrong`);
    const { forge } = settings;
    if (forge.kind !== 'github') throw new Error('the fleet has a forge');
    const cases: readonly Partial<Settings>[] = [
      { forge: { ...forge, auth: { kind: 'token', token: wrong } } },
      { source: { ...settings.source, access: { kind: 'password', username: 'x', password: wrong } } },
      { source: { ...settings.source, access: { kind: 'forge' } } },
    ];
    const lines: string[] = [];
    for (const [index, change] of cases.entries()) {
      const state = join(folder, `state-${index}`);
      const { agent, close } = await openAgent(
        { ...settings, ...change, state },
        { environment: {}, version: 'test', log },
      );
      onTestFinished(close);
      fleet.hub.faults.add({ match: { operation: 'git' }, kind: 'slow', delayMillis: 500 });
      const stop = watchProcesses(lines);
      const pass = createPasses(agent).run(ALL, () => false);
      said.push(JSON.stringify(await pass.catch((failure: unknown) => String(failure))));
      stop();
      expect(leaksIn(state)).toEqual([]);
    }
    expect(lines.some((line) => line.includes('ls-remote'))).toBe(true);
    expect(lines.filter((line) => line.includes(CANARY))).toEqual([]);
    expect(said.join('\n')).not.toContain(CANARY);
    expect(said.join('\n')).toMatch(/credentials|GitHub|entered|password/i);
    expectNoLeak(fleet);
  }, 60_000);

  it('in what a host without a forge keeps, nor in what the webhook answers and logs', async () => {
    const { fleet } = await canaryFleet();
    const { settings, folder } = fleet.hosts.beta;
    const { said, log } = keptLog();
    const state = join(folder, 'state-alone');
    const environment = { HOMEAMP_SECRET_DB: `${CANARY}-alone` };
    const alone: Settings = { ...settings, forge: { kind: 'none' }, state };
    const { agent, close } = await openAgent(alone, { environment, version: 'test', log });
    onTestFinished(close);
    const passes = createPasses(agent);
    const tip = fleet.git('rev-parse', 'main');
    // The stage before is alpha's, and without a forge its word lies among the reports.
    const word = JSON.stringify({ sha: tip, words: { dev: 'done' } });
    await agent.reports.put('alpha/stages.json', Buffer.from(word));
    await acceptHistory(agent, tip, { by: 'root', reason: '' });
    await passes.run(ALL, () => false);
    expect(fleet.hosts.beta.live('HUB01')).toContain(`${CANARY}-alone`);
    fleet.hosts.beta.edit('HUB01', live(9));
    said.push(JSON.stringify(await passes.run(ALL, () => false)));
    const published = readdirSync(join(state, 'published'), { recursive: true });
    expect(published.length).toBeGreaterThan(0);
    expect(leaksIn(state)).toEqual([]);

    const secret = new Secret(`${CANARY}-webhook`);
    const server = await startHttpServer({
      listen: { host: '127.0.0.1', port: 0 },
      webhook: { secret, onHint: () => undefined },
      log,
    });
    onTestFinished(() => server.stop());
    for (const signature of ['', 'sha256=00', `sha256=${CANARY}-webhook`]) {
      const answer = await fetch(`http://127.0.0.1:${server.port}/webhook`, {
        method: 'POST',
        headers: { 'x-hub-signature-256': signature, 'x-github-event': 'push', 'x-github-delivery': '1' },
        body: '{}',
      });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      said.push(await answer.text());
    }
    expect(said.join('\n')).not.toContain(CANARY);
  });
});

/** Notes the command line of every process until it is told to stop. */
function watchProcesses(lines: string[]): () => void {
  const look = () => {
    for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      try {
        lines.push(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
      } catch {
        // It has ended meanwhile.
      }
    }
  };
  const timer = setInterval(look, 20);
  return () => clearInterval(timer);
}
