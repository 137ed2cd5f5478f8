import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { connect } from 'node:net';
import { sign } from '@octokit/webhooks-methods';
import { describe, expect, it } from 'vitest';
import { MistakeError } from '../../../src/core/model/errors.ts';
import { deliver, openWebhook, talk, WEBHOOK_SECRET } from './webhook-rig.ts';

const MIB = 1_048_576;

describe('a webhook that is rightly signed', () => {
  it.each([
    ['push', ['repository,pulls']],
    ['pull_request', ['pulls']],
    ['pull_request_review', ['pulls']],
    ['ping', []],
    ['issues', []],
    ['__proto__', []],
    ['', []],
  ])('is accepted for the event "%s" and hints %j', async (event, wanted) => {
    const { port, hints } = await openWebhook();
    expect(await deliver(port, { event })).toEqual({ status: 202, text: 'accepted\n' });
    expect(hints).toEqual(wanted);
  });

  it('is not looked into: any text does, with a byte order mark or none', async () => {
    const { port, hints } = await openWebhook();
    for (const body of ['not json', '\ufeff{}', '{"__proto__":{"x":1}}', '\u0000', '[[[[[[[[[[']) {
      expect((await deliver(port, { body })).status, JSON.stringify(body)).toBe(202);
    }
    expect(hints).toHaveLength(5);
  });

  it('may come in chunks, and be of a mebibyte', async () => {
    const { port, hints } = await openWebhook();
    const body = 'x'.repeat(MIB);
    expect((await deliver(port, { body })).status).toBe(202);
    const chunked = { 'transfer-encoding': 'chunked' };
    expect((await deliver(port, { headers: chunked })).status).toBe(202);
    expect(hints).toHaveLength(2);
  });

  it('counts once: again under its id, or with its body under another one, it is accepted without effect', async () => {
    const { port, hints } = await openWebhook();
    expect((await deliver(port, { id: 'one', body: 'first' })).status).toBe(202);
    expect((await deliver(port, { id: 'one', body: 'second' })).status).toBe(202);
    expect((await deliver(port, { id: 'two', body: 'first' })).status).toBe(202);
    expect(hints).toHaveLength(1);
  });

  it('counts though a wrongly signed one came before under its id', async () => {
    const { port, hints } = await openWebhook();
    expect((await deliver(port, { id: 'one', signature: `sha256=${'0'.repeat(64)}` })).status).toBe(401);
    expect((await deliver(port, { id: 'one' })).status).toBe(202);
    expect(hints).toHaveLength(1);
  });

  it('counts each time without an id', async () => {
    const { port, hints } = await openWebhook();
    await deliver(port, { id: '' });
    await deliver(port, { id: '' });
    expect(hints).toHaveLength(2);
  });
});

describe('a webhook that is not rightly signed', () => {
  const digest = (key: string) => createHmac('sha256', key).update('body').digest('hex');

  it.each([
    ['no signature', ''],
    ['another secret', `sha256=${digest('another')}`],
    ['the digest alone', digest(WEBHOOK_SECRET)],
    ['upper case', `SHA256=${digest(WEBHOOK_SECRET).toUpperCase()}`],
    ['another algorithm', `sha1=${digest(WEBHOOK_SECRET)}`],
    ['more after it', `sha256=${digest(WEBHOOK_SECRET)}00`],
    ['a long text', 'x'.repeat(10_000)],
    ['bytes that are no text', 'sha256=\u00ff\u00fe'],
  ])('is refused in the same words with %s', async (_name, signature) => {
    const { port, hints } = await openWebhook();
    expect(await deliver(port, { body: 'body', signature })).toEqual({
      status: 401,
      text: 'the signature is missing or wrong\n',
    });
    expect(hints).toEqual([]);
  });

  it('is refused when its body was changed, is empty, or only looks the same as text', async () => {
    const { port, hints } = await openWebhook();
    const signature = await sign(WEBHOOK_SECRET, 'a\ufffdb');
    const lookalike = Uint8Array.of(0x61, 0xff, 0x62);
    for (const body of ['a\ufffdb ', '', lookalike]) {
      expect((await deliver(port, { body, signature })).status).toBe(401);
    }
    expect((await deliver(port, { body: 'a\ufffdb', signature })).status).toBe(202);
    expect(hints).toHaveLength(1);
  });

  it('never has its secret in an answer or in the log, which tells of a flood once', async () => {
    const { port, lines } = await openWebhook();
    for (let count = 0; count < 30; count += 1) {
      const { text } = await deliver(port, { signature: 'sha256=00' });
      expect(text).not.toContain(WEBHOOK_SECRET);
    }
    expect(lines.filter((line) => line.level === 'warn')).toEqual([
      { level: 'warn', message: 'A webhook request was refused', fields: { status: 401, requests: 1 } },
    ]);
    expect(JSON.stringify(lines)).not.toContain(WEBHOOK_SECRET);
  });
});

