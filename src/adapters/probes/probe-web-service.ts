import type { Handshake, HandshakeFailure, ProbeLogin } from '../../ports/service-probe.ts';
import type { WebAnswer, WebProbe } from '../../ports/web-probe.ts';
import { FAILURE_TEXT } from './connection-failure.ts';

interface WebTarget {
  readonly kind: 'prometheus' | 'http';
  readonly url: string;
}

type Answered = Extract<WebAnswer, { kind: 'answered' }>;

/** Asks Prometheus whether it is ready and what it is, and any other address for its status. */
export async function probeWebService(
  { kind, url }: WebTarget,
  login: ProbeLogin | undefined,
  web: WebProbe,
): Promise<Handshake> {
  const headers = headersOf(login);
  const hasLoggedIn = login !== undefined;
  if (kind === 'http') {
    const answer = await web.get(url, headers);
    return failureOf(answer) ?? { kind: 'answered', says: statusText(answer), hasLoggedIn };
  }
  const base = url.replace(/\/{1,16}$/, '');
  const ready = await web.get(`${base}/-/ready`, headers);
  const failure = failureOf(ready);
  if (failure !== undefined) return failure;
  const built = await web.get(`${base}/api/v1/status/buildinfo`, headers);
  const says = versionOf(built);
  return says === undefined ? failed('stranger') : { kind: 'answered', says, hasLoggedIn };

  function failureOf(answer: WebAnswer): Handshake | undefined {
    if (answer.kind === 'failed') return failed(answer.cause);
    const { status } = answer;
    if (status === 401) return failed(hasLoggedIn ? 'refused' : 'wants-login');
    if (status === 403) return failed('refused');
    return status >= 400 ? notReady(answer) : undefined;
  }
}

function headersOf(login: ProbeLogin | undefined): Readonly<Record<string, string>> {
  if (login === undefined) return {};
  const text = `${login.user ?? ''}:${login.password?.reveal() ?? ''}`;
  return { authorization: `Basic ${Buffer.from(text).toString('base64')}` };
}

function versionOf(answer: WebAnswer): string | undefined {
  if (answer.kind === 'failed' || answer.status !== 200) return undefined;
  const [, version] = /"version"\s*:\s*"(\d{1,3}(?:\.\d{1,4}){1,3})[^"]{0,40}"/.exec(answer.body) ?? [];
  return version === undefined ? undefined : `Prometheus ${version}`;
}

function statusText(answer: WebAnswer): string {
  return answer.kind === 'answered' ? `status ${answer.status}` : '';
}

function notReady({ status }: Answered): Handshake {
  return { kind: 'failed', cause: 'not-ready', detail: `it answers with status ${status}` };
}

function failed(cause: HandshakeFailure): Handshake {
  return { kind: 'failed', cause, detail: FAILURE_TEXT[cause] };
}
