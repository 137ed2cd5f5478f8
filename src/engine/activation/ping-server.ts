import type { InstancePath } from '../../core/model/instance.ts';
import type { LiveFileReader } from '../../ports/live-files.ts';
import type { AmpHands } from '../apply/host-writers.ts';
import type { ServerAddress } from './look-at-server.ts';

const PROPERTIES = 'server.properties' as InstancePath;

/** True when the server answers as the players' server list asks; false too where nobody knows its port. */
export async function pingServer(
  { files }: { readonly files: Pick<LiveFileReader, 'read'> },
  { ping }: Pick<AmpHands, 'ping'>,
  { root }: Pick<ServerAddress, 'root'>,
): Promise<boolean> {
  const live = files.read(root, PROPERTIES);
  if (live.kind !== 'present') return false;
  const text = Buffer.from(live.bytes).toString('latin1');
  const port = Number(/^\s*server-port\s*[=:]\s*(\d{1,5})\s*$/m.exec(text)?.[1] ?? 0);
  const ip = /^\s*server-ip\s*[=:]\s*([0-9a-fA-F.:]{2,45})\s*$/m.exec(text)?.[1];
  if (port < 1 || port > 65_535) return false;
  return ping.answers(isLocal(ip) ? ip : '127.0.0.1', port);
}

/** A server that listens on one address alone is asked there; one on all of them by loopback. */
function isLocal(ip: string | undefined): ip is string {
  return ip !== undefined && ip !== '0.0.0.0' && ip !== '::';
}