describe('a request that is no webhook', () => {
  it.each([
    ['/', 'POST', 404],
    ['/webhook/', 'POST', 404],
    ['/webhook?x=1', 'POST', 404],
    ['/../webhook', 'POST', 404],
    ['/webhook', 'PUT', 405],
    ['/webhook', 'DELETE', 405],
  ])('to %s by %s is answered %i', async (path, method, status) => {
    const { port, hints } = await openWebhook();
    expect((await deliver(port, { path, method })).status).toBe(status);
    expect(hints).toEqual([]);
  });

  it('is told which method is allowed', async () => {
    const { port } = await openWebhook();
    const answer = await talk(port, 'GET /webhook HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer.toLowerCase()).toContain('allow: post');
  });

  it('needs a length', async () => {
    const { port } = await openWebhook();
    const answer = await talk(port, 'POST /webhook HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 411 /);
  });

  it.each([
    ['random bytes', Uint8Array.from({ length: 4_096 }, (_, index) => (index * 197 + 13) % 256)],
    ['a TLS greeting', Uint8Array.of(0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00)],
    [
      'two lengths',
      'POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd',
    ],
    ['a length that is none', 'POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n'],
    [
      'a length beside chunks',
      'POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    ['a chunk that is none', 'POST /webhook HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['headers without end', `POST /webhook HTTP/1.1\r\n${'X-A: b\r\n'.repeat(10_000)}`],
  ])('is cut off, and the next is heard, after %s', async (_name, bytes) => {
    const { port, hints, lines } = await openWebhook();
    expect(await talk(port, bytes)).toMatch(/^(?:HTTP\/1\.1 4\d\d |$)/);
    expect((await deliver(port)).status).toBe(202);
    expect(hints).toHaveLength(1);
    expect(lines.filter((line) => line.level === 'error')).toEqual([]);
  });
});

describe('a webhook that would use the server up', () => {
  it('is refused by its length before its body is read, and the line closed', async () => {
    const { port } = await openWebhook();
    const head = `POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: ${2 * MIB}\r\n\r\n`;
    const answer = await talk(port, head);
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer.toLowerCase()).toContain('connection: close');
  });

  it('is refused with two mebibytes, sent at once or in chunks, though rightly signed', async () => {
    const { port, hints } = await openWebhook();
    const body = 'x'.repeat(2 * MIB);
    expect((await deliver(port, { body })).status).toBe(413);
    expect((await deliver(port, { body, headers: { 'transfer-encoding': 'chunked' } })).status).toBe(413);
    expect(hints).toEqual([]);
  });

  it('is cut off when it sends without end', async () => {
    const { port } = await openWebhook();
    let isCut = false;
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.on('close', () => {
      isCut = true;
    });
    socket.write('POST /webhook HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n');
    const begun = performance.now();
    while (!isCut && performance.now() - begun < 10_000) {
      socket.write(`10000\r\n${'x'.repeat(65_536)}\r\n`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(isCut).toBe(true);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it.each([
    ['its headers', 'POST /webhook HTTP/1.1\r\nHost: a\r\n'],
    ['its body', 'POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nslow'],
    ['anything', ''],
  ])('is cut off when it is slow with %s, while others are heard', async (_name, bytes) => {
    const { port, hints } = await openWebhook({ timeoutMillis: 600 });
    const begun = performance.now();
    const slow = talk(port, bytes);
    expect((await deliver(port)).status).toBe(202);
    expect(await slow).toMatch(/^(?:HTTP\/1\.1 408 |$)/);
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(hints).toHaveLength(1);
  });

  it('does nothing when its sender goes away in the middle', async () => {
    const { port, hints, lines } = await openWebhook();
    await new Promise<void>((resolve) => {
      const outgoing = request({ port, host: '127.0.0.1', path: '/webhook', method: 'POST', agent: false });
      outgoing.on('error', () => undefined);
      outgoing.on('close', () => resolve());
      outgoing.setHeader('content-length', '1000');
      outgoing.write('x');
      setTimeout(() => outgoing.destroy(), 50);
    });
    expect((await deliver(port)).status).toBe(202);
    expect(hints).toHaveLength(1);
    expect(lines.filter((line) => line.level !== 'info')).toEqual([]);
  });

  it('accepts a flood, and passes on ten hints of it', async () => {
    const { port, hints } = await openWebhook();
    const statuses = new Set<number>();
    for (let round = 0; round < 10; round += 1) {
      const answers = await Promise.all(Array.from({ length: 20 }, () => deliver(port)));
      for (const { status } of answers) statuses.add(status);
    }
    expect([...statuses]).toEqual([202]);
    expect(hints).toHaveLength(10);
  });
});

describe('the server of webhooks', () => {
  it('is a mistake on a port that is taken', async () => {
    const { port } = await openWebhook();
    await expect(openWebhook({ listen: { host: '127.0.0.1', port } })).rejects.toBeInstanceOf(MistakeError);
  });

  it('is a mistake on an address that is not of this host', async () => {
    const listen = { host: '192.0.2.1', port: 0 };
    await expect(openWebhook({ listen })).rejects.toBeInstanceOf(MistakeError);
  });

  it('stops though senders hold lines open, and frees its port', async () => {
    const { server, port } = await openWebhook();
    const open = talk(port, 'POST /webhook HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.stop();
    await server.stop();
    expect(await open).toBe('');
    const again = await openWebhook({ listen: { host: '127.0.0.1', port } });
    expect((await deliver(again.port)).status).toBe(202);
  });
});
