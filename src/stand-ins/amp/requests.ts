/** One request as the stand-in saw it. */
export interface AmpRequest {
  /** Such as `Core/Stop`; `unknown` for a path that is none of the API. */
  readonly method: string;
  /** InstanceName; undefined for the controller's own. */
  readonly instance: string | undefined;
  /** Of the session; undefined when there was none. */
  readonly login: string | undefined;
  /** How a session was sent, whether it was good or not. */
  readonly sessionBy: 'bearer' | 'body' | 'both' | 'none';
  /** 0 when the connection was cut. */
  readonly status: number;
  /** Milliseconds since 1970, by the stand-in's clock. */
  readonly at: number;
}

export interface AmpRequestLog {
  /** Oldest first. */
  list(): readonly AmpRequest[];
  clear(): void;
}

export interface WritableAmpRequestLog extends AmpRequestLog {
  add(request: AmpRequest): void;
}

/** Grows in place, since a simulated week asks a hundred thousand times. */
export function createAmpRequestLog(): WritableAmpRequestLog {
  const requests: AmpRequest[] = [];
  return {
    add: (request) => requests.push(request),
    list: () => [...requests],
    clear: () => requests.splice(0),
  };
}
