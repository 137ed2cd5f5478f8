import { type Finding, ok, type Problem, problem } from './finding.ts';
import type { ProblemCode } from './problem-list.ts';

/** What came of speaking to a service; as the probe's port has it. */
type Handshake =
  | { readonly kind: 'answered'; readonly says: string; readonly hasLoggedIn: boolean }
  | { readonly kind: 'failed'; readonly cause: FailureCause; readonly detail: string };

type FailureCause =
  | 'unreachable'
  | 'silent'
  | 'stranger'
  | 'refused'
  | 'wants-login'
  | 'not-ready'
  | 'untrusted';

const CODES: Readonly<Record<FailureCause, ProblemCode>> = {
  unreachable: 'service-away',
  silent: 'service-silent',
  stranger: 'service-stranger',
  refused: 'service-refuses',
  'wants-login': 'service-wants-login',
  'not-ready': 'service-not-ready',
  untrusted: 'service-untrusted',
};

interface Asked {
  readonly name: string;
  /** As in `mariadb at 192.0.2.10:3306`. */
  readonly what: string;
  /** Why no login was tried though one is given; undefined where it was, or none is. */
  readonly withoutLogin: string | undefined;
}

/** A server that only wants the login that was held back is there. */
export function judgeHandshake({ name, what, withoutLogin }: Asked, shaken: Handshake): Finding {
  const about = { subject: name };
  const held = withoutLogin === undefined ? '' : ` No login was tried: ${withoutLogin}.`;
  if (shaken.kind === 'answered') {
    const login = shaken.hasLoggedIn ? ', and took the login' : '';
    return ok('services', `${name}, ${what}: ${shaken.says}${login}.${held}`, about);
  }
  if (shaken.cause === 'wants-login' && withoutLogin !== undefined) {
    return ok('services', `${name}, ${what}: it answers and wants a login.${held}`, about);
  }
  return problem(CODES[shaken.cause], `${name}, ${what}: ${shaken.detail}.`, about);
}

/** The value of `{{secret:NAME}}` is not on this host. */
export function secretMissing({ name, what }: Pick<Asked, 'name' | 'what'>, secret: string): Problem {
  const message = `${name}, ${what}: this host has no secret ${secret}.`;
  return problem('service-secret-missing', message, { subject: name });
}
