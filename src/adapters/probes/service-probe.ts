import type { ServiceTarget } from '../../core/model/service.ts';
import type { Handshake, ProbeLogin, ServiceProbe } from '../../ports/service-probe.ts';
import { connectionFailure, FAILURE_TEXT } from './connection-failure.ts';
import { openSocket, type SocketTarget } from './open-socket.ts';
import { probeMariadb } from './probe-mariadb.ts';
import { probeRedis } from './probe-redis.ts';
import { probeWebService } from './probe-web-service.ts';
import { createWebProbe } from './web-probe.ts';

export interface ServiceProbeOptions {
  /** For all of one handshake; 5 seconds when left out. */
  readonly timeoutMillis?: number;
}

const TIMEOUT_MILLIS = 5000;

export function createServiceProbe({
  timeoutMillis = TIMEOUT_MILLIS,
}: ServiceProbeOptions = {}): ServiceProbe {
  return {
    shakeHands: async (target, login) => {
      try {
        return await probe(target, login, timeoutMillis);
      } catch (error) {
        const cause = connectionFailure(error);
        return { kind: 'failed', cause, detail: FAILURE_TEXT[cause] };
      }
    },
  };
}

function probe(
  target: ServiceTarget,
  login: ProbeLogin | undefined,
  timeoutMillis: number,
): Promise<Handshake> {
  const signal = AbortSignal.timeout(timeoutMillis);
  switch (target.kind) {
    case 'mariadb':
      return probeMariadb(target, login, signal);
    case 'redis':
      return probeRedis(target, login, signal);
    case 'prometheus':
    case 'http':
      return probeWebService(target, login, createWebProbe({ timeoutMillis, now: () => 0 }));
    case 'tcp':
      return probeTcp(target, signal);
  }
}

async function probeTcp(target: SocketTarget, signal: AbortSignal): Promise<Handshake> {
  const socket = await openSocket(target, signal);
  socket.destroy();
  return {
    kind: 'answered',
    says: target.isEncrypted ? 'takes connections by TLS' : 'takes connections',
    hasLoggedIn: false,
  };
}
