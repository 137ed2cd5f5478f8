import type { Socket } from 'node:net';
import type { Handshake, HandshakeFailure, ProbeLogin } from '../../ports/service-probe.ts';
import { FAILURE_TEXT } from './connection-failure.ts';
import { readBytes } from './first-bytes.ts';
import { openSocket, type SocketTarget } from './open-socket.ts';
import { encodeCommand, type RedisReply, readReply } from './resp.ts';

/** Logs in with what is given, and has PING answered. */
export async function probeRedis(
  target: SocketTarget,
  login: ProbeLogin | undefined,
  signal: AbortSignal,
): Promise<Handshake> {
  const socket = await openSocket(target, signal);
  const ask = (...words: readonly string[]) => askRedis(socket, words, signal);
  try {
    if (login !== undefined) {
      const refusal = failureOf(await ask('AUTH', ...wordsOf(login)), 'OK');
      if (refusal !== undefined) return refusal;
    }
    const failure = failureOf(await ask('PING'), 'PONG');
    if (failure !== undefined) return failure;
    return { kind: 'answered', says: await versionOf(ask), hasLoggedIn: login !== undefined };
  } finally {
    socket.destroy();
  }
}

function wordsOf({ user, password }: ProbeLogin): readonly string[] {
  const secret = password?.reveal() ?? '';
  return user === undefined ? [secret] : [user, secret];
}

async function askRedis(socket: Socket, words: readonly string[], signal: AbortSignal): Promise<RedisReply> {
  socket.write(encodeCommand(...words));
  return readReply(await readBytes(socket, (bytes) => readReply(bytes).kind !== 'short', signal));
}

/** A role that may not see it is no failure. */
async function versionOf(ask: (...words: readonly string[]) => Promise<RedisReply>): Promise<string> {
  const reply = await ask('INFO', 'server');
  const text = reply.kind === 'text' ? reply.text : '';
  const [, version] = /^redis_version:(\d{1,3}(?:\.\d{1,4}){0,3})\s/m.exec(text) ?? [];
  return version === undefined ? 'Redis' : `Redis ${version}`;
}

const BY_WORD: ReadonlyMap<string, HandshakeFailure> = new Map([
  ['NOAUTH', 'wants-login'],
  ['WRONGPASS', 'refused'],
  ['NOPERM', 'refused'],
  ['DENIED', 'refused'],
  ['ERR', 'refused'],
  ['LOADING', 'not-ready'],
  ['MASTERDOWN', 'not-ready'],
]);

function failureOf(reply: RedisReply, wanted: string): Handshake | undefined {
  if (reply.kind === 'text') return reply.text === wanted ? undefined : failed('stranger');
  if (reply.kind !== 'error') return failed('stranger');
  const cause = BY_WORD.get(reply.word) ?? 'stranger';
  if (/without any password configured/.test(reply.rest)) {
    return { kind: 'failed', cause: 'refused', detail: 'a password is given, and it has none' };
  }
  return failed(cause);
}

function failed(cause: HandshakeFailure): Handshake {
  return { kind: 'failed', cause, detail: FAILURE_TEXT[cause] };
}
