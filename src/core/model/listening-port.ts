import type { ConfigValue } from './config-value.ts';

const LISTENING =
  /(?:^|[.-])(?:web|webserver|web-server|http|httpd|https|listen|listener|bind|votifier)(?:[.-].*)?[.-]?port$/;
const ELSEWHERE =
  /mysql|maria|postgres|mongo|redis|sql|database|(?:^|[.-])db(?:[.-]|$)|storage|data|remote|smtp|mail|proxy|forward|address|target|backend|upstream|client|external|public|cache|influx|prometheus-push/;
const SHARED_SERVICES = new Set([3306, 5432, 6379, 27017]);

/**
 * How a server listens on the port that the key holds; undefined for keys that are not clearly listening ones, such as
 * ports of databases. `path` is the file's, below the application root; `isOn` tells of another key of the file.
 */
export function listeningProtocol(
  path: string,
  id: string,
  isOn: (id: string) => boolean,
): 'tcp' | 'udp' | undefined {
  if (!endsWithPort(id)) return undefined;
  if (path === 'server.properties') return serverPropertiesProtocol(id, isOn);
  const name = id
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
  if (name === 'bedrock.port') return 'udp';
  if (ELSEWHERE.test(name) || ELSEWHERE.test(path.toLowerCase())) return undefined;
  return LISTENING.test(name) ? 'tcp' : undefined;
}

// Most keys end otherwise, and looking at the end alone keeps this cheap.
function endsWithPort(id: string): boolean {
  return (id.charCodeAt(id.length - 1) | 32) === 116 && id.slice(-4).toLowerCase() === 'port';
}

/** Query and remote console listen only when they are switched on. */
function serverPropertiesProtocol(id: string, isOn: (id: string) => boolean): 'tcp' | 'udp' | undefined {
  if (id === 'server-port') return 'tcp';
  if (id === 'query.port') return isOn('enable-query') ? 'udp' : undefined;
  return id === 'rcon.port' && isOn('enable-rcon') ? 'tcp' : undefined;
}

/** A number from 1 to 65535 that is not a well-known database's. */
export function toPort(value: ConfigValue): number | undefined {
  const isNumber = typeof value === 'bigint' || (typeof value === 'string' && /^[0-9]{1,5}$/.test(value));
  const port = isNumber ? Number(value) : 0;
  return port >= 1 && port <= 65_535 && !SHARED_SERVICES.has(port) ? port : undefined;
}

/** True for names of variables that hold a listening port of their instance. */
export function isListeningVariable(name: string): boolean {
  return /(?:^|_)PORT$/.test(name) && !ELSEWHERE.test(name.toLowerCase().replaceAll('_', '-'));
}
