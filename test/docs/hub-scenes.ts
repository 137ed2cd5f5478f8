import {
  approve,
  createAgentWorld,
  createHubWorld,
  type HubWorld,
  merge,
  must,
  openPull,
  propose,
  pushToMain,
  writeToken,
} from './hub-world.ts';
import type { Scene } from './scene.ts';

/** Documents whose commands need the stand-in for GitHub. */
export const HUB_SCENES: readonly (readonly [string, Scene])[] = [
  ['docs/agent.md', hubScene(createHubWorld)],
  [
    'docs/pull-requests.md',
    hubScene(createAgentWorld, [
      ['agent --once', (world) => openPull(world, 'farther')],
      ['agent --once', (world) => approveMergeAnd(world, () => world.startServer('SMP02'))],
      ['agent --once', (world) => world.stopServers()],
      ['agent --once', editSecondServer],
    ]),
  ],
  [
    'docs/runbooks/approve-and-deploy.md',
    hubScene(proposed, [['agent --once', (world) => approveMergeAnd(world, async () => undefined)]]),
  ],
  [
    'docs/runbooks/agent-does-not-apply.md',
    hubScene(mergedUnreviewed, [
      ['agent --once', () => undefined],
      ['agent --once', approve],
    ]),
  ],
  [
    'docs/runbooks/pause-and-resume.md',
    hubScene(proposed, [['agent --once', (world) => approveMergeAnd(world, async () => undefined)]]),
  ],
  ['docs/audit.md', hubScene(createAgentWorld)],
  ['docs/reports.md', hubScene(createAgentWorld)],
  ['docs/runbooks/rewritten-branch.md', hubScene(rewritten)],
  ['docs/runbooks/break-glass.md', hubScene(pushedDirectly)],
  ['docs/runbooks/scan-now.md', hubScene(edited)],
  [
    'docs/runbooks/github-is-away.md',
    hubScene(createAgentWorld, [
      ['agent --once', ({ hub }) => hub.faults.down('api')],
      ['agent --once', ({ hub }) => hub.faults.clear()],
    ]),
  ],
  [
    'docs/runbooks/rotate-secrets.md',
    hubScene(createAgentWorld, [
      ['agent --once', (world) => writeToken(world, 'revoked')],
      ['config check', (world) => writeToken(world)],
    ]),
  ],
];

/** A scene in the world with a stand-in for GitHub. */
function hubScene(
  begin: () => Promise<HubWorld>,
  before: readonly (readonly [string, (world: HubWorld) => unknown])[] = [],
): Scene {
  let world: HubWorld | undefined;
  const inWorld = (event: (world: HubWorld) => unknown) => () => {
    if (world === undefined) throw new Error('the scene has not begun');
    return event(world);
  };
  return {
    begin: async () => {
      world = await begin();
      return world;
    },
    before: before.map(([piece, event]) => [piece, inWorld(event)]),
  };
}

async function proposed(): Promise<HubWorld> {
  const world = await createAgentWorld();
  await propose(world);
  await must(world, 'homeamp agent --once');
  return world;
}

async function edited(): Promise<HubWorld> {
  const world = await createAgentWorld();
  editSecondServer(world);
  return world;
}

async function mergedUnreviewed(): Promise<HubWorld> {
  const world = await proposed();
  await merge(world);
  await must(world, 'homeamp agent --once');
  return world;
}

async function pushedDirectly(): Promise<HubWorld> {
  const world = await createAgentWorld();
  await pushToMain(world);
  await must(world, 'homeamp agent --once');
  return world;
}

async function rewritten(): Promise<HubWorld> {
  const world = await createAgentWorld();
  await must(
    world,
    'git commit --quiet --amend --message "Another past" && git push --quiet --force origin main',
  );
  await must(world, 'homeamp agent --once');
  return world;
}

async function approveMergeAnd(world: HubWorld, then: () => Promise<void>): Promise<void> {
  approve(world);
  await merge(world);
  await then();
}

function editSecondServer({ edit, live }: HubWorld): void {
  edit(live('SMP02/Minecraft/plugins/Essentials/config.yml'), 'cooldown: 5', 'cooldown: 60');
}
