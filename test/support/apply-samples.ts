import type { ManagedFile } from '../../src/core/model/managed-file.ts';
import type { HostWriters } from '../../src/engine/apply/host-writers.ts';
import { at } from './host-rig.ts';
import { desiredKey, managedFile, want } from './model-samples.ts';

export const OLD_SERVER =
  '#Minecraft server properties\r\nmotd=Hello\r\nserver-port=25565\r\nview-distance=10\r\n';
export const OLD_RULES = 'Be kind.\n';

/** A server file with CRLF, a whole text file, and a file that does not exist yet. */
export const SAMPLE_FILES: readonly ManagedFile[] = [
  managedFile([desiredKey('motd', want('Towers')), desiredKey('view-distance', want('8'))], {
    plugin: 'server-properties',
    serverFile: true,
    folder: '.',
    path: at('server.properties'),
    format: 'properties',
    activation: {
      reload: undefined,
      expect: undefined,
      liveWriteSafe: false,
      restartKeys: [],
      ampSettings: new Map(),
    },
  }),
  managedFile([{ ...desiredKey('', want('Be kind.\nBuild high.\n')), path: [] }], {
    path: at('plugins/CMI/rules.txt'),
    format: 'text',
  }),
  managedFile([desiredKey('lang', want('en'))], {
    path: at('plugins/CMI/lang/names.properties'),
    format: 'properties',
  }),
];

/** The host over ports that count every effect and call `die` instead of the one after the last allowed. */
export function dyingHost(
  host: HostWriters,
  limit: number,
  die: () => never,
): { readonly host: HostWriters; readonly effects: () => number } {
  let effects = 0;
  const effect =
    <A extends readonly unknown[], R>(call: (...args: A) => R) =>
    (...args: A): R => {
      if (effects >= limit) die();
      effects += 1;
      return call(...args);
    };
  const { writer, journal, backups, undoBackups, applied, history } = host;
  const dying = {
    ...host,
    writer: {
      stage: effect(writer.stage),
      commit: effect(writer.commit),
      discard: effect(writer.discard),
      remove: effect(writer.remove),
    },
    journal: { ...journal, write: effect(journal.write), remove: effect(journal.remove) },
    backups: { ...backups, put: effect(backups.put) },
    undoBackups: { ...undoBackups, put: effect(undoBackups.put) },
    applied: { ...applied, put: effect(applied.put) },
    history: { ...history, append: effect(history.append) },
  };
  return { host: dying, effects: () => effects };
}
