import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../../src/adapters/telemetry/index.ts';
import { waitFor } from '../../support/agent-process.ts';
import {
  CANARY,
  type DaemonFleet,
  daemonFleet,
  secretChairs,
  WEBHOOK_SECRET,
} from '../../support/daemon-fleet.ts';
import { TOKEN as FORGE_TOKEN } from '../stand-ins/hosted-fleet.ts';

const HTTP_TOKEN = 'http-token-5f0a9c77e1';
const SECRETS = [CANARY, FORGE_TOKEN, WEBHOOK_SECRET, HTTP_TOKEN];

/** An agent whose host applied, drifted and holds a commit; and what it answers. */
async function busyAgent(fleet: DaemonFleet) {
  const { alpha } = fleet.hosts;
  const file = join(alpha.folder, 'http.token');
  writeFileSync(file, `${HTTP_TOKEN}\n`, { mode: 0o600 });
  alpha.configure({ http: { listen: '127.0.0.1:0', token: { file } } });
  const agent = alpha.start();
  const { port } = await agent.until('Listening');
  const url = `http://127.0.0.1:${String(port)}`;
  const headers = { authorization: `Bearer ${HTTP_TOKEN}` };
  const ask = async (path: string) => {
    const answer = await fetch(`${url}${path}`, { headers });
    return { status: answer.status, text: await answer.text() };
  };
  return { alpha, agent, url, ask };
}

function sample(text: string, name: string): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? undefined : Number(line.slice(name.length + 1));
}

describe('an agent that is asked over http', { timeout: 90_000 }, () => {
  it('tells what it does, before and after a restart, and no secret', async () => {
    const fleet = await daemonFleet();
    const first = await busyAgent(fleet);
    const { alpha, agent, ask } = first;
    await agent.until('A pass is done');
    expect((await ask('/readyz')).status).toBe(200);
    fleet.push('main', secretChairs(5));
    alpha.edit('DEV01', 'range: 40\nsound: true\npassword: other\nmax: 10\n');
    agent.kill('SIGHUP');
    let text = '';
    const drifted = 'homeamp_drifted_since_timestamp_seconds{instance="alpha/DEV01"}';
    const held = 'homeamp_revision_held_since_timestamp_seconds{reason="direct-push"}';
    const isTold = async () => {
      text = (await ask('/metrics')).text;
      return sample(text, drifted) !== undefined && sample(text, held) !== undefined;
    };
    await expect.poll(isTold, { timeout: 20_000 }).toBe(true);
    expect(sample(text, 'homeamp_applies_total{result="applied"}')).toBe(2);
    expect(sample(text, 'homeamp_applies_total{result="stuck"}')).toBe(0);
    expect(sample(text, 'homeamp_instance_state{instance="alpha/DEV01",state="Drifted"}')).toBe(1);
    expect(sample(text, 'homeamp_instance_state{instance="alpha/DEV01",state="InSync"}')).toBe(0);
    expect(sample(text, 'homeamp_instances{state="InSync"}')).toBe(1);
    expect(sample(text, 'homeamp_poll_interval_seconds')).toBe(10);
    expect(sample(text, 'homeamp_reachable{target="forge"}')).toBe(1);
    expect(sample(text, 'homeamp_reachable{target="git"}')).toBe(1);
    expect(sample(text, 'homeamp_reachable{target="store"}')).toBeUndefined();
    expect(sample(text, 'homeamp_forge_rate_remaining')).toBeGreaterThan(0);
    expect(sample(text, 'homeamp_requests_total{target="forge",result="ok"}')).toBeGreaterThan(3);
    expect(sample(text, 'homeamp_last_backup_timestamp_seconds')).toBeGreaterThan(1.7e9);
    expect(text).toContain('process_resident_memory_bytes');
    expectKnownNames(text);
    const said = `${text}${await askEverything(ask)}`;
    for (const secret of SECRETS) expect(said).not.toContain(secret);
    const since = sample(text, drifted);
    await agent.stop();
    const again = await busyAgent(fleet);
    await waitFor(() => again.agent.lines().some(({ message }) => message === 'A pass is done'), 'a pass');
    expect(sample((await again.ask('/metrics')).text, drifted)).toBe(since);
  });
});

type Ask = (path: string) => Promise<{ readonly status: number; readonly text: string }>;

interface Listed {
  readonly items: readonly { readonly key?: string; readonly host?: string; readonly signature?: string }[];
}

/** Every address once: each has something to tell, and what is signed was signed by this host. */
async function askEverything(ask: Ask): Promise<string> {
  const said: string[] = [];
  const get = async (path: string) => {
    const { status, text } = await ask(path);
    expect(status, path).toBe(200);
    said.push(text);
    return text;
  };
  const list = async (path: string) => (JSON.parse(await get(`/api/v1${path}`)) as Listed).items;
  for (const path of ['/', '/readyz', '/api/v1/status', '/api/v1/instances/DEV01']) await get(path);
  for (const path of ['/instances', '/history', '/audit']) expect(await list(path), path).not.toEqual([]);
  expect((await list('/hosts')).map(({ host }) => host)).toContain('alpha');
  expect((await list('/backups')).map(({ signature }) => signature)).toContain('verified');
  const [newest] = await list('/passes');
  expect(JSON.parse(await get(`/api/v1/passes/${newest?.key}`))).toMatchObject({
    signature: 'verified',
    document: { host: 'alpha' },
  });
  return said.join('\n');
}

function expectKnownNames(text: string): void {
  const own = [...text.matchAll(/^# TYPE (homeamp_\w+) (\w+)$/gm)].map(([, name, type]) => [name, type]);
  expect(Object.fromEntries(own)).toEqual(
    Object.fromEntries(Object.entries(CATALOGUE).map(([name, { type }]) => [name, type])),
  );
}
