import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type AgentFleet, agentFleet } from '../../support/agent-fleet.ts';
import { baseline } from '../../support/small-fleet.ts';
import { approveAndMerge, repeatedStatuses, settle } from './publish-rig.ts';

const WIDER = '# kept by people\nrange: 6\nsound: true\nmax: 10\n';

async function startServer(folder: string): Promise<ChildProcess> {
  const server = spawn('sleep', ['120'], { cwd: folder, stdio: 'ignore' });
  onTestFinished(() => void server.kill('SIGKILL'));
  await once(server, 'spawn');
  return server;
}

function applicationOf(fleet: AgentFleet, instance: string): string {
  return join(fleet.hosts.alpha.folder, 'instances', instance, 'Minecraft');
}

function wordsIn(fleet: AgentFleet, sha: string, stage: string): readonly string[] {
  const deployment = fleet.hub.deploymentsOf(sha).find(({ environment }) => environment === stage);
  return deployment?.statuses.map(({ state, description }) => `${state}, ${description}`) ?? [];
}

describe('an instance that is applied later', () => {
  it('is blocked while its server runs, and finishes comment, status and stage once that has stopped', async () => {
    const fleet = await agentFleet();
    const server = await startServer(applicationOf(fleet, 'TOW01'));
    const { number } = await fleet.propose('wider', 6);
    await fleet.passes();
    const merged = await approveAndMerge(fleet, number);
    await settle(fleet);
    expect(fleet.hosts.alpha.live('DEV01')).toBe(WIDER);
    expect(fleet.hosts.alpha.live('TOW01')).toContain('range: 4');
    expect(fleet.hosts.beta.live('HUB01')).toBe(WIDER);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(
      /^pending: plan .*: 1 key on 1 instance applied, blocked: TOW01, as approved$/,
    );
    expect(fleet.comment(number)).toMatch(/✅ `DEV01`: 1 key in 1 file/);
    expect(fleet.comment(number)).toMatch(/⛔ `TOW01` is blocked\. .*server is running/);
    expect(wordsIn(fleet, merged, 'dev')).toEqual(['success, alpha: done']);
    expect(wordsIn(fleet, merged, 'production').at(-1)).toMatch(/^in_progress, /);

    server.kill('SIGKILL');
    await once(server, 'exit');
    await settle(fleet);
    expect(fleet.hosts.alpha.live('TOW01')).toBe(WIDER);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(
      /^success: plan .*: 2 keys on 2 instances applied, as approved$/,
    );
    expect(fleet.comment(number)).toMatch(/✅ `DEV01`: [\s\S]*✅ `TOW01`: 1 key in 1 file/);
    expect(fleet.comment(number)).not.toContain('⛔');
    expect(wordsIn(fleet, merged, 'production')).toEqual([
      'in_progress, alpha: waits',
      'in_progress, beta: done',
      'success, alpha: done',
    ]);
    expect(repeatedStatuses(fleet, merged)).toEqual([]);
  });
});

