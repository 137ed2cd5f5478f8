/** What goes wrong with a request. */
export type AmpFaultKind =
  /** A page for people with status 502, as a reverse proxy says it; nothing was done. */
  | 'html-502'
  /** It was done, and the answer comes `delayMillis` (real time) late. */
  | 'slow'
  /** It was done and the answer has no body. */
  | 'empty'
  /** It was done and the answer breaks off in its middle. */
  | 'torn'
  /** It was done and the answer is 32 MiB long. */
  | 'huge'
  /** `{Status: false, Reason}`; nothing was done. */
  | 'status-false'
  /** `{Title, Message, StackTrace}`; nothing was done. */
  | 'exception'
  /** `false`; nothing was done. */
  | 'bare-false'
  /** As if the session were gone; nothing was done. */
  | 'no-session'
  /** The connection ends; nothing was done. */
  | 'hang-up'
  /** It was done, then the connection ends. */
  | 'hang-up-after'
  /** A login answers result 0; other requests are not met by it. */
  | 'refuse-login';

export interface AmpFault {
  readonly kind: AmpFaultKind;
  /** Every request when left out. */
  readonly match?: {
    /** Such as `Core/Stop`. */
    readonly method?: string;
    /** InstanceName. */
    readonly instance?: string;
    readonly layer?: 'controller' | 'instance';
  };
  /** 1 when left out. */
  readonly times?: number | 'forever';
  readonly delayMillis?: number;
}

/** What a test makes go wrong. */
export interface AmpFaults {
  /** The next `times` requests that match fail so. Faults are used up in the order they were added. */
  add(fault: AmpFault): void;
  /** Connections end without an answer until the returned function is called. */
  down(): () => void;
  clear(): void;
}

/** The server's side of it. */
export interface AmpFaultBook extends AmpFaults {
  /** The fault for this request, which is thereby used once. */
  take(method: string, instance: string | undefined): AmpFault | undefined;
  isDown(): boolean;
}

interface Entry {
  readonly fault: AmpFault;
  left: number;
}

export function createAmpFaults(): AmpFaultBook {
  const outages = new Set<object>();
  let entries: readonly Entry[] = [];
  return {
    add(fault) {
      const left = fault.times === 'forever' ? Number.POSITIVE_INFINITY : (fault.times ?? 1);
      entries = [...entries, { fault, left }];
    },
    down() {
      const outage = {};
      outages.add(outage);
      return () => outages.delete(outage);
    },
    clear() {
      entries = [];
      outages.clear();
    },
    take(method, instance) {
      const entry = entries.find(({ fault }) => meets(fault, method, instance));
      if (entry === undefined) return undefined;
      entry.left -= 1;
      entries = entries.filter(({ left }) => left > 0);
      return entry.fault;
    },
    isDown: () => outages.size > 0,
  };
}

function meets({ kind, match = {} }: AmpFault, method: string, instance: string | undefined): boolean {
  if (kind === 'refuse-login' && method !== 'Core/Login') return false;
  const layer = instance === undefined ? 'controller' : 'instance';
  return (
    (match.method ?? method) === method &&
    (match.instance ?? instance) === instance &&
    (match.layer ?? layer) === layer
  );
}
