import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { TlsFiles } from './database-servers.ts';

/** A server of the test's own on a free port of 127.0.0.1, gone with the test. */
export function serveTcp(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  return listen(server, followConnections(server));
}

export function serveHttp(answer: RequestListener): Promise<number> {
  const server = createHttp(answer);
  return listen(server, () => server.closeAllConnections());
}

export function serveHttps(files: TlsFiles, answer: RequestListener): Promise<number> {
  const tls = { key: readFileSync(files.keyFile), cert: readFileSync(files.certificateFile) };
  const server = createHttps(tls, answer);
  return listen(server, () => server.closeAllConnections());
}

function followConnections(server: Server): () => void {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  return () => {
    for (const socket of sockets) socket.destroy();
  };
}

async function listen(server: Server, closeConnections: () => void): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    closeConnections();
  });
  return (server.address() as AddressInfo).port;
}

/** A certificate for localhost that signs itself; `days` may be negative for one that has ended. */
export function selfSigned(folder: string, days: number): TlsFiles {
  const files = { keyFile: join(folder, `${days}.key`), certificateFile: join(folder, `${days}.crt`) };
  const day = (offset: number) =>
    new Date(Date.now() + offset * 86_400_000).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  const config = join(folder, 'ca.cnf');
  execFileSync(
    'openssl',
    [
      'req',
      '-new',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      files.keyFile,
      '-subj',
      '/CN=localhost',
      '-out',
      `${files.certificateFile}.csr`,
    ],
    { stdio: 'ignore' },
  );
  execFileSync(
    'sh',
    [
      '-c',
      CA,
      'sh',
      folder,
      config,
      files.keyFile,
      files.certificateFile,
      `${day(Math.min(0, days) - 1)}Z`,
      `${day(days)}Z`,
    ],
    { stdio: 'ignore' },
  );
  return files;
}

/** `openssl x509` of Debian 12 can't make a certificate that has ended; `openssl ca` can. */
const CA = `set -e
cd "$1"
: > index.txt
echo 01 > serial
cat > "$2" <<END
[ca]
default_ca = own
[own]
dir = .
database = ./index.txt
serial = ./serial
new_certs_dir = .
default_md = sha256
policy = any
x509_extensions = names
unique_subject = no
[any]
commonName = supplied
[names]
subjectAltName = DNS:localhost,IP:127.0.0.1
END
openssl ca -batch -config "$2" -selfsign -keyfile "$3" -in "$4.csr" -out "$4" -startdate "$5" -enddate "$6" -notext
`;