describe('an apply that fails', () => {
  it('is told with its reason and the next step in status, comment and deployment, until it succeeds', async () => {
    const fleet = await agentFleet();
    const { number } = await fleet.propose('wider', 6);
    await fleet.passes();
    const backups = join(fleet.hosts.alpha.folder, 'state', 'backups', 'objects');
    rmSync(backups, { recursive: true });
    writeFileSync(backups, 'a file where the folder was\n');
    const merged = await approveAndMerge(fleet, number);
    await settle(fleet);
    expect(fleet.hosts.alpha.live('DEV01')).toContain('range: 4');
    expect(fleet.hosts.beta.live('HUB01')).toContain('range: 4');
    expect(fleet.statusOf(merged, 'alpha')).toMatch(
      /^failure: plan .*: nothing to write, failed: DEV01, blocked: TOW01$/,
    );
    expect(fleet.statusOf(merged, 'beta')).toMatch(/^pending: .*blocked: HUB01/);
    expect(fleet.comment(number)).toMatch(/❌ `DEV01` failed\. \S+ .*\. \S+ .*\./);
    expect(fleet.comment(number)).toMatch(/⏸️ `TOW01`: not reached\. Stage dev is not done on alpha/);
    expect(fleet.comment(number)).toMatch(/⛔ `HUB01` is blocked\. Stage dev is not done on alpha/);
    expect(wordsIn(fleet, merged, 'dev')).toEqual(['failure, alpha: failed']);

    rmSync(backups);
    await settle(fleet);
    expect(fleet.hosts.alpha.live('TOW01')).toBe(WIDER);
    expect(fleet.hosts.beta.live('HUB01')).toBe(WIDER);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(
      /^success: .*2 keys on 2 instances applied, as approved$/,
    );
    expect(fleet.comment(number)).not.toMatch(/[❌⏸⛔]/u);
    expect(wordsIn(fleet, merged, 'dev')).toEqual(['failure, alpha: failed', 'success, alpha: done']);
    expect(wordsIn(fleet, merged, 'production').at(-1)).toMatch(/^success, /);
  });

  it('is no longer told once a person has brought the file about by hand', async () => {
    const fleet = await agentFleet();
    const { alpha } = fleet.hosts;
    const { number } = await fleet.propose('wider', 6);
    await fleet.passes();
    const backups = join(alpha.folder, 'state', 'backups', 'objects');
    rmSync(backups, { recursive: true });
    writeFileSync(backups, 'a file where the folder should be\n');
    const merged = await approveAndMerge(fleet, number);
    await fleet.passes();
    expect(fleet.comment(number)).toContain('❌ `DEV01` failed');
    alpha.edit('DEV01', WIDER);
    rmSync(backups);
    await settle(fleet);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^success: .*1 key on 1 instance applied/);
    expect(fleet.comment(number)).not.toContain('DEV01` failed');
    expect(fleet.comment(number)).toContain('✅ `TOW01`');
    expect(wordsIn(fleet, merged, 'dev').at(-1)).toBe('success, alpha: done');
  });

  it('tells of a file that it does not dare to touch, until a person has put that right', async () => {
    const fleet = await agentFleet();
    const { number } = await fleet.propose('wider', 6);
    await fleet.passes();
    const file = join(applicationOf(fleet, 'DEV01'), 'plugins/Chairs/config.yml');
    linkSync(file, join(fleet.hosts.alpha.folder, 'a-second-name'));
    const merged = await approveAndMerge(fleet, number);
    await settle(fleet);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^failure: .*failed: DEV01/);
    expect(fleet.comment(number)).toMatch(/`DEV01`.*hard link/);
    rmSync(file);
    fleet.hosts.alpha.edit('DEV01', WIDER);
    await settle(fleet);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^success: /);
    expect(fleet.comment(number)).not.toContain('hard link');
    expect(fleet.hosts.alpha.live('TOW01')).toBe(WIDER);
    expect(wordsIn(fleet, merged, 'dev').at(-1)).toBe('success, alpha: done');
  });
});

describe('a running server whose file may be written at once', () => {
  it('counts as not loaded in every pass until it is started anew, and so says the commit', async () => {
    const front = 'files:\n  config.yml: { reload: chairs reload, liveWriteSafe: true }\n';
    const files = baseline('Chairs', 'range: 4\nsound: true\n', { front }) as Record<string, string>;
    const wider = baseline('Chairs', 'range: 6\nsound: true\n', { front }) as Record<string, string>;
    const fleet = await agentFleet({ files });
    const server = await startServer(applicationOf(fleet, 'TOW01'));
    const { number } = await fleet.propose('wider', wider);
    await fleet.passes();
    const merged = await approveAndMerge(fleet, number);
    await settle(fleet);
    const end = await fleet.hosts.alpha.pass();
    expect(fleet.hosts.alpha.live('TOW01')).toBe(WIDER);
    expect(end.states).toMatchObject({ InSync: 1, AppliedNotLoaded: 1 });
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/applied, as approved, 1 instance not loaded yet$/);

    server.kill('SIGKILL');
    await once(server, 'exit');
    await startServer(applicationOf(fleet, 'TOW01'));
    expect(await fleet.hosts.alpha.pass()).toMatchObject({ states: { InSync: 2, AppliedNotLoaded: 0 } });
    await settle(fleet);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/applied, as approved$/);
    expect(fleet.comment(number)).not.toContain('not loaded yet');
    expect(repeatedStatuses(fleet, merged)).toEqual([]);
  });
});
