import type { SourcePlace } from '../model/issue.ts';
import { listeningProtocol, toPort } from '../model/listening-port.ts';
import type { InstanceRender, ManagedFile } from '../model/managed-file.ts';

/** A port that an instance’s configuration surely opens for listening. */
export interface ListeningPort {
  readonly protocol: 'tcp' | 'udp';
  readonly port: number;
  readonly plugin: string;
  readonly key: string;
  readonly place: SourcePlace;
}

/** The ports in rendered keys that are clearly listening ones; ports of databases and the like are left out. */
export function findListeningPorts({ files }: InstanceRender): readonly ListeningPort[] {
  return files.flatMap((file) =>
    file.keys.flatMap(({ id, value, origin }) => {
      const protocol = listeningProtocol(file.path, id, (other) => isOn(file, other));
      const port = protocol !== undefined && value.kind === 'value' ? toPort(value.value) : undefined;
      if (protocol === undefined || port === undefined) return [];
      return [{ protocol, port, plugin: file.plugin, key: id, place: origin.place }];
    }),
  );
}

function isOn(file: ManagedFile, id: string): boolean {
  const value = file.keys.find((key) => key.id === id)?.value;
  return value?.kind === 'value' && String(value.value) === 'true';
}
