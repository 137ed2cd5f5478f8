import type { IncomingMessage } from 'node:http';

/** What a request asks for, before anything is checked. */
export interface Visit {
  /** Such as `Core/Stop`; undefined for a path that is none of the API. */
  readonly method: string | undefined;
  /** InstanceID that the path goes through. */
  readonly through: string | undefined;
  /** Of the body; undefined when it is no object. */
  readonly parameters: ReadonlyMap<string, unknown> | undefined;
  readonly bearer: string | undefined;
  /** SESSIONID of the body. */
  readonly bodySession: unknown;
  /** What is wrong with how it was sent. */
  readonly flaws: readonly string[];
}

const MAX_BYTES = 1024 * 1024;
const PATH = /^\/API\/(?:ADSModule\/Servers\/([^/]+)\/API\/)?([A-Za-z]+\/[A-Za-z0-9]+)$/;

/** Never throws for what was sent. */
export async function receive(incoming: IncomingMessage): Promise<Visit> {
  const [path = ''] = (incoming.url ?? '').split('?');
  const [, through, method] = PATH.exec(path) ?? [];
  const body = await readBody(incoming);
  const { SESSIONID: bodySession, ...parameters } = body ?? {};
  const { authorization = '', accept = '', 'content-type': type = '' } = incoming.headers;
  return {
    method,
    through,
    parameters: body === undefined ? undefined : new Map(Object.entries(parameters)),
    bearer: /^Bearer (\S+)$/.exec(authorization)?.[1],
    bodySession,
    flaws: [
      ...(incoming.method === 'POST' ? [] : [`${incoming.method} instead of POST`]),
      ...(body === undefined ? ['the body is no JSON object'] : []),
      ...(/json|text\/javascript/.test(accept) ? [] : ['does not accept JSON']),
      ...(type.startsWith('application/json') ? [] : ['the content type is not application/json']),
      ...(bodySession === undefined || typeof bodySession === 'string' ? [] : ['SESSIONID is no text']),
    ],
  };
}

async function readBody(incoming: IncomingMessage): Promise<Readonly<Record<string, unknown>> | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    size += chunk.length;
    if (size <= MAX_BYTES) chunks.push(chunk);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
