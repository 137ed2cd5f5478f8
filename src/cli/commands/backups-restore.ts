import { MistakeError } from '../../core/model/errors.ts';
import { NO_SOURCE } from '../../engine/agent/no-source.ts';
import { newRunId, partId } from '../../engine/apply/run-id.ts';
import type { BackupPlace } from '../../engine/backups/backup-places.ts';
import {
  planRestore,
  type RestoreChoice,
  type RestoreHost,
  type SetRestore,
} from '../../engine/backups/plan-restore.ts';
import { assertCanBeRestored, restoreSet } from '../../engine/backups/restore-set.ts';
import type { Settings } from '../../settings/settings.ts';
import { type ReadSet, wantedSets } from '../backups/find-sets.ts';
import { type OpenedBackups, openBackups, readerOf, settingsOf } from '../backups/open-backups.ts';
import { restoreIntoFolder } from '../backups/restore-into-folder.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { stateDirOf } from '../host-place.ts';
import { openLockedAgent } from '../open-locked-agent.ts';
import { folderLines, restoredLines, restoreLines } from '../print/print-restore.ts';
import { createScreen, type Screen } from '../print/screen.ts';
import { recoverFirst } from '../recover-first.ts';

/** `backups restore`: into an empty folder, or onto the servers after showing what would change and asking. */
export async function runRestore(
  context: CliContext,
  options: CliOptions,
  ids: readonly string[],
): Promise<ExitCode> {
  const [id] = ids;
  if (id === undefined || ids.length > 1) throw ONE_ID;
  const screen = createScreen(context, context.stdout, options);
  if (options.to !== undefined) return restoreTo(context, { options, id, to: options.to, screen });
  if (options.yes !== true && (context.ask === undefined || options.json === true)) throw NOBODY_TO_ASK;
  const { host, opened, close } = await openForRestore(context, options);
  try {
    return await restoreLive({ context, options, id, screen, host, opened });
  } finally {
    await close();
  }
}

const ONE_ID = new MistakeError(
  'a restore takes one set',
  'Say `homeamp backups restore ID`, with an id of `homeamp backups list` or `latest`.',
);

const NOBODY_TO_ASK = new MistakeError(
  'a restore asks before it writes, and there is nobody to ask',
  'Look at `homeamp backups show`, then say --yes; or take the files out with --to.',
);

interface FolderRestore {
  readonly options: CliOptions;
  readonly id: string;
  readonly to: string;
  readonly screen: Screen;
}

async function restoreTo(context: CliContext, { options, id, to, screen }: FolderRestore): Promise<ExitCode> {
  const { close, ...opened } = await openBackups(context, options);
  try {
    const sets = await wantedSets(opened, id, options.instance ?? []);
    const written = await restoreIntoFolder(opened, { sets, choice: choiceOf(options), to });
    if (options.json === true) screen.json({ run: null, to, restored: written });
    else screen.print(...folderLines(sets, written, to));
    return EXIT.done;
  } finally {
    await close();
  }
}

interface OpenedRestore {
  readonly host: RestoreHost;
  readonly opened: OpenedBackups;
  readonly close: () => Promise<void>;
}

async function openForRestore(context: CliContext, options: CliOptions): Promise<OpenedRestore> {
  const settings = settingsOf(context, options);
  if (settings !== undefined) return openAgentForRestore(context, options, settings);
  if (options.ampRoot === undefined) throw NO_AMP_ROOT;
  const place = { stateDir: stateDirOf(context.environment, options), ampRoot: options.ampRoot };
  const { host, close } = await context.openRestorer(place);
  const places: readonly BackupPlace[] = [{ name: 'host', store: host.backups }];
  return { host, opened: { places, reader: readerOf(host.signer, options, options.host) }, close };
}

const NO_AMP_ROOT = new MistakeError(
  'it is not known where the AMP instances lie',
  'Name the folder with --amp-root, or the agent’s settings with --config; or take the files out with --to.',
);

async function openAgentForRestore(
  context: CliContext,
  options: CliOptions,
  settings: Settings,
): Promise<OpenedRestore> {
  const { agent, close } = await openLockedAgent(context, settings);
  const reader = readerOf(agent.signer, options, settings.host);
  return { host: agent.over(NO_SOURCE), opened: { places: agent.backupPlaces, reader }, close };
}

function choiceOf({ before, file, folderOwner }: CliOptions): RestoreChoice {
  return {
    side: before === true ? 'before' : 'after',
    files: file === undefined ? [] : [file],
    folderOwner: folderOwner === true,
  };
}

interface LiveRestore extends Omit<OpenedRestore, 'close'> {
  readonly context: CliContext;
  readonly options: CliOptions;
  readonly id: string;
  readonly screen: Screen;
}

async function restoreLive(order: LiveRestore): Promise<ExitCode> {
  const { context, options, screen, host, opened } = order;
  await recoverFirst(host, screen);
  const sets = await wantedSets(opened, order.id, options.instance ?? []);
  for (const set of sets) assertTrusted(set);
  const choice = choiceOf(options);
  const planned = sets.map(({ manifest }) => planRestore(host, manifest, choice));
  if (options.json !== true) screen.print(...planned.flatMap((restore) => restoreLines(restore)));
  const changed = planned.filter(({ files }) => files.length > 0);
  for (const restore of changed) await assertCanBeRestored(host, opened.places, restore);
  if (changed.length > 0 && options.yes !== true && !(await context.ask?.('Restore these files?'))) {
    screen.print(['Nothing was changed.']);
    return EXIT.differs;
  }
  await restoreAll(order, changed);
  return EXIT.done;
}

/** What was signed by somebody else may hold anything, and a server runs what its files say. */
function assertTrusted({ manifest, trust, signedBy }: ReadSet): void {
  if (trust === 'verified') return;
  const why =
    trust === 'unsigned' ? 'is not signed' : `is signed by ${signedBy ?? ''}, which is not this host's key`;
  throw new MistakeError(
    `the backup set ${manifest.id} of ${manifest.instance} ${why}`,
    trust === 'unsigned'
      ? 'Take it out with --to and look at it.'
      : 'Compare the key with `publicKey` of this host in fleet.yaml. If it is the same, say --trust-key with it; else take the set out with --to and look at it.',
  );
}

async function restoreAll(order: LiveRestore, changed: readonly SetRestore[]): Promise<void> {
  const { options, screen, host, opened } = order;
  const run = newRunId(host.clock);
  const restored = [];
  for (const [index, restore] of changed.entries()) {
    const id = partId(run, index);
    await restoreSet(host, opened.places, { id, restore, folderOwner: options.folderOwner === true });
    if (options.json !== true) screen.print(...restoredLines(id, restore));
    const { manifest, files } = restore;
    restored.push({ id, of: manifest.id, instance: manifest.instance, files: files.map(({ path }) => path) });
  }
  if (options.json === true) screen.json({ run: changed.length === 0 ? null : run, to: null, restored });
  else if (changed.length > 0) screen.print(['Running servers use the files after a reload or a restart.']);
}
