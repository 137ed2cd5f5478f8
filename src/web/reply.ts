/** What is answered to a request. */
export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as far as pages look at it. */
export interface PageRequest {
  readonly method: string;
  /** As it was sent; not yet known to be any address of ours. */
  readonly url: string;
  readonly host: string;
  /** Undefined where there is none. */
  readonly authorization: string | undefined;
}

/** Answers what is no webhook. Never rejects for anything that a request may hold. */
export type AnswerPage = (request: PageRequest) => Promise<Reply>;

/** One line of text. */
export function textReply(status: number, text: string, headers: Reply['headers'] = {}): Reply {
  return { status, contentType: 'text/plain; charset=utf-8', body: `${text}\n`, headers };
}

export function jsonReply(status: number, value: unknown): Reply {
  return {
    status,
    contentType: 'application/json; charset=utf-8',
    body: `${JSON.stringify(value, undefined, 2)}\n`,
  };
}
