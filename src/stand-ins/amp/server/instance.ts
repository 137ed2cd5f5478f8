import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Agenda } from '../agenda.ts';
import type { SimFact } from '../events.ts';
import { createAmpSettings } from './amp-settings.ts';
import { type Application, createApplication } from './application.ts';
import { type Backups, createBackups } from './backups.ts';
import { createDaemon, type Daemon } from './daemon.ts';
import type { InstanceFolder } from './instance-folder.ts';
import { createPlayers } from './players.ts';
import { readProperties } from './properties-text.ts';
import { createServerConsole } from './server-console.ts';
import { kindOf, type ServerParts } from './server-parts.ts';
import { createServerProcess } from './server-process.ts';
import { beginReady, crashApplication } from './start-application.ts';

/** One of AMP's instances with the server in it. */
export interface Instance {
  readonly folder: InstanceFolder;
  readonly app: Application;
  readonly backups: Backups;
  readonly daemon: Daemon;
}

export interface InstanceSurroundings {
  readonly agenda: Agenda;
  readonly tell: (fact: SimFact) => void;
  readonly runningLagMillis: number;
  /** Nobody's session outlives the daemon. */
  readonly onDaemonDown: () => void;
}

export function createInstance(folder: InstanceFolder, around: InstanceSurroundings): Instance {
  const { agenda, tell } = around;
  const { spec } = folder;
  const settings = createAmpSettings(folder.path, Object.values(spec.ampOwned ?? {}));
  const parts: ServerParts = {
    folder,
    kind: kindOf(spec.module, spec.type ?? settings.get('MinecraftModule.Minecraft.ServerType')),
    agenda,
    tell,
    settings,
    console: createServerConsole(folder.root, agenda.now),
    players: createPlayers(agenda.now, tell),
  };
  adoptOwnedValues(parts);
  const process = createServerProcess(parts, () => crashApplication(app));
  const app = createApplication(parts, process);
  const backups = createBackups(app);
  const daemon = createDaemon({ app, backups, ...around });
  if (spec.state === 'ready') beginReady(app);
  return { folder, app, backups, daemon };
}

/** What AMP owns and has no value for yet is as the file has it. */
function adoptOwnedValues({ folder, settings }: ServerParts): void {
  const path = join(folder.root, 'server.properties');
  const values = readProperties(existsSync(path) ? readFileSync(path, 'utf8') : '');
  for (const [key, node] of Object.entries(folder.spec.ampOwned ?? {})) {
    const value = values.get(key);
    if (settings.get(node) === '' && value !== undefined) settings.set(node, value);
  }
}
