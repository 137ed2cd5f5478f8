import { createServer, type Socket } from 'node:net';

/** What the players' server list shows. */
export interface ListEntry {
  readonly version: string;
  readonly players: readonly string[];
  readonly maxPlayers: number;
  readonly motd: string;
}

const MAX_BYTES = 1024;
const IDLE_MILLIS = 10_000;
/** Of Minecraft 1.21.4. */
const PROTOCOL = 769;

/** Answers the server list ping on 127.0.0.1 until the returned function is called. */
export function listenForPings(
  port: number,
  entry: () => ListEntry,
  onError: (error: Error) => void,
): () => void {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, entry);
  });
  server.on('error', onError);
  server.listen(port, '127.0.0.1');
  server.unref();
  return () => {
    server.removeListener('error', onError).on('error', () => {});
    server.close();
    for (const socket of sockets) socket.destroy();
  };
}

function serve(socket: Socket, entry: () => ListEntry): void {
  let waiting: Buffer = Buffer.alloc(0);
  let isShaken = false;
  socket.setTimeout(IDLE_MILLIS, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  socket.on('data', (bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    for (let packet = takePacket(waiting); packet !== 'incomplete'; packet = takePacket(waiting)) {
      const answer = packet === 'bad' ? 'bad' : answerTo(packet.body, isShaken, entry);
      if (packet === 'bad' || answer === 'bad') {
        socket.destroy();
        break;
      }
      if (answer !== undefined) socket.write(frame(answer));
      isShaken = true;
      waiting = packet.rest;
    }
  });
}

/** First a handshake that asks for the status, then the status itself, and a ping that is sent back as it came. */
function answerTo(body: Buffer, isShaken: boolean, entry: () => ListEntry): Buffer | undefined | 'bad' {
  const id = body[0];
  if (!isShaken) return id === 0 && body.at(-1) === 1 ? undefined : 'bad';
  if (id === 1 && body.length === 9) return body;
  if (id !== 0 || body.length !== 1) return 'bad';
  const json = Buffer.from(JSON.stringify(describe(entry())));
  return Buffer.concat([Buffer.from([0]), varint(json.length), json]);
}

function describe({ version, players, maxPlayers, motd }: ListEntry): unknown {
  return {
    version: { name: version, protocol: PROTOCOL },
    players: { max: maxPlayers, online: players.length },
    description: { text: motd },
  };
}

function takePacket(bytes: Buffer): { readonly body: Buffer; readonly rest: Buffer } | 'incomplete' | 'bad' {
  let length = 0;
  for (let index = 0; index < 3; index += 1) {
    const byte = bytes[index];
    if (byte === undefined) return 'incomplete';
    length |= (byte & 0x7f) << (7 * index);
    if ((byte & 0x80) !== 0) continue;
    if (length === 0 || length > MAX_BYTES) return 'bad';
    const end = index + 1 + length;
    if (bytes.length < end) return 'incomplete';
    return { body: bytes.subarray(index + 1, end), rest: bytes.subarray(end) };
  }
  return 'bad';
}

function frame(body: Buffer): Buffer {
  return Buffer.concat([varint(body.length), body]);
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}
