/** What goes wrong. */
export type FaultKind =
  /** 401. */
  | 'unauthorized'
  /** 403 with `retry-after`, as for too many writes in a short time. */
  | 'secondary-limit'
  /** 403 with `x-ratelimit-remaining: 0` and a reset in `retryAfterSeconds`. */
  | 'primary-limit'
  /** 404. */
  | 'not-found'
  /** 409. */
  | 'conflict'
  /** 422. */
  | 'unprocessable'
  /** 500, or the `status` given. */
  | 'server-error'
  /** The answer is right, but `delayMillis` late. */
  | 'slow'
  /** The connection ends and nothing was done. */
  | 'cut-before'
  /** It was done, then the connection ends: of the API before the answer, of Git in its middle. */
  | 'cut-after'
  /** It was done and the answer has no body. */
  | 'empty-body'
  /** A page for people with the `status` given (502), as a proxy says it; nothing was done. */
  | 'html';

export interface Fault {
  /** Git requests are met only by an operation that begins with `git`; `git` alone means all of them. */
  readonly match?: { readonly operation?: string; readonly method?: string };
  /** 1 when left out. */
  readonly times?: number;
  readonly kind: FaultKind;
  readonly retryAfterSeconds?: number;
  readonly delayMillis?: number;
  readonly status?: number;
}

export type Side = 'api' | 'git';

/** What a test makes go wrong. */
export interface Faults {
  /** The next `times` requests that match fail so. Faults are used up in the order they were added. */
  add(fault: Fault): void;
  /** Connections end without an answer until the returned function is called. */
  down(what?: 'all' | Side): () => void;
  clear(): void;
}

/** The servers' side of it. */
export interface FaultBook extends Faults {
  /** The fault for this request, which is thereby used once. */
  take(side: Side, request: { readonly operation: string; readonly method: string }): Fault | undefined;
  isDown(side: Side): boolean;
}

interface Entry {
  readonly fault: Fault;
  left: number;
}

/** `onDown` is called whenever the whole server goes away. */
export function createFaultBook(onDown: () => void): FaultBook {
  const outages = new Set<{ readonly what: 'all' | Side }>();
  let entries: readonly Entry[] = [];
  return {
    add(fault) {
      entries = [...entries, { fault, left: fault.times ?? 1 }];
    },
    down(what = 'all') {
      const outage = { what };
      outages.add(outage);
      if (what === 'all') onDown();
      return () => outages.delete(outage);
    },
    clear() {
      entries = [];
      outages.clear();
    },
    take(side, request) {
      const entry = entries.find(({ fault }) => matches(fault, side, request));
      if (entry === undefined) return undefined;
      entry.left -= 1;
      entries = entries.filter(({ left }) => left > 0);
      return entry.fault;
    },
    isDown: (side) => [...outages].some(({ what }) => what === 'all' || what === side),
  };
}

function matches(
  { match }: Fault,
  side: Side,
  request: { readonly operation: string; readonly method: string },
): boolean {
  if (match?.method !== undefined && match.method !== request.method) return false;
  const wanted = match?.operation;
  if (wanted === undefined) return side === 'api';
  return wanted === request.operation || (wanted === 'git' && side === 'git');
}
