import { hasS3Server } from '../support/s3-server.ts';
import { approve, merge, must, propose } from './hub-world.ts';
import { createLostHost, remakeInstances } from './lost-host.ts';
import type { Scene } from './scene.ts';
import { createStoreWorld, type StoreWorld } from './store-world.ts';

/** Documents whose commands need an S3 server. */
export const STORE_SCENES: readonly (readonly [string, Scene])[] = [
  [
    'docs/runbooks/store-is-away.md',
    storeScene(mergedWithStoreAway, [
      ['agent --once', () => undefined],
      ['agent --once', ({ store }) => store.setFault(undefined)],
    ]),
  ],
  ['docs/runbooks/restore-a-host.md', storeScene(createLostHost, [['config check', remakeInstances]])],
];

/** A scene in the world with an S3 server. */
function storeScene(
  begin: () => Promise<StoreWorld>,
  before: readonly (readonly [string, (world: StoreWorld) => unknown])[],
): Scene {
  let world: StoreWorld | undefined;
  const inWorld = (event: (world: StoreWorld) => unknown) => () => {
    if (world === undefined) throw new Error('the scene has not begun');
    return event(world);
  };
  return {
    isPossible: hasS3Server,
    begin: async () => {
      world = await begin();
      return world;
    },
    before: before.map(([piece, event]) => [piece, inWorld(event)]),
  };
}

async function mergedWithStoreAway(): Promise<StoreWorld> {
  const world = await createStoreWorld();
  await propose(world);
  await must(world, 'homeamp agent --once');
  approve(world);
  await merge(world);
  world.store.setFault(() => ({ kind: 'hang-up' }));
  return world;
}
