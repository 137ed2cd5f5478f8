import { OperatingError } from '../../core/model/errors.ts';
import type { Log } from '../../ports/log.ts';
import type { ObjectStore } from '../../ports/object-store.ts';
import type { Spool } from '../../ports/spool.ts';
import { isProvenCopy } from './proven-copy.ts';
import type { SpoolEntry, SpoolQueue } from './spool-queue.ts';

/** A queue, and between which stores it carries. */
export interface SpoolLane {
  readonly name: 'backups' | 'reports';
  readonly queue: SpoolQueue;
  readonly local: ObjectStore;
  readonly remote: ObjectStore;
  /** What may wait; beyond it the oldest are dropped. Undefined: nothing is ever dropped. */
  readonly bounds: { readonly entries: number; readonly bytes: number } | undefined;
}

export interface SpoolParts {
  /** The most important first. */
  readonly lanes: readonly SpoolLane[];
  readonly log: Log;
  /** Milliseconds, for the time of a round. */
  readonly now: () => number;
  /** How much one round may do, so that a pass does not wait long for it. */
  readonly round?: RoundLimits;
}

export interface RoundLimits {
  readonly millis: number;
  readonly objects: number;
}

const ROUND: RoundLimits = { millis: 30_000, objects: 500 };
/** So many objects may be refused before a round gives up: one bad object must not stop those behind it. */
const ROUND_REFUSALS = 5;

interface Round {
  sent: number;
  refused: number;
  /** Set when there is no use in going on. */
  failure: OperatingError | undefined;
  readonly until: number;
  readonly objects: number;
}

/** What waits in these lanes. */
export function createSpool({ lanes, log, now, round: limits = ROUND }: SpoolParts): Spool {
  let told = '';
  const pending = () => lanes.reduce((sum, { queue }) => sum + queue.entries().length, 0);
  return {
    pending,
    async flush() {
      const { millis, objects } = limits;
      const round: Round = { sent: 0, refused: 0, failure: undefined, until: now() + millis, objects };
      try {
        for (const lane of lanes) {
          dropOverflow(lane, log);
          await flushLane(lane, round, { log, now });
        }
        told = tellChange({ round, told, left: pending() }, log);
        return { sent: round.sent, left: pending() };
      } catch (error) {
        if (!(error instanceof OperatingError)) throw error;
        log.error('the spool can not be used', { error: error.message, next: error.next });
        return { sent: round.sent, left: 0 };
      }
    },
  };
}

async function flushLane(
  lane: SpoolLane,
  round: Round,
  tools: Pick<SpoolParts, 'log' | 'now'>,
): Promise<void> {
  for (const entry of inOrder(lane)) {
    const isOver = tools.now() >= round.until || round.sent >= round.objects;
    if (isOver || round.failure !== undefined) return;
    try {
      await carry(lane, entry, tools.log);
      lane.queue.done(entry);
      round.sent += 1;
    } catch (error) {
      if (!(error instanceof OperatingError)) throw error;
      round.refused += 1;
      if (error.kind === 'transient' || round.refused >= ROUND_REFUSALS) round.failure = error;
      else tools.log.warn('an object could not be handed over to the store', factsOf(lane, error));
    }
  }
}

/** Backups in the order of what happened; of reports the newest say how things are. */
function inOrder({ name, queue }: SpoolLane): readonly SpoolEntry[] {
  return name === 'backups' ? queue.entries() : queue.entries().toReversed();
}

async function carry({ name, queue, local, remote }: SpoolLane, entry: SpoolEntry, log: Log): Promise<void> {
  const key = queue.keyOf(entry);
  if (key === undefined) return;
  if (entry.duty === 'delete') return remote.delete(key);
  const bytes = await local.get(key);
  if (bytes !== undefined && isProvenCopy(key, bytes)) return remote.put(key, bytes);
  // A report that was replaced or deleted since then is no loss.
  if (name === 'backups') log.error('a backup was lost before the store had it', { key });
}

function dropOverflow({ queue, bounds }: SpoolLane, log: Log): void {
  if (bounds === undefined) return;
  const puts = queue.entries().filter(({ duty }) => duty === 'put');
  let entries = puts.length;
  let bytes = puts.reduce((sum, entry) => sum + entry.bytes, 0);
  let dropped = 0;
  for (const entry of puts) {
    if (entries <= bounds.entries && bytes <= bounds.bytes) break;
    queue.done(entry);
    entries -= 1;
    bytes -= entry.bytes;
    dropped += 1;
  }
  if (dropped > 0) log.warn('the oldest reports will not reach the store, since too many wait', { dropped });
}

/** Says once that the store is away and once that it is back; gives what was said. */
function tellChange(
  { round, told, left }: { readonly round: Round; readonly told: string; readonly left: number },
  log: Log,
): string {
  const text = round.failure?.message ?? '';
  if (round.failure !== undefined && text !== told) {
    const facts = { error: text, next: round.failure.next, waiting: left };
    log.warn('what waits for the store stays on this host for now', facts);
  }
  if (round.failure === undefined && told !== '') {
    log.info('the store takes what waited', { sent: round.sent, waiting: left });
  }
  return text;
}

function factsOf({ name }: SpoolLane, error: OperatingError) {
  return { what: name, error: error.message, next: error.next };
}
