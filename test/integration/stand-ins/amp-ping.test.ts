import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { STATE } from '../../../src/stand-ins/amp/index.ts';
import { ampRig } from './amp-rig.ts';

const HANDSHAKE = Buffer.from([0x10, 0x00, 0x81, 0x06, 0x09, ...Buffer.from('127.0.0.1'), 0x63, 0xdd, 0x01]);
/** So long that lengths take two bytes. */
const MOTD = 'Towers'.repeat(30);
const STATUS = Buffer.from([0x01, 0x00]);

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket)).once('error', reject);
    onTestFinished(() => {
      socket.destroy();
    });
  });
}

/** Bytes that come until there are so many, or until the other side ends. */
function received(socket: Socket, least: number): Promise<Buffer> {
  return new Promise((resolve) => {
    let bytes = Buffer.alloc(0);
    socket.on('data', (more) => {
      bytes = Buffer.concat([bytes, more]);
      if (bytes.length >= least) resolve(bytes);
    });
    socket.on('close', () => resolve(bytes));
    socket.on('error', () => resolve(bytes));
  });
}

async function listening(kind: 'Paper' | 'Velocity' = 'Paper') {
  const port = await freePort();
  const rig = await ampRig({
    server: { state: 'ready', listens: true, type: kind },
    files:
      kind === 'Paper'
        ? { 'server.properties': `server-port=${port}\nmotd=${MOTD}\nmax-players=8\n` }
        : { 'velocity.toml': `bind = "0.0.0.0:${port}"\n` },
  });
  return { ...rig, port };
}

describe('the server list ping', () => {
  it('is answered while the server is ready', async () => {
    const { server, port } = await listening();
    server.join('alice');
    const socket = await open(port);
    socket.write(Buffer.concat([HANDSHAKE, STATUS]));
    const bytes = await received(socket, 10);
    const length = (bytes.readUInt8(0) & 0x7f) + (bytes.readUInt8(1) << 7);
    const textLength = (bytes.readUInt8(3) & 0x7f) + (bytes.readUInt8(4) << 7);
    expect([bytes.length, bytes.readUInt8(2), textLength]).toEqual([2 + length, 0, bytes.length - 5]);
    expect(JSON.parse(bytes.subarray(5).toString('utf8'))).toMatchObject({
      players: { max: 8, online: 1 },
      description: { text: MOTD },
    });
  });

  it('comes in pieces as well, and sends a ping back', async () => {
    const { port } = await listening('Velocity');
    const socket = await open(port);
    for (const byte of HANDSHAKE) socket.write(Buffer.from([byte]));
    const ping = Buffer.from([0x09, 0x01, 1, 2, 3, 4, 5, 6, 7, 8]);
    socket.write(ping);
    expect(await received(socket, ping.length)).toEqual(ping);
  });

  it('is no answer to anything else', async () => {
    const { port } = await listening();
    const login = Buffer.from(HANDSHAKE);
    login[login.length - 1] = 2;
    for (const bytes of [Buffer.alloc(100, 'G'), login, Buffer.from([0xff, 0xff, 0xff]), Buffer.from([0])]) {
      const socket = await open(port);
      socket.write(bytes);
      expect(await received(socket, 1)).toHaveLength(0);
    }
  });

  it('is refused while the server is down, and after the stand-in is closed', async () => {
    const { amp, server, pass, port } = await listening();
    (await open(port)).destroy();
    server.stop();
    pass(300);
    await expect(open(port)).rejects.toThrow('ECONNREFUSED');
    server.start();
    pass(500);
    (await open(port)).destroy();
    await amp.close();
    await expect(open(port)).rejects.toThrow('ECONNREFUSED');
  });

  it('at a port that is taken brings the server down', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      other.close();
    });
    const { server, pass } = await ampRig({
      server: { listens: true, crashRestarts: 0 },
      files: { 'server.properties': `server-port=${(other.address() as AddressInfo).port}\n` },
    });
    server.start();
    pass(500);
    await expect.poll(() => server.state).toBe(STATE.failed);
    expect(server.console).toContain('[12:00:00 ERROR]: **** FAILED TO BIND TO PORT!');
  });
});
