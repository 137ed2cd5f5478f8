import type { Caller } from './records.ts';

/** One request that fits GitHub's description, from somebody known. */
export interface Call {
  readonly operation: string;
  readonly caller: Caller;
  readonly params: ReadonlyMap<string, string>;
  readonly query: URLSearchParams;
  readonly body: ReadonlyMap<string, unknown>;
  /** With its query, below the API's address. */
  readonly path: string;
}

export interface Answer {
  readonly status: number;
  /** Undefined: no body. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The path's number; the description promised that it is one. */
export function numberIn(call: Call, name: string): number {
  return Number(call.params.get(name));
}

export function nameIn(call: Call, name: string): string {
  return call.params.get(name) ?? '';
}

/** A text of the body; undefined when it is absent or null. */
export function textIn(call: Call, name: string): string | undefined {
  const value = call.body.get(name);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

export function ok(body: unknown): Answer {
  return { status: 200, body };
}

export function created(body: unknown): Answer {
  return { status: 201, body };
}

export function noContent(): Answer {
  return { status: 204, body: undefined };
}
