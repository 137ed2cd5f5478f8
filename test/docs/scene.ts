import type { World } from './world.ts';

/** How a document's world is before its first command, and what happens between its commands. */
export interface Scene {
  readonly begin: () => World | Promise<World>;
  /** What happens right before a command that holds this piece of text; one event a command, in this order. */
  readonly before?: Iterable<readonly [string, (world: World) => unknown]>;
}
