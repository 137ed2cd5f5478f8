import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../../src/adapters/clock/index.ts';
import { createGitHubForge, type GitHubForge } from '../../../../src/adapters/forge/index.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import { hasSection, hostsOf, type PostSection, PULL_POST } from '../../../../src/core/report/fleet-post.ts';
import { ensureSection } from '../../../../src/engine/agent/ensure-section.ts';
import { sealSection } from '../../../../src/engine/agent/outbox.ts';
import { type HostedFleet, hostedFleet, TOKEN } from '../../stand-ins/hosted-fleet.ts';

const NAMES = ['alpha', 'beta', 'gamma', 'delta', 'epsilon'] as const;

/** One pull request, and a connection of its own for each host. */
interface Race {
  readonly fleet: HostedFleet;
  readonly number: number;
  readonly forges: ReadonlyMap<string, GitHubForge>;
}

async function raceOf(hosts: number): Promise<Race> {
  const fleet = await hostedFleet();
  fleet.push('change', { 'a.txt': 'a\n' });
  const number = await fleet.hub.openPull({ head: 'change', author: 'bob' });
  const forges = NAMES.slice(0, hosts).map((name) => [name, connect(fleet)] as const);
  return { fleet, number, forges: new Map(forges) };
}

function connect({ hub }: HostedFleet): GitHubForge {
  return createGitHubForge({
    apiUrl: hub.apiUrl,
    repository: 'acme/network',
    auth: { kind: 'token', token: new Secret(TOKEN) },
    clock: systemClock,
    writeGapMillis: 0,
  });
}

function sectionOf(host: string, round: number): PostSection {
  const body = `Round ${round} on ${host}.`;
  return sealSection({ host, row: [`round ${round}`, 'nothing', '`p`'], body, isQuiet: false });
}

/** All hosts within a few milliseconds, otherwise in each round, each as in one pass. */
async function passTogether({ forges, number }: Race, round: number): Promise<void> {
  const thread = { kind: 'pull', number } as const;
  await Promise.all(
    [...forges].map(async ([name, { posts }], index) => {
      await pause((round * (index + 1) * 3) % 7);
      await ensureSection(posts, { thread, kind: PULL_POST, section: sectionOf(name, round) });
    }),
  );
}

/** Hosts whose section of this round is not in the one comment. */
function missingIn({ fleet, forges, number }: Race, round: number): readonly string[] {
  const body = fleet.hub.commentsOf(number)[0]?.body ?? '';
  return [...forges.keys()].filter((name) => !hasSection(PULL_POST, body, sectionOf(name, round)));
}

function creationsIn({ fleet }: Race): number {
  return fleet.hub.requests.list().filter(({ operation }) => operation === 'issues/create-comment').length;
}

/** Passes until every section is there. Each pass leaves at least one more for good, so there is an end to it. */
async function passesUntilAllAreThere(race: Race, round: number): Promise<number> {
  for (let passes = 1; passes <= race.forges.size; passes += 1) {
    await passTogether(race, round);
    if (missingIn(race, round).length === 0) return passes;
  }
  return Number.POSITIVE_INFINITY;
}

/** Gives how many passes a round needed, by the number of rounds. */
async function run(race: Race, rounds: number): Promise<ReadonlyMap<number, number>> {
  const needed = new Map<number, number>();
  for (let round = 1; round <= rounds; round += 1) {
    const passes = await passesUntilAllAreThere(race, round);
    needed.set(passes, (needed.get(passes) ?? 0) + 1);
  }
  const comments = race.fleet.hub.commentsOf(race.number);
  expect(comments).toHaveLength(1);
  expect(hostsOf(PULL_POST, comments[0]?.body ?? '')).toEqual([...race.forges.keys()].sort());
  return needed;
}

function tell(race: Race, needed: ReadonlyMap<number, number>): void {
  const rounds = [...needed.values()].reduce((sum, count) => sum + count, 0);
  const writes = race.fleet.hub.requests.list().filter((request) => request.isWrite).length;
  const words = [...needed].sort().map(([passes, count]) => `${count} in pass ${passes}`);
  console.log(
    `${race.forges.size} hosts, ${rounds} rounds: all sections there after ${words.join(', ')}; ` +
      `${writes - rounds * race.forges.size} writes more than without a race`,
  );
}

describe('hosts that write to one comment at the same time', () => {
  it('all end up in it: two hosts, a hundred rounds', async () => {
    const race = await raceOf(2);
    const needed = await run(race, 100);
    expect(Math.max(...needed.keys())).toBeLessThanOrEqual(2);
    tell(race, needed);
  }, 120_000);

  it('all end up in it: five hosts, twenty rounds', async () => {
    const race = await raceOf(5);
    const needed = await run(race, 20);
    expect(Math.max(...needed.keys())).toBeLessThanOrEqual(5);
    tell(race, needed);
  }, 120_000);

  it('leave one comment when all of them create it at once', async () => {
    const race = await raceOf(5);
    const { hub } = race.fleet;
    let most = 0;
    for (let round = 1; round <= 10; round += 1) {
      expect(await passesUntilAllAreThere(race, round)).toBeLessThanOrEqual(5);
      most = Math.max(most, creationsIn(race));
      expect(hub.commentsOf(race.number)).toHaveLength(1);
      for (const { id } of hub.commentsOf(race.number)) hub.deleteComment(id);
      hub.requests.clear();
    }
    expect(most).toBeGreaterThan(1);
    console.log(`5 hosts that find no comment made up to ${most}; one stayed in each of 10 rounds`);
  }, 60_000);
});
