/** Signals that an agent obeys; more than one of a kind may come. */
export interface AgentSignals {
  /** Somebody wants a pass now. */
  onHangUp(listener: () => void): void;
  /** The running step shall be finished, and no other begun. */
  onTerminate(listener: () => void): void;
}

export interface Termination {
  readonly isAsked: () => boolean;
  /** Resolves at the first signal. */
  readonly asked: Promise<void>;
}

/** Remembers the first request to end; those after it change nothing. */
export function watchTermination(signals: AgentSignals, onFirst: () => void): Termination {
  let isAsked = false;
  const asked = new Promise<void>((resolve) => {
    signals.onTerminate(() => {
      if (isAsked) return;
      isAsked = true;
      onFirst();
      resolve();
    });
  });
  return { isAsked: () => isAsked, asked };
}
