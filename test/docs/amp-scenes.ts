import { type AmpWorld, createAmpWorld } from './amp-world.ts';
import { approve, type HubWorld, merge, must, propose } from './hub-world.ts';
import type { Scene } from './scene.ts';

/** Documents whose commands need the stand-in for AMP. */
export const AMP_SCENES: readonly (readonly [string, Scene])[] = [
  [
    'docs/servers.md',
    ampScene(mergedWithPlayers, [
      ['agent --once', () => undefined],
      ['status', lookAgain],
      ['agent --once', allLeave('SMP01')],
      ['status', settle],
    ]),
  ],
  [
    'docs/runbooks/restart-a-server.md',
    ampScene(withPlayer, [
      ['agent --once', () => undefined],
      ['agent --once', allLeave('SMP02')],
      ['status --instance', settle],
    ]),
  ],
  [
    'docs/runbooks/failed-rollout.md',
    ampScene(failed, [
      ['status', () => undefined],
      ['resume', ({ mend }) => mend()],
      ['status', settle],
    ]),
  ],
  [
    'docs/runbooks/amp-is-away.md',
    ampScene(merged, [
      ['agent --once', ({ amp }) => void amp.faults.down()],
      ['status', () => undefined],
      ['agent --once', ({ amp }) => amp.faults.clear()],
      ['status', settle],
    ]),
  ],
];

/** A scene in the world with a stand-in for AMP. */
function ampScene(
  begin: () => Promise<AmpWorld>,
  before: readonly (readonly [string, (world: AmpWorld) => unknown])[],
): Scene {
  let world: AmpWorld | undefined;
  const inWorld = (event: (world: AmpWorld) => unknown) => () => {
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

async function merged(): Promise<AmpWorld> {
  return proposeAndMerge(await createAmpWorld());
}

async function mergedWithPlayers(): Promise<AmpWorld> {
  const world = await merged();
  for (const player of ['steve', 'alex']) world.amp.server('SMP01').join(player);
  return world;
}

async function withPlayer(): Promise<AmpWorld> {
  const world = await createAmpWorld();
  world.amp.server('SMP02').join('steve');
  return world;
}

/** The change was taken back, and the pass afterwards has told so. */
async function failed(): Promise<AmpWorld> {
  const world = await proposeAndMerge(await createAmpWorld({ failing: ['SMP01'] }));
  await must(world, 'homeamp agent --once');
  await lookAgain(world);
  return world;
}

/** As the agent of a reader does, who does not look the moment after. */
async function lookAgain(world: AmpWorld): Promise<void> {
  await must(world, 'homeamp agent --once');
}

const MAX_LOOKS = 4;

/** Until nothing is left to do. */
async function settle(world: AmpWorld): Promise<void> {
  for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
    await lookAgain(world);
    const { output } = await world.run('homeamp status --json');
    if (!/"step": "|"state": "(?:Pending|Blocked)"/.test(output)) return;
  }
}

/** Planned, reviewed and merged; no host has taken it yet. */
async function proposeAndMerge<W extends HubWorld>(world: W): Promise<W> {
  await propose(world);
  await must(world, 'homeamp agent --once');
  approve(world);
  await merge(world);
  return world;
}

function allLeave(name: string): (world: AmpWorld) => void {
  return ({ amp }) => {
    const server = amp.server(name);
    for (const player of server.players) server.leave(player);
  };
}
