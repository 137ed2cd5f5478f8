/** One request as a server saw it. */
export interface LoggedRequest {
  /** As GitHub's description names it, or `git/ls-refs`, `git/fetch`, `git/push` and `git/info`; `unknown` else. */
  readonly operation: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** 0 when the connection was cut. */
  readonly status: number;
  /** Of the token; undefined when it was refused or none was sent. */
  readonly login: string | undefined;
  /** Whether it used up quota; an answer 304 does not. */
  readonly counted: boolean;
  readonly isWrite: boolean;
  /** Milliseconds since 1970, by the stand-in's clock. */
  readonly at: number;
}

export interface RequestLog {
  /** Oldest first. */
  list(): readonly LoggedRequest[];
  clear(): void;
}

export interface WritableRequestLog extends RequestLog {
  add(request: LoggedRequest): void;
}

export function createRequestLog(): WritableRequestLog {
  let requests: readonly LoggedRequest[] = [];
  return {
    add: (request) => {
      requests = [...requests, request];
    },
    list: () => requests,
    clear: () => {
      requests = [];
    },
  };
}
