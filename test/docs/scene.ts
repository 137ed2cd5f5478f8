import type { World } from './world.ts';

/** How a document's world is before its first command, and what happens between its commands. */
export interface Scene {
  /** False where a program is missing that the scene needs; the document is skipped then. */
  readonly isPossible?: boolean;
  readonly begin: () => World | Promise<World>;
  /** What happens right before a command that holds this piece of text; one event a command, in this order. */
  readonly before?: Iterable<readonly [string, (world: World) => unknown]>;
}
