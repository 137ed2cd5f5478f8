import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { isRoot } from '../../integration/adapters/temporary-folder.ts';
import { fleetFiles } from '../../support/agent-fleet.ts';
import { waitFor } from '../../support/agent-process.ts';
import {
  CANARY,
  type DaemonFleet,
  daemonFleet,
  hint,
  secretChairs,
  WEBHOOK_SECRET,
  webhookOf,
} from '../../support/daemon-fleet.ts';
import { SSHD, serveSsh } from '../../support/ssh-server.ts';

const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(2)} s`;

/** From a pushed branch to the merge on every host's disk, by two agents; gives how long it took. */
async function goRound(fleet: DaemonFleet): Promise<string> {
  const { alpha, beta } = fleet.hosts;
  const agents = [alpha.start(), beta.start()];
  const urls = await Promise.all(agents.map(webhookOf));
  await Promise.all(agents.map((agent) => agent.until('A pass is done')));
  expect(alpha.live('DEV01')).toBe(`range: 4\nsound: true\npassword: ${CANARY}\nmax: 10\n`);
  const { number, head } = await fleet.propose('wider', 6);
  const pushed = performance.now();
  await hint(fleet, ...urls);
  const isPlanned = (host: string) => fleet.statusOf(head, host).startsWith('success: plan ');
  await waitFor(() => isPlanned('alpha') && isPlanned('beta'), 'both plans');
  const planned = seconds(pushed);
  const merged = await fleet.approveAndMerge(number);
  const ordered = performance.now();
  await hint(fleet, ...urls);
  const isApplied = (host: string) => fleet.statusOf(merged, host).endsWith('applied, as approved');
  await waitFor(() => isApplied('alpha'), 'the first host');
  const first = seconds(ordered);
  await waitFor(() => isApplied('beta'), 'the second host');
  const second = seconds(ordered);
  for (const text of [alpha.live('DEV01'), alpha.live('TOW01'), beta.live('HUB01')]) {
    expect(text).toContain('range: 6');
  }
  for (const agent of agents) expect(await agent.stop()).toMatchObject({ code: 0, err: '' });
  const posts = [fleet.hub.commentsOf(number), fleet.hub.statusesOf(head), fleet.hub.statusesOf(merged)];
  expect(JSON.stringify(posts)).not.toContain(CANARY);
  return `push to both statuses ${planned}; merge to applied ${first} on one host, ${second} on both`;
}

function oneStage(): Promise<DaemonFleet> {
  const files = fleetFiles();
  const fleetFile = files['desired-state/fleet.yaml']?.replace('stage: dev', 'stage: production') ?? '';
  return daemonFleet({ files: { ...files, ...secretChairs(4), 'desired-state/fleet.yaml': fleetFile } });
}

describe('two agents as processes', { timeout: 60_000 }, () => {
  it('plan, wait for the approval and apply the merge on both hosts over http', async () => {
    const fleet = await daemonFleet();
    console.log(`over http, the later stage waits for its next poll: ${await goRound(fleet)}`);
  });

  it('do so at once where no stage waits for another', async () => {
    console.log(`over http, one stage: ${await goRound(await oneStage())}`);
  });

  it.skipIf(SSHD === undefined || !isRoot)('do so over ssh', async () => {
    const fleet = await oneStage();
    const { location, keyFile, knownHostsFile } = await serveSsh(SSHD ?? '', fleet.hub.bareRepository);
    const source = { url: location, branch: 'main', sshKey: keyFile, knownHosts: knownHostsFile };
    for (const host of Object.values(fleet.hosts)) host.configure({ source });
    console.log(`over ssh, one stage: ${await goRound(fleet)}`);
    expect(fleet.hub.gitRequests.list()).toEqual([]);
  });
});

describe('the webhook of an agent', () => {
  it('shortens the time to the next look, and refuses what is signed with another secret', async () => {
    const fleet = await daemonFleet();
    const { alpha } = fleet.hosts;
    const rarely = { poll: '1h', pulls: '1h', scan: '1h' };
    alpha.configure({ schedule: rarely });
    const agent = alpha.start();
    const url = await webhookOf(agent);
    await agent.until('A pass is done');
    const { head } = await fleet.propose('wider', 6);
    const looks = fleet.hub.gitRequests.list().length;
    const forged = await fleet.hub.deliverWebhook(url, 'another secret', 'push', {});
    expect(forged.status).toBe(401);
    const refused = await agent.until('A webhook request was refused');
    expect(refused).toMatchObject({ level: 'warn', status: 401, requests: 1 });
    expect(fleet.hub.gitRequests.list()).toHaveLength(looks);
    expect(fleet.statusOf(head, 'alpha')).toBe('');
    const begun = performance.now();
    const sent = await fleet.hub.deliverWebhook(url, WEBHOOK_SECRET, 'pull_request', { action: 'opened' });
    const answered = performance.now() - begun;
    expect(sent.status).toBe(202);
    await waitFor(() => fleet.statusOf(head, 'alpha').startsWith('success: plan '), 'the plan');
    console.log(`webhook: answered in ${answered.toFixed(0)} ms, status after ${seconds(begun)}`);
    expect(await agent.stop()).toMatchObject({ code: 0 });
    expect(await isAnswered(new URL(url))).toBe(false);
  });

  it('does not exist without its section: no socket is opened for listening', async () => {
    const fleet = await daemonFleet();
    const { beta } = fleet.hosts;
    beta.configure({ http: undefined });
    const agent = beta.start();
    await agent.until('A pass is done');
    expect(listeningSockets(agent.pid)).toEqual([]);
    beta.configure({});
    const other = fleet.hosts.alpha.start();
    const url = await webhookOf(other);
    expect(listeningSockets(other.pid)).toEqual([`127.0.0.1:${new URL(url).port}`]);
  });
});

function isAnswered({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

const LISTENING = '0A';

/** Addresses that a process listens on, as the kernel knows them. */
function listeningSockets(pid: number): readonly string[] {
  const open = readdirSync(`/proc/${pid}/fd`).map((name) => linkOf(`/proc/${pid}/fd/${name}`));
  return ['tcp', 'tcp6']
    .flatMap((table) => readFileSync(`/proc/${pid}/net/${table}`, 'utf8').trim().split('\n').slice(1))
    .map((row) => row.trim().split(/\s+/))
    .filter((cells) => cells[3] === LISTENING && open.includes(`socket:[${cells[9]}]`))
    .map(([, local = '']) => readableAddress(local));
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

/** The kernel writes IPv4 addresses as one little-endian number. */
function readableAddress(local: string): string {
  const [address = '', port = ''] = local.split(':');
  const bytes = address.match(/../g)?.reverse() ?? [];
  return `${bytes.map((byte) => Number.parseInt(byte, 16)).join('.')}:${Number.parseInt(port, 16)}`;
}
