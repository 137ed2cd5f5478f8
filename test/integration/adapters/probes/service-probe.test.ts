import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createServiceProbe } from '../../../../src/adapters/probes/index.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import type { ServiceTarget } from '../../../../src/core/model/service.ts';
import type { Handshake, ProbeLogin } from '../../../../src/ports/service-probe.ts';
import {
  hasMariadb,
  hasRedis,
  type RunningServer,
  startMariadb,
  startRedis,
} from '../../../support/database-servers.ts';
import { freePort } from '../../../support/free-port.ts';
import { selfSigned, serveHttp, serveHttps, serveTcp } from '../../../support/odd-servers.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const CANARY = 'canary-password-7f3a';
const WRONG = 'canary-wrong-91bc';
const probe = createServiceProbe({ timeoutMillis: 4000 });
/** For what never answers. */
const impatient = createServiceProbe({ timeoutMillis: 500 });

type Kind = 'mariadb' | 'redis' | 'tcp';

function targetOf(kind: Kind, port: number, isEncrypted = false): ServiceTarget {
  const where = { address: { host: '127.0.0.1', port }, isEncrypted };
  return kind === 'tcp' ? { kind, ...where } : { kind, ...where, login: undefined };
}

function shake(kind: Kind, port: number, login?: ProbeLogin, isEncrypted = false): Promise<Handshake> {
  return probe.shakeHands(targetOf(kind, port, isEncrypted), login);
}

const as = (user: string | undefined, password: string): ProbeLogin => ({
  user,
  password: new Secret(password),
});

/** Nothing that a probe gives back may hold what it was given to log in. */
function failureOf(shaken: Handshake): string {
  expect(JSON.stringify(shaken)).not.toMatch(/canary/);
  return shaken.kind === 'failed' ? shaken.cause : `answered: ${shaken.says}`;
}

describe.skipIf(!hasMariadb)('a real MariaDB', () => {
  let server: RunningServer;
  beforeAll(async () => {
    server = await startMariadb({ users: { plan: CANARY } });
  }, 60_000);
  afterAll(() => server.stop());

  it('takes a login that is right', async () => {
    expect(await shake('mariadb', server.port, as('plan', CANARY))).toEqual({
      kind: 'answered',
      says: expect.stringMatching(/^MariaDB 1\d\.\d+\.\d+$/),
      hasLoggedIn: true,
    });
  });

  it('refuses a password that is wrong, and a user that it does not know', async () => {
    expect(failureOf(await shake('mariadb', server.port, as('plan', WRONG)))).toBe('refused');
    expect(failureOf(await shake('mariadb', server.port, as('nobody', CANARY)))).toBe('refused');
    expect(failureOf(await shake('mariadb', server.port, { user: 'plan', password: undefined }))).toBe(
      'refused',
    );
  });

  it('tells its version without a login', async () => {
    expect(await shake('mariadb', server.port)).toMatchObject({ kind: 'answered', hasLoggedIn: false });
  });

  it('is no Redis and no web server', async () => {
    expect(failureOf(await shake('redis', server.port))).toBe('stranger');
    const url = `http://127.0.0.1:${server.port}/`;
    expect(failureOf(await probe.shakeHands({ kind: 'http', url, login: undefined }, undefined))).toBe(
      'stranger',
    );
  });

  it('is not logged in to without TLS where TLS is asked for', async () => {
    expect(failureOf(await shake('mariadb', server.port, as('plan', CANARY), true))).toBe('untrusted');
  });
});

