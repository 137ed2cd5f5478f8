import type { Agenda } from '../agenda.ts';
import type { SimFact } from '../events.ts';
import type { AmpSettings } from './amp-settings.ts';
import type { InstanceFolder } from './instance-folder.ts';
import type { Players } from './players.ts';
import type { ServerConsole } from './server-console.ts';

export type ServerKind = 'paper' | 'velocity' | 'generic';

/** What everything about one server shares. */
export interface ServerParts {
  readonly folder: InstanceFolder;
  readonly kind: ServerKind;
  readonly agenda: Agenda;
  readonly tell: (fact: SimFact) => void;
  readonly settings: AmpSettings;
  readonly console: ServerConsole;
  readonly players: Players;
}

/** By module and server type; every Minecraft that is no proxy is taken for a Paper. */
export function kindOf(module: string, type: string | undefined): ServerKind {
  if (module !== 'Minecraft') return 'generic';
  return /velocity|waterfall|bungee/i.test(type ?? '') ? 'velocity' : 'paper';
}
