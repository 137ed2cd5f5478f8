import {
  type Instance,
  type InstanceId,
  instanceIdOf,
  isSafeName,
  type Platform,
} from '../../model/instance.ts';
import type { SourcePlace } from '../../model/issue.ts';
import type { MatrixPlugin } from './judge-matrix.ts';
import type { Ledger } from './ledger.ts';
import type { LegacyData } from './legacy-data.ts';
import type { LegacyFindingKind } from './legacy-finding.ts';
import type { LegacyOptions } from './legacy-options.ts';
import type { LegacyNames } from './resolve-names.ts';

const FIRST_HOST = 'host-1';
/** Stands for every server whose host is not given by name. */
export const ALL_OTHERS = '*';
const BY_NAME: readonly (readonly [RegExp, Platform])[] = [
  [/geyser/i, 'geyser'],
  [/^(?:vel|velocity|proxy)[0-9_-]*$/i, 'velocity'],
  [/^bungee/i, 'bungeecord'],
  [/^ads[0-9_-]*$/i, 'ads'],
];
const TRYING_OUT = /^(?:dev|test|stag)/i;

/** The servers as the fleet lists them, by the names that the old files will have. */
export interface GuessedFleet {
  readonly instances: readonly Instance[];
  readonly hosts: readonly string[];
  readonly stages: readonly string[];
  readonly idOf: (server: string) => InstanceId;
}

interface Known {
  readonly data: Pick<LegacyData, 'matrices' | 'rows'>;
  readonly plugins: readonly MatrixPlugin[];
  readonly names: LegacyNames;
  readonly options: Pick<LegacyOptions, 'hosts'>;
  readonly ledger: Ledger;
}

/** Servers of the matrix in its order, then those of the workbook; one without any plugin is not managed. */
export function guessFleet({ data, plugins, names, options, ledger }: Known): GuessedFleet {
  const inMatrix = (data.matrices[0]?.servers ?? []).map(names.server);
  const inRows = data.rows.map(({ server }) => names.server(server));
  const servers = [...new Set([...inMatrix, ...inRows])].filter(isSafeName);
  tellUnsafe(inMatrix, data, ledger);
  const used = new Set([...inRows, ...plugins.flatMap(({ on }) => on)]);
  const hostOf = (server: string): string =>
    options.hosts.get(server) ?? options.hosts.get(ALL_OTHERS) ?? FIRST_HOST;
  const isTried = servers.some((server) => used.has(server) && TRYING_OUT.test(server));
  const stages = isTried ? ['dev', 'production'] : ['production'];
  const instances = servers.map((name): Instance => {
    const managed = used.has(name);
    return {
      id: instanceIdOf(hostOf(name), name),
      host: hostOf(name),
      name,
      platform: BY_NAME.find(([pattern]) => pattern.test(name))?.[1] ?? 'paper',
      managed,
      stage: managed ? (isTried && TRYING_OUT.test(name) ? 'dev' : 'production') : undefined,
      groups: [],
      aliases: names.aliasesOf(name).filter(isSafeName),
    };
  });
  const place = data.matrices[0]?.place ?? data.rows[0]?.place ?? { file: '', line: 0, column: 0 };
  tellGuesses({ instances, place, ledger });
  const hosts = [...new Set(instances.map(({ host }) => host))];
  return { instances, hosts, stages, idOf: (server) => instanceIdOf(hostOf(server), server) };
}

/** Rows of the workbook with such names are told as values that are left out. */
function tellUnsafe(inMatrix: readonly string[], { matrices }: Known['data'], ledger: Ledger): void {
  for (const name of inMatrix) {
    if (isSafeName(name)) continue;
    ledger.tell({
      kind: 'unusable-name',
      subject: name,
      text: 'A column of the matrix is called so, and no server’s folder should be.',
      advice: 'Give another name with `--alias OLD=NEW`.',
      places: matrices.slice(0, 1).map(({ place }) => place),
      count: 1,
    });
  }
}

interface Told {
  readonly instances: readonly Instance[];
  readonly place: SourcePlace;
  readonly ledger: Ledger;
}

function tellGuesses({ instances, place, ledger }: Told): void {
  const tell = (
    kind: LegacyFindingKind,
    subject: string,
    about: readonly Instance[],
    advice: string,
  ): void => {
    const text = `${about.map(({ name }) => name).join(', ')}.`;
    if (about.length > 0) ledger.tell({ kind, subject, text, advice, places: [place], count: about.length });
  };
  const homeless = instances.filter(({ host }) => host === FIRST_HOST);
  tell('host-guessed', FIRST_HOST, homeless, 'Give `--host-of NAME=HOST`, `*` for all others.');
  for (const platform of new Set(instances.map((instance) => instance.platform))) {
    const own = instances.filter((instance) => instance.platform === platform);
    tell('platform-guessed', platform, own, 'Correct `platform` in fleet.yaml.');
  }
  for (const stage of new Set(instances.map((instance) => instance.stage))) {
    const own = instances.filter((instance) => instance.stage === stage);
    if (stage !== undefined) tell('stage-guessed', stage, own, 'Correct `stage` in fleet.yaml.');
  }
}
