import { MistakeError } from '../../../core/model/errors.ts';
import { instanceIdOf, isSafeName, type Platform } from '../../../core/model/instance.ts';
import type { CollectGuess } from '../../../core/onramp/collect/collect-guess.ts';
import { type FileChoices, readFileChoices } from '../../../core/onramp/collect/file-choices.ts';
import { createGuessList, type GuessList } from '../../../core/onramp/collect/guess-list.ts';
import { unifySpelling } from '../../../core/onramp/collect/unify-spelling.ts';
import type { SeenFleet, SeenInstance, SeenPlugin } from '../../../core/onramp/seen-fleet.ts';
import type { RootPath } from '../../../ports/live-files.ts';
import type { LocalInstance, LocalInstances } from '../../../ports/local-instances.ts';
import { namesOf } from '../../locate-instances.ts';
import type { PluginHost } from '../../plugins/list-jars.ts';
import { findCandidates } from './find-candidates.ts';
import { createSettingsCollection, type SettingsCollection } from './settings-collection.ts';

/** The servers of one host. */
export interface HostServers {
  readonly host: string;
  readonly locals: LocalInstances;
}

export interface CollectRequest {
  readonly hosts: readonly HostServers[];
  /** Globs `Plugin:file`, or with a key, which is not looked at here. */
  readonly own: readonly string[];
  readonly leave: readonly string[];
  readonly onInstance: (done: number, total: number) => void;
}

export interface CollectedServers {
  readonly seen: SeenFleet;
  readonly guesses: readonly CollectGuess[];
  /** Settings files that were read. */
  readonly files: number;
}

interface Collecting {
  readonly host: PluginHost;
  readonly choices: FileChoices;
  readonly settings: SettingsCollection;
  readonly guesses: GuessList;
}

/** Reads the settings of all servers, file by file; equal files and keys are kept once. Throws where nothing is there. */
export async function collectServers(host: PluginHost, request: CollectRequest): Promise<CollectedServers> {
  const guesses = createGuessList();
  const choices = readFileChoices(request.own, request.leave);
  const collecting = { host, choices, guesses, settings: createSettingsCollection(host.files, guesses) };
  const found = request.hosts.flatMap((of) => usableIn(of, guesses));
  if (found.length === 0) {
    throw new MistakeError(
      'there is no instance in these folders',
      'Name the folder that holds the instances, or one server’s own folder, with --from HOST=PLACE.',
    );
  }
  const instances: SeenInstance[] = [];
  for (const { of, local } of found) {
    instances.push(await lookAt(collecting, of.host, local));
    request.onInstance(instances.length, found.length);
  }
  const files = collecting.settings.finish();
  const seen = {
    hosts: [...new Set(request.hosts.map((of) => of.host))],
    instances: instances.map((instance) => withFiles(instance, files.get(instance.id) ?? [])),
  };
  return { seen: unifySpelling(seen), guesses: guesses.all(), files: collecting.settings.count() };
}

/** A plugin without a jar counts only where it has settings. */
function withFiles(instance: SeenInstance, files: SeenInstance['files']): SeenInstance {
  const withSettings = new Set(files.filter(({ keys }) => keys.length > 0).map(({ plugin }) => plugin));
  const isThere = ({ plugin, jar }: SeenPlugin) => jar !== undefined || withSettings.has(plugin);
  return { ...instance, plugins: instance.plugins.filter(isThere), files };
}

function usableIn(of: HostServers, guesses: GuessList) {
  const locals = of.locals.list();
  for (const trouble of of.locals.troubles()) guesses.note(registryTrouble(trouble), of.host);
  return locals.flatMap((local) => {
    if (isSafeName(nameOf(local))) return [{ of, local }];
    guesses.note(unusableName(nameOf(local)), of.host);
    return [];
  });
}

/** The folder's name, by which the repository calls it. */
function nameOf(local: LocalInstance): string {
  return namesOf(local)[0] ?? local.folder;
}

async function lookAt(collecting: Collecting, host: string, local: LocalInstance): Promise<SeenInstance> {
  const name = nameOf(local);
  const id = instanceIdOf(host, name);
  const note = (guess: CollectGuess) => collecting.guesses.note(guess, name);
  const base = { id, host, name, files: [] };
  const unmanaged = (platform: Platform): SeenInstance => ({
    ...base,
    platform,
    managed: false,
    plugins: [],
  });
  if (local.module === 'controller') return unmanaged('ads');
  if (local.root.kind !== 'found') {
    note(notManaged(local.root.kind === 'refused' ? local.root.reason : 'its folder is not there'));
    return unmanaged(local.platform ?? 'other');
  }
  const root = local.root.path;
  const platform = local.platform ?? guessPlatform(collecting.host, root);
  if (local.platform === undefined) note(guessedPlatform(platform));
  const { plugins, candidates } = await findCandidates({ ...collecting, root, platform, note });
  const isServer = plugins.length > 0 || candidates.length > 0;
  if (!isServer) note(notManaged('nothing in it looks like a Minecraft server'));
  collecting.settings.add({ id, name, root }, candidates);
  return { ...base, platform, managed: isServer, plugins };
}

/** What servers of a platform have in their folder, the surer first, for where neither AMP nor the surest signs say what it is. */
const SIGNS: readonly (readonly [name: string, platform: Platform])[] = [
  ['bukkit.yml', 'paper'],
  ['spigot.yml', 'paper'],
  ['purpur.yml', 'paper'],
  ['modules.yml', 'bungeecord'],
  ['plugins', 'paper'],
];

function guessPlatform({ files }: PluginHost, root: RootPath): Platform {
  const names = new Set(files.list(root, '.'));
  return SIGNS.find(([name]) => names.has(name))?.[1] ?? 'other';
}

function guessedPlatform(platform: Platform): CollectGuess {
  return {
    kind: 'platform',
    subject: platform,
    text: `neither AMP nor the surest files say what runs there, so it is taken for ${platform}`,
    change: 'Correct `platform` in its line of `fleet.yaml`, and `platforms` in its baselines.',
  };
}

function notManaged(reason: string): CollectGuess {
  return {
    kind: 'unmanaged-instance',
    subject: 'fleet.yaml',
    text: `it is written down as not managed: ${reason}`,
    change: 'Take `managed: false` out of its line in `fleet.yaml` when homeamp should look after it.',
  };
}

function unusableName(name: string): CollectGuess {
  return {
    kind: 'unusable-name',
    subject: name,
    text: `${JSON.stringify(name)} is left out: its name is not made of letters, digits, \`-\` and \`_\``,
    change: 'Rename the instance in AMP, or import it alone with --from HOST/NAME=PLACE.',
  };
}

function registryTrouble(trouble: string): CollectGuess {
  return {
    kind: 'registry',
    subject: 'instances.json',
    text: trouble.replace(/\.$/, ''),
    change: 'Look whether an instance is missing in `fleet.yaml`.',
  };
}
