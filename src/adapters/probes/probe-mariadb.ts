import type { Socket } from 'node:net';
import type { Handshake, HandshakeFailure, ProbeLogin } from '../../ports/service-probe.ts';
import { codeOf, connectionFailure, FAILURE_TEXT } from './connection-failure.ts';
import { readBytes } from './first-bytes.ts';
import { openSocket, type SocketTarget, TimeoutError } from './open-socket.ts';
import { type Greeting, readGreeting } from './read-greeting.ts';

/** Reads the greeting and logs in with what is given; without a login the greeting will do. */
export async function probeMariadb(
  { address, isEncrypted }: SocketTarget,
  login: ProbeLogin | undefined,
  signal: AbortSignal,
): Promise<Handshake> {
  // TLS begins after the greeting, by MariaDB's own protocol.
  const socket = await openSocket({ address, isEncrypted: false }, signal);
  try {
    const bytes = await readBytes(socket, (read) => readGreeting(read).kind !== 'short', signal);
    const greeting = readGreeting(bytes);
    if (greeting.kind !== 'welcome') return failed(...greetingFailure(greeting));
    if (login === undefined) return { kind: 'answered', says: greeting.version, hasLoggedIn: false };
    // Its own reader begins with the greeting once more.
    socket.unshift(bytes);
    await logIn(socket, { ...login, host: isEncrypted ? address.host : undefined }, signal);
    return { kind: 'answered', says: greeting.version, hasLoggedIn: true };
  } catch (error) {
    return failed(...loginFailure(error));
  } finally {
    socket.destroy();
  }
}

interface MariadbLogin extends ProbeLogin {
  /** The name that the certificate must be for; undefined without TLS. */
  readonly host: string | undefined;
}

async function logIn(socket: Socket, login: MariadbLogin, signal: AbortSignal): Promise<void> {
  const { default: mysql } = await import('mysql2');
  const connection = mysql.createConnection({
    stream: socket,
    user: login.user ?? '',
    password: login.password?.reveal() ?? '',
    // The server may not ask for files of this host.
    flags: ['-LOCAL_FILES'],
    ...(login.host === undefined
      ? {}
      : { ssl: { rejectUnauthorized: true, verifyIdentity: true }, host: login.host }),
  });
  try {
    // It was paused after the greeting.
    socket.resume();
    await new Promise<void>((resolve, reject) => {
      const stop = (): void => reject(new TimeoutError());
      signal.addEventListener('abort', stop);
      if (signal.aborted) stop();
      const fail = (error: unknown): void => reject(codeOf(error) === '' ? new StrangeAnswer() : error);
      connection.on('error', fail);
      connection.query('SELECT 1', (error) => (error === null ? resolve() : fail(error)));
    });
    connection.end();
  } finally {
    connection.destroy();
  }
}

/** Its client gives no code to what it can't make sense of. */
class StrangeAnswer extends Error {
  readonly code = 'EPROTO';
}

const NOT_READY: readonly number[] = [1040, 1053, 1203];
const TOO_MANY = 'it has too many connections, or is shutting down';
const NOT_FROM_HERE = 'it does not let this host log in';

function greetingFailure(greeting: Exclude<Greeting, { kind: 'welcome' }>): [HandshakeFailure, string] {
  if (greeting.kind !== 'error') return ['stranger', FAILURE_TEXT.stranger];
  return NOT_READY.includes(greeting.errno) ? ['not-ready', TOO_MANY] : ['refused', NOT_FROM_HERE];
}

/** By the number of MariaDB's error, which its client passes on, or by the connection's own. */
function loginFailure(error: unknown): [HandshakeFailure, string] {
  const errno = error instanceof Error && 'errno' in error ? Number(error.errno) : 0;
  if (NOT_READY.includes(errno)) return ['not-ready', TOO_MANY];
  if (errno >= 1000) return ['refused', FAILURE_TEXT.refused];
  const code = codeOf(error);
  if (code.startsWith('AUTH_') || code === 'ER_ACCESS_DENIED_ERROR') return ['refused', FAILURE_TEXT.refused];
  if (code.startsWith('HANDSHAKE_')) return ['untrusted', FAILURE_TEXT.untrusted];
  const cause = connectionFailure(error);
  return [cause, FAILURE_TEXT[cause]];
}

function failed(cause: HandshakeFailure, detail: string): Handshake {
  return { kind: 'failed', cause, detail };
}
