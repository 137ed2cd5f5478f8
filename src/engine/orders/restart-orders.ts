import { instanceNotes } from './instance-notes.ts';

/** That somebody wants a server restarted, as soon as its policy allows. */
export interface RestartOrder {
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
}

/** Open orders: whoever carries one out removes it. */
export const {
  read: readRestartOrder,
  write: writeRestartOrder,
  remove: removeRestartOrder,
  list: listRestartOrders,
} = instanceNotes<RestartOrder>('restart/');
