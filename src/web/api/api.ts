import { TransientError } from '../../core/model/errors.ts';
import { jsonReply, type Reply } from '../reply.ts';
import { describeApi } from './describe-api.ts';
import { readQuery } from './query.ts';
import { ROUTES, type Route } from './routes.ts';
import type { ApiSources } from './sources.ts';

export type { ApiSources } from './sources.ts';

export const API_BASE = '/api/v1';
/** Store-backed answers that may be under way at once. */
const MOST_AT_ONCE = 4;
const PATIENCE_MILLIS = 8_000;

/** Answers what lies below `/api/v1`; undefined for everything else. */
export function createApi(sources: ApiSources): (url: URL) => Promise<Reply | undefined> {
  let underWay = 0;
  let description: Reply | undefined;
  return async (url) => {
    if (!url.pathname.startsWith(`${API_BASE}/`)) return undefined;
    const path = url.pathname.slice(API_BASE.length);
    if (path === '/openapi.json') {
      description ??= jsonReply(200, describeApi());
      return description;
    }
    const match = findRoute(path);
    if (match === undefined) return failure(404, 'not-found', 'there is nothing at this address');
    if (underWay >= MOST_AT_ONCE) return failure(503, 'busy', 'too much is asked at once: ask again');
    underWay += 1;
    try {
      return await answerRoute(sources, match, url.searchParams);
    } finally {
      underWay -= 1;
    }
  };
}

interface Match {
  readonly route: Route;
  readonly name: string;
}

async function answerRoute(
  sources: ApiSources,
  { route, name }: Match,
  query: URLSearchParams,
): Promise<Reply> {
  const read = route.isPaged || query.size === 0 ? readQuery(query, route.filters) : NO_QUERY;
  if (read.kind === 'wrong') return failure(400, 'bad-query', read.message);
  try {
    const value = await withPatience(route.answer(sources, { ...read, name }));
    return value === undefined
      ? failure(404, 'not-found', 'there is none of this name')
      : jsonReply(200, value);
  } catch (error) {
    if (error instanceof TransientError)
      return failure(503, 'store-away', 'the store can’t be asked at present');
    throw error;
  }
}

const NO_QUERY = { kind: 'wrong', message: 'this address takes no parameters' } as const;

function findRoute(path: string): Match | undefined {
  const exact = ROUTES.find((route) => route.path === path);
  if (exact !== undefined) return { route: exact, name: '' };
  const end = path.lastIndexOf('/');
  const route = ROUTES.find((one) => one.path.startsWith(`${path.slice(0, end)}/{`));
  const name = decoded(path.slice(end + 1));
  return route === undefined || name === undefined ? undefined : { route, name };
}

/** Undefined for what can't be a name. */
function decoded(text: string): string | undefined {
  try {
    const name = decodeURIComponent(text);
    return /^[A-Za-z0-9_.-]{1,150}(?:\/[A-Za-z0-9_-]{1,64})?$/.test(name) ? name : undefined;
  } catch {
    return undefined;
  }
}

async function withPatience<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(TOO_LATE), PATIENCE_MILLIS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

const TOO_LATE = new TransientError('the store gives no answer in time', 'Ask again later.');

function failure(status: number, code: string, message: string): Reply {
  return jsonReply(status, { error: { code, message } });
}
