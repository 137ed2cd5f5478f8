import type { Secret } from '../core/model/secret.ts';
import { type ApiSources, createApi } from './api/api.ts';
import { createGuard, type Refusal } from './guard.ts';
import { type HealthSource, healthReply, readyReply } from './health.ts';
import { showPage } from './page/show-page.ts';
import { type AnswerPage, type PageRequest, type Reply, textReply } from './reply.ts';

export interface PageSources {
  readonly health: HealthSource;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
  readonly api: ApiSources;
}

const LONGEST_URL = 2048;

const REFUSALS: Readonly<Record<Exclude<Refusal, undefined>, Reply>> = {
  token: textReply(401, 'a token is needed', { 'www-authenticate': 'Bearer' }),
  host: textReply(421, 'asked under a name that is not this host: ask 127.0.0.1, or set http.token'),
};

/** Answers everything but the webhook: health to anybody, the rest to whoever may ask. Nothing here changes anything. */
export function createPageAnswerer(sources: PageSources, token: Secret<string> | undefined): AnswerPage {
  const guard = createGuard(token);
  const api = createApi(sources.api);
  return async (request) => {
    const url = addressOf(request);
    if (url === undefined) return textReply(400, 'no address of this server');
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    if (!isRead) return textReply(405, 'only GET and HEAD', { allow: 'GET, HEAD' });
    if (url.pathname === '/healthz') return healthReply(sources.health);
    if (url.pathname === '/readyz') return readyReply(sources.health);
    const refusal = guard(request);
    if (refusal !== undefined) return REFUSALS[refusal];
    if (url.pathname === '/') return showPage(sources.api);
    if (url.pathname === '/metrics') return metricsReply(sources);
    return (await api(url)) ?? textReply(404, 'not found');
  };
}

async function metricsReply({ metrics }: PageSources): Promise<Reply> {
  const { contentType, text } = await metrics();
  return { status: 200, contentType, body: text };
}

/** Undefined for what is no plain path, such as an address of another server. */
function addressOf({ url }: PageRequest): URL | undefined {
  if (!url.startsWith('/') || url.length > LONGEST_URL) return undefined;
  const whole = `http://localhost${url}`;
  return URL.canParse(whole) ? new URL(whole) : undefined;
}