describe.skipIf(!hasRedis)('a real Redis', () => {
  let open: RunningServer;
  let closed: RunningServer;
  beforeAll(async () => {
    [open, closed] = await Promise.all([startRedis(), startRedis(CANARY)]);
  }, 60_000);
  afterAll(() => Promise.all([open.stop(), closed.stop()]));

  it('answers without a password where it wants none', async () => {
    expect(failureOf(await shake('redis', open.port))).toMatch(/^answered: Redis \d+\.\d+\.\d+$/);
  });

  it('says that a password is one too many', async () => {
    expect(await shake('redis', open.port, as(undefined, CANARY))).toEqual({
      kind: 'failed',
      cause: 'refused',
      detail: 'a password is given, and it has none',
    });
  });

  it('takes the right password, alone or with the user', async () => {
    expect(await shake('redis', closed.port, as(undefined, CANARY))).toMatchObject({ hasLoggedIn: true });
    expect(await shake('redis', closed.port, as('default', CANARY))).toMatchObject({ hasLoggedIn: true });
  });

  it('wants a password, and the right one', async () => {
    expect(failureOf(await shake('redis', closed.port))).toBe('wants-login');
    expect(failureOf(await shake('redis', closed.port, as(undefined, WRONG)))).toBe('refused');
  });

  it('is no MariaDB', async () => {
    expect(failureOf(await impatient.shakeHands(targetOf('mariadb', open.port), as('plan', CANARY)))).toBe(
      'silent',
    );
  });
});

