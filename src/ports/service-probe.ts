import type { Secret } from '../core/model/secret.ts';
import type { ServiceTarget } from '../core/model/service.ts';

/** What came of speaking to a service in its own protocol. */
export type Handshake =
  | {
      readonly kind: 'answered';
      /** What it says of itself, such as `MariaDB 10.11.6`; foreign text, at most 200 characters. */
      readonly says: string;
      readonly hasLoggedIn: boolean;
    }
  | {
      readonly kind: 'failed';
      readonly cause: HandshakeFailure /** Constant text. */;
      readonly detail: string;
    };

export type HandshakeFailure =
  /** Nothing listens, the name is unknown, or the network has no way. */
  | 'unreachable'
  /** No answer in time. */
  | 'silent'
  /** Something else than such a service answers. */
  | 'stranger'
  /** The login is wrong, or this host may not log in. */
  | 'refused'
  | 'wants-login'
  | 'not-ready'
  | 'untrusted';

/** With what to log in; undefined: the greeting alone. */
export interface ProbeLogin {
  readonly user: string | undefined;
  readonly password: Secret<string> | undefined;
}

/** Speaks to a service for a few seconds and leaves nothing behind. Never throws; its texts hold no secret. */
export interface ServiceProbe {
  shakeHands(target: ServiceTarget, login: ProbeLogin | undefined): Promise<Handshake>;
}
