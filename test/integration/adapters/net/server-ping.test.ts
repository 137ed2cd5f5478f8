import { type AddressInfo, createServer, type Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createServerPing } from '../../../../src/adapters/net/index.ts';
import { readVarInt, writeVarInt } from '../../../../src/adapters/net/var-int.ts';

const STATUS = JSON.stringify({
  version: { name: '1.21.8', protocol: 772 },
  players: { max: 20, online: 0 },
  description: 'Grüße 🙂',
});

function answerOf(text: string, id = 0): Buffer {
  const json = Buffer.from(text, 'utf8');
  const content = Buffer.concat([writeVarInt(id), writeVarInt(json.length), json]);
  return Buffer.concat([writeVarInt(content.length), content]);
}

/** A server that does this with each connection and what it was asked; gone when the test ends. */
async function listen(serve: (socket: Socket, asked: Buffer) => void): Promise<number> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', (asked: Buffer) => serve(socket, asked));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        for (const socket of open) socket.destroy();
        server.close(() => resolve());
      }),
  );
  return (server.address() as AddressInfo).port;
}

function piecesOf(bytes: Buffer, length: number): Buffer[] {
  const count = Math.ceil(bytes.length / length);
  return Array.from({ length: count }, (_, index) => bytes.subarray(index * length, (index + 1) * length));
}

const ping = createServerPing({ timeoutMillis: 150 });

describe('the server list ping', () => {
  it('is a handshake for the status with any version, and the request', async () => {
    let asked: Buffer | undefined;
    const port = await listen((socket, bytes) => {
      asked = bytes;
      socket.end(answerOf(STATUS));
    });
    expect(await ping.answers('127.0.0.1', port)).toBe(true);
    expect(asked?.toString('hex')).toBe(
      `1300ffffffff0f09${Buffer.from('127.0.0.1').toString('hex')}${port.toString(16).padStart(4, '0')}010100`,
    );
  });

  it('is answered in as many pieces as the server likes', async () => {
    const port = await listen((socket) => {
      const pieces = piecesOf(answerOf(STATUS), 40);
      socket.setNoDelay(true);
      const sendOn = () => {
        const piece = pieces.shift();
        if (piece !== undefined) socket.write(piece, () => setTimeout(sendOn, 1));
      };
      sendOn();
    });
    expect(await ping.answers('127.0.0.1', port)).toBe(true);
  });

  it('is answered with a large icon, and whatever else comes behind the answer', async () => {
    const favicon = `data:image/png;base64,${'A'.repeat(40_000)}`;
    const text = JSON.stringify({ ...JSON.parse(STATUS), favicon });
    const port = await listen((socket) => socket.write(Buffer.concat([answerOf(text), Buffer.of(9, 1)])));
    expect(await ping.answers('localhost', port)).toBe(true);
  });

  it.each<readonly [string, Buffer]>([
    ['a page of the web', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['a mail server’s greeting', Buffer.from('220 mail.example.org ESMTP\r\n')],
    ['zeros', Buffer.alloc(64)],
    ['a number without end', Buffer.alloc(64, 0xff)],
    ['another packet', answerOf(STATUS, 1)],
    ['no JSON', answerOf('players and version')],
    ['half of the JSON', answerOf(STATUS.slice(0, 30))],
    ['a list', answerOf('[]')],
    ['a text', answerOf('"version players"')],
    ['an object without players', answerOf('{"version":{}}')],
    ['an object without a version', answerOf('{"players":{}}')],
    ['players that are a number', answerOf('{"version":{},"players":3}')],
    ['null', answerOf('null')],
    ['a text longer than its packet', Buffer.from([3, 0, 0x7f, 0x7b])],
    ['a packet that is announced too long', Buffer.concat([writeVarInt(70_000), Buffer.alloc(70_000)])],
  ])('is not answered by %s', async (_what, bytes) => {
    const port = await listen((socket) => socket.write(bytes));
    expect(await ping.answers('127.0.0.1', port)).toBe(false);
  });

  it('is given up where nothing is said', async () => {
    const port = await listen(() => undefined);
    expect(await ping.answers('127.0.0.1', port)).toBe(false);
  });

  it.each<readonly [string, (socket: Socket) => void]>([
    ['waits in the middle', (socket) => socket.write(answerOf(STATUS).subarray(0, 20))],
    ['ends in the middle', (socket) => socket.end(answerOf(STATUS).subarray(0, 20))],
    ['ends at once', (socket) => socket.end()],
    ['resets the connection', (socket) => socket.resetAndDestroy()],
  ])('is given up where the server %s', async (_what, serve) => {
    const port = await listen(serve);
    expect(await ping.answers('127.0.0.1', port)).toBe(false);
  });

  it('is given up in time where a byte comes now and then', async () => {
    const port = await listen((socket) => {
      const pieces = piecesOf(answerOf(STATUS), 1);
      const timer = setInterval(() => socket.write(pieces.shift() ?? ''), 20);
      socket.on('close', () => clearInterval(timer));
    });
    const begun = performance.now();
    expect(await ping.answers('127.0.0.1', port)).toBe(false);
    expect(performance.now() - begun).toBeLessThan(2000);
  });

  it('is not read on where the server never ends', async () => {
    let isOpen = true;
    const port = await listen((socket) => {
      socket.on('close', () => {
        isOpen = false;
      });
      socket.write(writeVarInt(65_000));
      const pour = () => {
        if (isOpen) socket.write(Buffer.alloc(16_384, 0x80), () => setImmediate(pour));
      };
      pour();
    });
    expect(await ping.answers('127.0.0.1', port)).toBe(false);
  });

  it.each([
    ['nobody listens', '127.0.0.1', 1],
    ['there is no such host', 'no-such-host.invalid', 25_565],
    ['the host is none', '', 25_565],
    ['the port is none', '127.0.0.1', 0],
    ['the port is too high', '127.0.0.1', 65_536],
    ['the port is no number', '127.0.0.1', Number.NaN],
  ])('says no and does not throw where %s', async (_why, host, port) => {
    expect(await ping.answers(host, port)).toBe(false);
  });
});

describe('a number of Minecraft’s protocol', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.nat(), (value) => {
        const bytes = writeVarInt(value);
        expect(readVarInt(bytes, 0)).toEqual({ kind: 'read', value, next: bytes.length });
        expect(readVarInt(bytes.subarray(0, -1), 0)).toEqual({ kind: 'short' });
      }),
    );
  });

  it('is refused where it is negative or too long', () => {
    expect(readVarInt(writeVarInt(-1), 0)).toEqual({ kind: 'broken' });
    expect(readVarInt(Buffer.alloc(9, 0x80), 0)).toEqual({ kind: 'broken' });
  });
});
