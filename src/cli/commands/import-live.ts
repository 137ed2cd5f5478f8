import { MistakeError } from '../../core/model/errors.ts';
import { isSafeName } from '../../core/model/instance.ts';
import type { CollectGuess } from '../../core/onramp/collect/collect-guess.ts';
import type { SeenFile, SeenPlugin } from '../../core/onramp/seen-fleet.ts';
import { starterFiles } from '../../core/onramp/starter-files.ts';
import type { ImportLiveReport } from '../../core/report/import-live-report.ts';
import type { HostServers } from '../../engine/onramp/live/collect-servers.ts';
import { type ImportedServers, importServers } from '../../engine/onramp/live/import-servers.ts';
import type { LocalInstances } from '../../ports/local-instances.ts';
import type { CliContext, ImportPlace, Opened } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type ImportTarget, importTarget, writeImportPage } from '../onramp/import-target.ts';
import { type FromPlace, type LiveOptions, readLiveOptions } from '../onramp/live-options.ts';
import { createStepProgress } from '../onramp/step-progress.ts';
import { importLiveLines, importLiveMarkdown } from '../print/print-import-live.ts';
import { createScreen } from '../print/screen.ts';
import { writeRepositoryFolder } from '../write-repository-folder.ts';
import { writeSecretsFile } from '../write-secrets-file.ts';

/** Makes a repository of servers as they are, proves that it changes nothing on them, and tells what was guessed. */
export async function runImportLive(context: CliContext, options: CliOptions): Promise<ExitCode> {
  const live = readLiveOptions(options);
  const target = importTarget(options);
  const began = performance.now();
  const opened = await openPlaces(context, live.from);
  try {
    const imported = await importOpened(context, opened, live);
    const report: ImportLiveReport = {
      ...reportOf(imported, opened),
      ...(await write(context, imported, target)),
      seconds: Math.round(performance.now() - began) / 1000,
      peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
    };
    if (options.report !== undefined) writeImportPage(options.report, importLiveMarkdown(report));
    const screen = createScreen(context, context.stdout, options);
    const ampRoot = opened.find(({ host }) => host.ampRoot !== undefined)?.host.ampRoot;
    if (options.json === true) screen.json(report);
    else screen.print(...importLiveLines(report, { ampRoot, page: options.report, width: screen.width }));
    return EXIT.done;
  } finally {
    for (const { close } of opened) await close();
  }
}

type OpenedPlace = FromPlace & Opened<ImportPlace>;

async function openPlaces(context: CliContext, from: readonly FromPlace[]): Promise<readonly OpenedPlace[]> {
  const opened: OpenedPlace[] = [];
  try {
    for (const one of from) opened.push({ ...one, ...(await context.openImportPlace(one.place, one.name)) });
    return opened;
  } catch (error) {
    for (const { close } of opened) await close();
    throw error;
  }
}

async function importOpened(
  context: CliContext,
  opened: readonly OpenedPlace[],
  live: LiveOptions,
): Promise<ImportedServers> {
  const [first] = opened;
  if (first === undefined) throw new Error('at least one place is asked for');
  const progress = createStepProgress(context);
  const sight = { ...first.host, knownJars: { get: () => new Map(), put: () => undefined } };
  try {
    return await importServers(sight, { ...live, hosts: joinHosts(opened), onStep: progress.step });
  } finally {
    progress.stop();
  }
}

/** Several places may be of one host; its servers are then looked at together. */
function joinHosts(opened: readonly OpenedPlace[]): readonly HostServers[] {
  const hosts = new Map<string, LocalInstances[]>();
  for (const { host: place, hostName } of opened)
    hosts.set(hostName, [...(hosts.get(hostName) ?? []), place.locals]);
  return [...hosts].map(([host, locals]) => ({ host, locals: joinLocals(host, locals) }));
}

function joinLocals(host: string, all: readonly LocalInstances[]): LocalInstances {
  return {
    list() {
      const found = all.flatMap((locals) => locals.list());
      const names = found.map(({ folder }) => folder);
      const twice = names.find((name, index) => names.indexOf(name) !== index);
      if (twice === undefined) return found;
      throw new MistakeError(
        `${host} would have two instances called ${twice}.`,
        'Give one of them another name: --from HOST/NAME=PLACE.',
      );
    },
    troubles: () => all.flatMap((locals) => locals.troubles()),
  };
}

async function write(
  context: CliContext,
  { seen, description, files, ...imported }: ImportedServers,
  target: ImportTarget | undefined,
): Promise<Pick<ImportLiveReport, 'dir' | 'files' | 'kept' | 'secrets'>> {
  const beside = starterFiles(await context.readTemplates(), {
    hosts: seen.hosts,
    approvers: [],
    workflow: true,
    example: exampleOf({ description, ...imported }),
  });
  const all = new Map([...beside, ...files]);
  const names = [...description.secrets.keys()].sort();
  const nothing = { files: [...all.keys()], kept: [], secrets: { names, file: null, unwritten: [] } };
  if (target === undefined) return { dir: null, ...nothing };
  const { dir, secretsFile: file, force } = target;
  const kept = writeRepositoryFolder(dir, all, { force });
  if (names.length === 0) return { ...nothing, dir, kept };
  const unwritten = writeSecretsFile({ file, repository: dir, force }, description.secrets);
  return { ...nothing, dir, kept, secrets: { names, file, unwritten } };
}

function exampleOf({ description: { draft } }: Pick<ImportedServers, 'description'>) {
  for (const { plugin, files } of draft.baselines) {
    const key = files
      .flatMap(({ keys }) => keys)
      .find(({ path }) => path.length === 1 && isSafeName(path[0] ?? ''));
    const instance = draft.placements.get(plugin)?.[0];
    if (key !== undefined && instance !== undefined) return { instance, plugin, key: key.path[0] ?? '' };
  }
  return undefined;
}

function reportOf({ seen, description, guesses, proof }: ImportedServers, opened: readonly OpenedPlace[]) {
  return {
    from: 'live' as const,
    hosts: seen.hosts,
    instances: seen.instances.map(({ id, platform, managed, plugins, files }) => ({
      id,
      platform,
      managed,
      plugins: countPlugins(plugins, files),
      files: files.length,
      keys: files.reduce((sum, { keys }) => sum + keys.length, 0),
    })),
    guesses: [...opened.flatMap(refusedEntries), ...guesses],
    sizes: description.sizes,
    proof: { ownedKeys: proof.ownedKeys, instances: proof.instances },
  };
}

/** The server's own files have a row in the matrix, and are no plugins. */
function countPlugins(plugins: readonly SeenPlugin[], files: readonly SeenFile[]): number {
  const withJar = plugins.filter(({ jar }) => jar !== undefined).map(({ plugin }) => plugin);
  const withFolder = files.filter(({ folder }) => folder !== '.').map(({ plugin }) => plugin);
  return new Set([...withJar, ...withFolder]).size;
}

function refusedEntries({ place, host: { refused } }: OpenedPlace): readonly CollectGuess[] {
  return refused.map(({ name, reason }) => ({
    kind: 'archive-entry',
    subject: place,
    text: `${JSON.stringify(name)} was not unpacked: ${reason}.`,
    change: 'Unpack the archive by hand, and name the folder, when it is needed.',
  }));
}
