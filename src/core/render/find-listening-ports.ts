import type { ConfigValue } from '../model/config-value.ts';
import type { SourcePlace } from '../model/issue.ts';
import type { DesiredKey, InstanceRender, ManagedFile } from '../model/managed-file.ts';

/** A port that an instance’s configuration surely opens for listening. */
export interface ListeningPort {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  readonly plugin: string;
  readonly key: string;
  readonly place: SourcePlace;
}

const LISTENING =
  /(?:^|[.-])(?:web|webserver|web-server|http|httpd|https|listen|listener|bind|votifier)(?:[.-].*)?[.-]?port$/;
const ELSEWHERE =
  /mysql|maria|postgres|mongo|redis|sql|database|(?:^|[.-])db(?:[.-]|$)|storage|data|remote|smtp|mail|proxy|forward|address|target|backend|upstream|client|external|public|cache|influx|prometheus-push/;
const SHARED_SERVICES = new Set([3306, 5432, 6379, 27017]);

/** The ports in rendered keys that are clearly listening ones; ports of databases and the like are left out. */
export function findListeningPorts({ files }: InstanceRender): readonly ListeningPort[] {
  return files.flatMap((file) =>
    file.keys.flatMap((key) => {
      const protocol = endsWithPort(key.id) ? listeningProtocol(file, key) : undefined;
      const port = protocol === undefined ? undefined : portOf(key);
      if (protocol === undefined || port === undefined) return [];
      return [{ protocol, port, plugin: file.plugin, key: key.id, place: key.origin.place }];
    }),
  );
}

function endsWithPort(id: string): boolean {
  return (id.charCodeAt(id.length - 1) | 32) === 116 && id.slice(-4).toLowerCase() === 'port';
}

function listeningProtocol(file: ManagedFile, { id }: DesiredKey): ListeningPort['protocol'] | undefined {
  if (file.path === 'server.properties') return serverPropertiesProtocol(file, id);
  const name = id
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
  if (name === 'bedrock.port') return 'udp';
  if (ELSEWHERE.test(name) || ELSEWHERE.test(file.path.toLowerCase())) return undefined;
  return LISTENING.test(name) ? 'tcp' : undefined;
}

/** Query and remote console listen only when they are switched on. */
function serverPropertiesProtocol(file: ManagedFile, id: string): ListeningPort['protocol'] | undefined {
  if (id === 'server-port') return 'tcp';
  if (id === 'query.port') return isOn(file, 'enable-query') ? 'udp' : undefined;
  return id === 'rcon.port' && isOn(file, 'enable-rcon') ? 'tcp' : undefined;
}

function isOn(file: ManagedFile, id: string): boolean {
  const value = file.keys.find((key) => key.id === id)?.value;
  return value?.kind === 'value' && String(value.value) === 'true';
}

function portOf({ value }: DesiredKey): number | undefined {
  return value.kind === 'value' ? toPort(value.value) : undefined;
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
