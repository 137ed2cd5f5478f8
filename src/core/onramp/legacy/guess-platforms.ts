import type { Instance, Platform } from '../../model/instance.ts';
import type { SourcePlace } from '../../model/issue.ts';
import type { MatrixPlugin } from './judge-matrix.ts';
import type { Ledger } from './ledger.ts';
import { plainName } from './plain-name.ts';

/** Plugins that there is for a proxy alone, whatever a table says. */
const PROXY_PLUGINS = new Set([
  'velocitab',
  'vpacketevents',
  'vserverinfo',
  'vcustombrand',
  'signedvelocity',
]);

interface Question {
  readonly plugin: string;
  readonly row: MatrixPlugin | undefined;
  readonly place: SourcePlace;
  /** Where it will be. */
  readonly on: readonly Instance[];
}

/** Tells plugins that the matrix lists for another platform than they are made for. */
export function judgePlatforms(plugins: readonly MatrixPlugin[], ledger: Ledger): void {
  for (const { plugin, row } of plugins) {
    const typed = platformOfType(row.type);
    if (typed === undefined || typed === madeFor(plugin, typed)) continue;
    ledger.tell({
      kind: 'platform-mismatch',
      subject: plugin,
      text: `It is made for ${madeFor(plugin, typed)}, and the matrix lists it for ${typed}.`,
      advice: 'Correct the matrix where it is on the wrong server.',
      places: [row.place],
      count: 1,
    });
  }
}

/** The platforms that a baseline is for: those of the servers that have it, else as the matrix says, else paper. */
export function guessPlatforms({ plugin, row, place, on }: Question, ledger: Ledger): readonly Platform[] {
  const made = madeFor(plugin, platformOfType(row?.row.type));
  const placed = [...new Set(on.map(({ platform }) => platform))];
  const wrong = placed.filter((platform) => made !== undefined && platform !== made);
  const common = { subject: plugin, places: [place], count: 1 };
  if (wrong.length > 0) {
    ledger.tell({
      ...common,
      kind: 'platform-mismatch',
      text: `It is made for ${made}, and has values for servers that are ${wrong.join(', ')}.`,
      advice: 'Correct `platform` of the servers in fleet.yaml, or `platforms` in its baseline.',
    });
  } else if (made === undefined && placed.length === 0) {
    ledger.tell({
      ...common,
      kind: 'plugin-platform-guessed',
      text: 'It has no row in the matrix.',
      advice: 'Correct `platforms` in its baseline.',
    });
  }
  return placed.length > 0 ? placed : [made ?? 'paper'];
}

function madeFor(plugin: string, typed: Platform | undefined): Platform | undefined {
  return PROXY_PLUGINS.has(plainName(plugin)) ? 'velocity' : typed;
}

function platformOfType(type: string | undefined): Platform | undefined {
  if (type === undefined) return undefined;
  if (type.includes('velocity')) return 'velocity';
  if (type.includes('geyser')) return 'geyser';
  return /paper|bukkit|spigot/.test(type) ? 'paper' : undefined;
}