describe('what is no such service', () => {
  it.each<Kind>(['mariadb', 'redis', 'tcp'])('finds a port closed for %s', async (kind) => {
    expect(failureOf(await shake(kind, await freePort(), undefined))).toBe('unreachable');
  });

  it.each<Kind>(['mariadb', 'redis'])('does not wait for a port that says nothing, for %s', async (kind) => {
    const port = await serveTcp(() => undefined);
    const since = performance.now();
    expect(failureOf(await impatient.shakeHands(targetOf(kind, port), as('plan', CANARY)))).toBe('silent');
    expect(performance.now() - since).toBeLessThan(3000);
  });

  it('does not wait for a login that is never answered', async () => {
    // The greeting of a server as MariaDB's own, and nothing after it.
    const port = await serveTcp((socket) => socket.write(GREETING));
    expect(failureOf(await impatient.shakeHands(targetOf('mariadb', port), as('plan', CANARY)))).toBe(
      'silent',
    );
  });

  it('survives a server that talks nonsense after MariaDB’s greeting', async () => {
    for (const first of [0x00, 0x01, 0xfe, 0xff]) {
      const nonsense = Buffer.from([7, 0, 0, 2, first, 0xfc, 0xff, 0xff, 0xff, 0xff, 0xff]);
      const port = await serveTcp((socket) => {
        socket.write(GREETING);
        socket.on('data', () => socket.end(nonsense));
      });
      expect(await impatient.shakeHands(targetOf('mariadb', port), as('plan', CANARY))).toMatchObject({
        kind: 'failed',
      });
    }
  });

  it.each<[Kind, string]>([
    ['mariadb', 'SSH-2.0-OpenSSH_9.2p1\r\n'],
    ['mariadb', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['redis', 'SSH-2.0-OpenSSH_9.2p1\r\n'],
    ['redis', '+NOTPONG\r\n'],
    ['redis', '$999999999999\r\n'],
    ['redis', `+${'x'.repeat(2000)}`],
  ])('knows for %s that %j is something else', async (kind, banner) => {
    const port = await serveTcp((socket) => socket.write(banner));
    expect(failureOf(await shake(kind, port))).toBe('stranger');
  });

  it('does not read for ever from a port that never ends', async () => {
    const port = await serveTcp((socket) => {
      const pour = (): void => {
        while (!socket.destroyed && socket.write(Buffer.alloc(64 * 1024, 0x2b)));
      };
      socket.on('drain', pour);
      pour();
    });
    expect(failureOf(await shake('redis', port))).toBe('stranger');
    expect(failureOf(await shake('mariadb', port))).toBe('stranger');
  });

  it('knows a host that may not log in, and one that is full', async () => {
    const error = (errno: number) => {
      const body = Buffer.concat([Buffer.of(0xff, errno & 0xff, errno >> 8), Buffer.from('#HY000no')]);
      return Buffer.concat([Buffer.of(body.length, 0, 0, 0), body]);
    };
    const refusing = await serveTcp((socket) => socket.end(error(1130)));
    const full = await serveTcp((socket) => socket.end(error(1040)));
    expect(failureOf(await shake('mariadb', refusing))).toBe('refused');
    expect(failureOf(await shake('mariadb', full))).toBe('not-ready');
  });

  it('finds a name that is none', async () => {
    const address = { host: 'nowhere.invalid', port: 3306 };
    const shaken = await probe.shakeHands({ kind: 'tcp', address, isEncrypted: false }, undefined);
    expect(failureOf(shaken)).toBe('unreachable');
  });
});

describe('web services', () => {
  const prometheus = (url: string, login?: ProbeLogin) =>
    probe.shakeHands({ kind: 'prometheus', url, login: undefined }, login);
  const http = (url: string, login?: ProbeLogin) =>
    probe.shakeHands({ kind: 'http', url, login: undefined }, login);

  it('asks Prometheus whether it is ready and what it is', async () => {
    const asked: string[] = [];
    const port = await serveHttp((request, response) => {
      asked.push(request.url ?? '');
      response.end(
        request.url === '/base/-/ready' ? 'ready' : '{"status":"success","data":{"version":"2.42.0"}}',
      );
    });
    expect(failureOf(await prometheus(`http://127.0.0.1:${port}/base/`))).toBe('answered: Prometheus 2.42.0');
    expect(asked).toEqual(['/base/-/ready', '/base/api/v1/status/buildinfo']);
  });

  it('knows a Prometheus that is not ready, and a server that is none', async () => {
    const busy = await serveHttp((_request, response) => response.writeHead(503).end());
    const other = await serveHttp((_request, response) => response.end('hello'));
    expect(await prometheus(`http://127.0.0.1:${busy}`)).toMatchObject({
      cause: 'not-ready',
      detail: 'it answers with status 503',
    });
    expect(failureOf(await prometheus(`http://127.0.0.1:${other}`))).toBe('stranger');
  });

  it('wants a login, takes the right one and refuses another', async () => {
    const right = `Basic ${Buffer.from(`plan:${CANARY}`).toString('base64')}`;
    const port = await serveHttp((request, response) => {
      response.writeHead(request.headers.authorization === right ? 200 : 401).end();
    });
    const url = `http://127.0.0.1:${port}/`;
    expect(failureOf(await http(url))).toBe('wants-login');
    expect(failureOf(await http(url, as('plan', WRONG)))).toBe('refused');
    expect(await http(url, as('plan', CANARY))).toEqual({
      kind: 'answered',
      says: 'status 200',
      hasLoggedIn: true,
    });
  });

  it('sends no login on to another address', async () => {
    const visits: string[] = [];
    const other = await serveHttp((request, response) => {
      visits.push(request.headers.authorization ?? '');
      response.end();
    });
    const port = await serveHttp((_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${other}/` }).end(),
    );
    expect(failureOf(await http(`http://127.0.0.1:${port}/`, as('plan', CANARY)))).toBe(
      'answered: status 302',
    );
    expect(visits).toEqual([]);
  });

  it('does not trust a certificate that signs itself, or one that has ended', async () => {
    const folder = temporaryFolder();
    for (const days of [30, -3]) {
      const port = await serveHttps(selfSigned(folder, days), (_request, response) => response.end());
      expect(failureOf(await http(`https://localhost:${port}/`))).toBe('untrusted');
      expect(failureOf(await shake('tcp', port, undefined, true))).toBe('untrusted');
    }
  });
});

const GREETING = (() => {
  const body = Buffer.concat([
    Buffer.of(10),
    Buffer.from('5.5.5-10.11.6-MariaDB\0'),
    Buffer.from([1, 0, 0, 0]),
    Buffer.from('abcdefgh\0'),
    Buffer.from([0xfe, 0xf7, 0x2d, 2, 0, 0xff, 0x81, 21]),
    Buffer.alloc(10),
    Buffer.from('abcdefghijkl\0mysql_native_password\0'),
  ]);
  return Buffer.concat([Buffer.of(body.length, 0, 0, 0), body]);
})();
