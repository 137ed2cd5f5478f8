import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createPlainServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createServer, type TLSSocket } from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readCertificate } from '../../../src/adapters/net/index.ts';
import { createTelemetry } from '../../../src/adapters/telemetry/index.ts';
import { watchCertificates } from '../../../src/agent/watch-certificates.ts';
import { temporaryFolder } from '../adapters/temporary-folder.ts';

const DAY_MILLIS = 86_400_000;

/** Of store.example.org, for thirty days, by nobody's authority. */
function makeCertificate() {
  const folder = temporaryFolder();
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30'.split(' ');
  const files = ['-subj', '/CN=store.example.org', '-keyout', key, '-out', cert];
  const made = spawnSync('openssl', [...words, ...files], { encoding: 'utf8' });
  expect(made.status, made.stderr).toBe(0);
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function secure(onConnection: (socket: TLSSocket) => void = () => undefined): Promise<number> {
  return listen(createServer(makeCertificate(), onConnection).on('tlsClientError', () => undefined));
}

describe('a certificate', () => {
  it('is told with its end and its name, and why it is not trusted, while nothing is sent', async () => {
    const received: Buffer[] = [];
    const port = await secure((socket) => void socket.on('data', (chunk: Buffer) => received.push(chunk)));
    const facts = await readCertificate('127.0.0.1', port, 'store.example.org');
    expect(facts).toMatchObject({
      subject: 'store.example.org',
      isTrusted: false,
      reason: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    expect(Math.abs((facts?.validTo ?? 0) - Date.now() - 30 * DAY_MILLIS)).toBeLessThan(DAY_MILLIS);
    expect(received).toEqual([]);
  });

  it('is not there where nothing answers, or what answers is no TLS', async () => {
    const plain = createPlainServer((socket) => socket.on('error', () => undefined).end('hello\r\n'));
    expect(await readCertificate('127.0.0.1', await listen(plain), 'localhost')).toBeUndefined();
    expect(await readCertificate('127.0.0.1', 1, 'localhost')).toBeUndefined();
  });

  it('is looked at for every configured address of https, and its end becomes a figure', async () => {
    const port = await secure();
    const telemetry = createTelemetry();
    const watch = watchCertificates(
      [
        { target: 'store', url: `https://127.0.0.1:${port}` },
        { target: 'forge', url: 'https://127.0.0.1:1' },
        { target: 'amp', url: 'http://127.0.0.1:8080' },
        { target: 'git', url: '/srv/fleet.git' },
      ],
      { read: readCertificate, telemetry },
    );
    onTestFinished(() => watch.stop());
    const told = async () =>
      (await telemetry.read()).text.split('\n').filter((line) => line.startsWith('homeamp_certificate_'));
    await expect.poll(told).toHaveLength(1);
    const [line = ''] = await told();
    const [, seconds] =
      /^homeamp_certificate_expiry_timestamp_seconds\{target="store"\} (\d+)$/.exec(line) ?? [];
    expect(Number(seconds) * 1000).toBeGreaterThan(Date.now() + 29 * DAY_MILLIS);
  });
});
