import type { BlockedReason } from '../../core/model/plan.ts';
import { instanceNotes } from './instance-notes.ts';

/** A change that made a server unhealthy and was taken back. It is not tried again before Git changes it or a person says so. */
export interface HeldRevision {
  /** Of the instance's changes, as a person sees them. */
  readonly digest: string;
  /** When it was taken back, in milliseconds since 1970, UTC. */
  readonly at: number;
  readonly reason: BlockedReason;
  /** What the server's console or log said. */
  readonly lines: readonly string[];
  readonly revision: string;
  /** Pull requests that brought it. */
  readonly pulls: readonly number[];
}

export const {
  read: readHeldRevision,
  write: writeHeldRevision,
  remove: removeHeldRevision,
  list: listHeldRevisions,
} = instanceNotes<HeldRevision>('spoiled/');
