import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../support/free-port.ts';

const EXAMPLE = readFileSync(join(import.meta.dirname, '../../../deploy/nginx/homeamp.conf'), 'utf8');
const hasNginx = spawnSync('nginx', ['-v']).status === 0;

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Call {
  readonly path: string;
  readonly method?: string;
  readonly password?: string;
  readonly body?: string;
}

describe.skipIf(!hasNginx)('deploy/nginx/homeamp.conf in a real nginx', () => {
  const dir = mkdtempSync(join(tmpdir(), 'homeamp-nginx-'));
  const seen: Seen[] = [];
  let agent: Server;
  let nginx: ChildProcess;
  let port: number;

  beforeAll(async () => {
    agent = createServer(async (incoming, response) => {
      const pieces: Buffer[] = [];
      for await (const piece of incoming) pieces.push(piece);
      const { method = '', url: path = '', headers } = incoming;
      seen.push({ method, path, headers, body: Buffer.concat(pieces).toString() });
      response.end('from the agent');
    });
    await new Promise<void>((resolve) => agent.listen(0, '127.0.0.1', resolve));
    port = await freePort();
    writeConfiguration(dir, port, (agent.address() as AddressInfo).port);
    const started = ['-p', dir, '-c', join(dir, 'nginx.conf')];
    const { status, stderr } = spawnSync('nginx', ['-t', ...started], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    nginx = spawn('nginx', started, { stdio: 'ignore' });
    for (let attempt = 0; attempt < 200; attempt += 1) {
      if (
        await send({ path: '/' })
          .then(() => true)
          .catch(() => false)
      )
        return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error('nginx does not answer');
  });
  afterAll(async () => {
    const ended = new Promise((resolve) => nginx?.once('exit', resolve));
    nginx?.kill('SIGTERM');
    if (nginx !== undefined) await ended;
    agent?.closeAllConnections();
    agent?.close();
    rmSync(dir, { recursive: true, force: true });
  });

  /** Gives the status, from this machine, which is in no list of the example. */
  const send = ({ path, method = 'GET', password, body }: Call): Promise<number> =>
    new Promise((resolve, reject) => {
      const auth = password === undefined ? {} : { auth: `alice:${password}` };
      const ca = readFileSync(join(dir, 'cert.pem'));
      const to = { host: '127.0.0.1', port, servername: 'homeamp.example.org', ca, method, path, ...auth };
      const outgoing = request(to, (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode ?? 0));
      });
      outgoing.once('error', reject);
      outgoing.end(body);
    });

  it('hands messages to /webhook on, to the byte, whoever sends them', async () => {
    seen.length = 0;
    expect(await send({ path: '/webhook', method: 'POST', body: '{"a": 1 }\n' })).toBe(200);
    expect(seen).toMatchObject([{ method: 'POST', path: '/webhook', body: '{"a": 1 }\n' }]);
    expect(seen[0]?.headers.host).toBe('127.0.0.1:9180');
  });

  it('asks for a password everywhere else', async () => {
    seen.length = 0;
    for (const path of ['/', '/metrics', '/api/v1/status', '/healthz', '/webhook/', '/webhook/../metrics'])
      expect(await send({ path }), path).toBe(401);
    expect(await send({ path: '/metrics', password: 'wrong' })).toBe(401);
    expect(seen).toEqual([]);
    expect(await send({ path: '/metrics', password: 'good' })).toBe(200);
    expect(seen).toMatchObject([{ method: 'GET', path: '/metrics' }]);
    expect(seen[0]?.headers.authorization).toBeUndefined();
  });

  it('lets nobody do more than read, but for the webhook', async () => {
    seen.length = 0;
    expect(await send({ path: '/webhook' })).toBe(403);
    expect(await send({ path: '/api/v1/status', method: 'POST', password: 'good', body: 'x' })).toBe(403);
    expect(await send({ path: '/', method: 'DELETE', password: 'good' })).toBe(403);
    expect(seen).toEqual([]);
  });

  it('bounds messages in size and in number', async () => {
    const large = 'x'.repeat(1024 * 1024 + 1);
    expect(await send({ path: '/webhook', method: 'POST', body: large })).toBe(413);
    const calls = Array.from({ length: 60 }, () => send({ path: '/webhook', method: 'POST', body: '{}' }));
    const answers = await Promise.all(calls);
    expect(answers.filter((status) => status === 200).length).toBeGreaterThan(10);
    expect(answers).toContain(503);
  });
});

/** The example with the places of this test, and what a Debian has around it. */
function writeConfiguration(dir: string, port: number, agentPort: number): void {
  mkdirSync(join(dir, 'log'));
  const name = '/CN=homeamp.example.org';
  const alternative = ['-addext', 'subjectAltName=DNS:homeamp.example.org'];
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-keyout', join(dir, 'key.pem')];
  const words = ['req', '-x509', '-nodes', '-days', '1', '-subj', name, ...alternative, ...key];
  execFileSync('openssl', [...words, '-out', join(dir, 'cert.pem')], { stdio: 'ignore' });
  const hash = execFileSync('openssl', ['passwd', '-apr1', 'good'], { encoding: 'utf8' }).trim();
  writeFileSync(join(dir, 'htpasswd'), `alice:${hash}\n`);
  const site = EXAMPLE.replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replace(/^ *listen \[::\]:443.*\n/m, '')
    .replace('server 127.0.0.1:9180;', `server 127.0.0.1:${agentPort};`)
    .replace('/etc/ssl/homeamp/fullchain.pem', join(dir, 'cert.pem'))
    .replace('/etc/ssl/homeamp/privkey.pem', join(dir, 'key.pem'))
    .replaceAll('/etc/nginx/homeamp.htpasswd', join(dir, 'htpasswd'))
    .replaceAll('/var/log/nginx', join(dir, 'log'));
  const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const temporary = folders.map((kind) => `${kind}_temp_path ${join(dir, kind)};`).join('\n');
  const main = `daemon off; pid ${join(dir, 'pid')}; error_log ${join(dir, 'log/main')}; worker_processes 1;`;
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  writeFileSync(join(dir, 'nginx.conf'), `${user}${main}\nevents {}\nhttp {\n${temporary}\n${site}\n}\n`);
}
