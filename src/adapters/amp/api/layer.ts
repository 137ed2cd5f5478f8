import type { MistakeError } from '../../../core/model/errors.ts';
import type { Secret } from '../../../core/model/secret.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { AmpHttp } from './amp-http.ts';
import { type Call, LOGIN, type Params } from './call.ts';
import { judgeLogin } from './judge-login.ts';
import { type Answer, judgeReply } from './judge-reply.ts';
import { createLoginPause } from './login-pause.ts';

/** Where a session stands: the header Authorization, as AMP wants it since 2.8, the body, as every version takes it, or both. */
export type SessionPlace = 'header' | 'body' | 'both';

/** Told apart by identity: another object is another login. */
export interface Session {
  readonly id: Secret<string>;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** What came of entering a layer. */
export type Entry =
  | { readonly kind: 'entered'; readonly session: Session }
  /** The instance's own part of AMP is down. */
  | { readonly kind: 'unavailable' };

/**
 * One of AMP's layers, each with a login of its own: the controller, or one instance behind it. A session of one is
 * nothing to another.
 */
export interface Layer {
  /** The session in force, or that of a new login; all who ask meanwhile wait for the same one. */
  enter(): Promise<Entry>;
  /** Forgets a session, unless another is in force already. */
  leave(session: Session): void;
  /** Forgets one of more than a minute, since what it may see and do was fixed at its login. */
  leaveOld(session: Session): void;
  /** Forgets the session in force, whichever it is. */
  leaveAny(): void;
  send(session: Session, call: Call, params: Params): Promise<Answer>;
}

export interface Account {
  readonly username: string;
  readonly password: Secret<string>;
}

export interface LayerOptions {
  readonly http: AmpHttp;
  readonly account: Account;
  readonly clock: Clock;
  /** What `Module/Method` is put behind; ends with a slash. */
  readonly baseUrl: string;
  readonly sessionPlace: SessionPlace;
  /** After AMP refused a login. */
  readonly onRefused?: () => void;
}

const OLD_MILLIS = 60_000;

/** True where a new login could show more. */
export function isOld(session: Session, clock: Clock): boolean {
  return clock.now() - session.since >= OLD_MILLIS;
}

export function createLayer(options: LayerOptions): Layer {
  let current: Session | undefined;
  let entering: Promise<Entry> | undefined;
  const login = createLogin(options);
  const enterAnew = async (): Promise<Entry> => {
    try {
      const entry = await login();
      if (entry.kind === 'entered') current = entry.session;
      return entry;
    } finally {
      entering = undefined;
    }
  };
  const leave = (session: Session): void => {
    if (current === session) current = undefined;
  };
  return {
    enter: async () => {
      if (current !== undefined) return { kind: 'entered', session: current };
      entering ??= enterAnew();
      return entering;
    },
    leave,
    leaveOld: (session) => {
      if (isOld(session, options.clock)) leave(session);
    },
    leaveAny: () => {
      current = undefined;
    },
    send: async (session, call, params) => {
      const id = session.id.reveal();
      const place = options.sessionPlace;
      const reply = await options.http({
        url: `${options.baseUrl}${call.method}`,
        authorization: place === 'body' ? undefined : `Bearer ${id}`,
        body: place === 'header' ? params : { ...params, SESSIONID: id },
        isRepeatable: call.isRepeatable,
      });
      return judgeReply(reply);
    },
  };
}

function createLogin(options: LayerOptions): () => Promise<Entry> {
  const { http, account, clock, baseUrl, onRefused } = options;
  const pause = createLoginPause(clock);
  return async () => {
    pause.assertOver();
    // AMP fails over a missing field, so that the empty ones are sent as well.
    const body = {
      username: account.username,
      password: account.password.reveal(),
      token: '',
      rememberMe: false,
    };
    const url = `${baseUrl}${LOGIN.method}`;
    const reply = await http({ url, authorization: undefined, body, isRepeatable: false });
    const result = judgeLogin(judgeReply(reply));
    if (result.kind === 'unavailable') return result;
    if (result.kind === 'refused') throw refuse(result.error);
    pause.end();
    return { kind: 'entered', session: { id: result.id, since: clock.now() } };
  };

  function refuse(refusal: () => MistakeError): MistakeError {
    pause.begin(refusal);
    onRefused?.();
    return refusal();
  }
}
