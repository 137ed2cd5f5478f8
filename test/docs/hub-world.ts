import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type GitHubStandIn, startGitHubStandIn } from '../../src/stand-ins/github/index.ts';
import { asShown, createInstalledWorld, SHOWN_SETTINGS, type World } from './world.ts';

const ADDRESS = 'https://github.com/acme/network.git';
const API = 'https://api.github.com';
const TOKEN = 'token-of-the-documents';

/** The installed world, with its repository on a stand-in for GitHub where alice, bob and carol work. */
export interface HubWorld extends World {
  readonly hub: GitHubStandIn;
  /** Pull requests in the order in which they were opened. */
  readonly pulls: number[];
}

/** Nothing of the agent is there yet but the place for its settings. */
export async function createHubWorld(): Promise<HubWorld> {
  const world = await createInstalledWorld();
  const hub = await startGitHubStandIn({
    folder: join(world.home, '..'),
    tokens: { [TOKEN]: 'homeamp-bot' },
    people: { alice: 'admin', bob: 'write', carol: 'write' },
  });
  onTestFinished(() => hub.close());
  world.places.set(ADDRESS, hub.gitUrl).set(API, hub.apiUrl);
  world.places.set(SHOWN_SETTINGS, join(world.home, '../settings'));
  world.places.set('/var/lib/homeamp', world.state);
  world.write(join(world.home, '.gitconfig'), `[url "${hub.bareRepository}"]\n\tinsteadOf = ${ADDRESS}\n`);
  writeToken(world);
  await must(world, `chmod 600 ~/../settings/github.token && git remote add origin ${ADDRESS}`);
  await must(world, 'git push --quiet --set-upstream origin main');
  const pulls: number[] = [];
  for (const [name, read] of postsOf(hub, pulls)) world.posts.set(name, () => asShown(read(), world.places));
  return { ...world, hub, pulls };
}

/** The world with an agent that took the first revision and has nothing left to do. */
export async function createAgentWorld(): Promise<HubWorld> {
  const world = await createHubWorld();
  await takeFirstRevision(world);
  return world;
}

/** Lets the agent, with these sections of settings more, take what is on the branch and apply it while no server runs. */
export async function takeFirstRevision(world: HubWorld, more = ''): Promise<void> {
  writeSettings(world, `{ instances: ${world.live('')} }`, more);
  await must(world, 'homeamp agent --once');
  await must(world, 'homeamp resume --accept-history $(git rev-parse main)');
  await must(world, 'homeamp agent --once');
}

/** The settings of the agent, with this as `amp` and these sections behind the others. */
export function writeSettings(world: HubWorld, amp: string, more = ''): void {
  world.write(
    join(world.home, '../settings/agent.yaml'),
    `host: frost
source: { url: ${world.hub.gitUrl}, branch: main }
forge:
  kind: github
  repository: acme/network
  token: { file: ${join(world.home, '../settings/github.token')} }
  apiUrl: ${world.hub.apiUrl}
  writeGap: 0s
amp: ${amp}
state: ${world.state}
log: { format: text }
${more}`,
  );
}

/** A value of both survival servers on a branch of its own, as a pull request of bob's. */
export async function propose(world: HubWorld): Promise<void> {
  await must(world, 'git switch --quiet --create farther main');
  seeFarther(world);
  await must(world, 'git commit --quiet --all --message "See farther" && git push --quiet origin farther');
  await must(world, 'git switch --quiet main');
  await openPull(world, 'farther');
}

/** Without a pull request. */
export async function pushToMain(world: HubWorld): Promise<void> {
  seeFarther(world);
  await must(world, 'git commit --quiet --all --message "See farther" && git push --quiet origin main');
}

function seeFarther(world: HubWorld): void {
  const path = join(world.repository, 'desired-state/variables/groups/survival.yaml');
  world.edit(path, 'VIEW_DISTANCE: 10', 'VIEW_DISTANCE: 12');
}

/** As bob does it on the forge's page. */
export async function openPull(world: HubWorld, branch: string): Promise<void> {
  world.pulls.push(await world.hub.openPull({ head: branch, author: 'bob' }));
}

/** Alice approves the newest pull request as it is. */
export function approve({ hub, pulls }: HubWorld): void {
  hub.review({ pull: pulls.at(-1) ?? 0, by: 'alice', verdict: 'APPROVED' });
}

/** The newest pull request, by the button. */
export async function merge({ hub, pulls }: HubWorld): Promise<void> {
  await hub.merge({ pull: pulls.at(-1) ?? 0, by: 'bob', method: 'merge' });
}

/** The good one, unless told. */
export function writeToken(world: World, token = TOKEN): void {
  world.write(join(world.home, '../settings/github.token'), `${token}\n`);
}

export async function must(world: World, line: string): Promise<string> {
  const { code, output } = await world.run(line);
  if (code !== 0) throw new Error(`${line}\n${output}`);
  return output;
}

/** By its name in a document: what can be read on the stand-in; `pulls` may grow. */
export function postsOf(
  hub: GitHubStandIn,
  pulls: readonly number[],
): readonly (readonly [string, () => string])[] {
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-C', hub.bareRepository, ...words], { encoding: 'utf8' }).trim();
  const statuses = (ref: string) =>
    hub
      .statusesOf(git('rev-parse', ref))
      .map(({ context, state, description }) => `${context}  ${state}  ${description ?? ''}`)
      .join('\n');
  const pull = () => pulls.at(-1) ?? 0;
  return [
    ['comment', () => hub.commentsOf(pull())[0]?.body ?? 'no comment'],
    ['status-of-pull', () => statuses(`refs/pull/${pull()}/head`)],
    ['status-of-main', () => statuses('refs/heads/main')],
    [
      'issue',
      () =>
        hub
          .issues()
          .map(({ title, body, state }) => `${title} (${state})\n${body}`)
          .join('\n'),
    ],
    [
      'deployments',
      () =>
        hub
          .deploymentsOf(git('rev-parse', 'main'))
          .flatMap(({ environment, statuses: all }) =>
            all.map(({ state, description }) => `${environment}  ${state}  ${description ?? ''}`),
          )
          .join('\n'),
    ],
  ];
}
