import { MistakeError } from '../../core/model/errors.ts';
import { suggestName } from '../../core/source/suggest-name.ts';
import { readSetAnywhere } from '../../engine/backups/backup-places.ts';
import { createSetVerifier, type SetFindings } from '../../engine/backups/verify-set.ts';
import {
  isWanted,
  type ListedSet,
  latestSnapshots,
  listEverywhere,
  namedSets,
  readNamed,
} from '../backups/find-sets.ts';
import { type OpenedBackups, openBackups } from '../backups/open-backups.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import {
  findingsJson,
  findingsLines,
  type ShownSet,
  setJson,
  setLines,
  setTable,
  summaryJson,
} from '../print/print-backups.ts';
import { createScreen, type Screen, styled } from '../print/screen.ts';

const ACTIONS = ['list', 'show', 'verify', 'restore'];
const DEFAULT_LIMIT = 20;

/** `backups list`, `show`, `verify` and `restore`. */
export async function runBackups(
  context: CliContext,
  options: CliOptions,
  [action = '', ...ids]: readonly string[],
): Promise<ExitCode> {
  if (action === 'restore') {
    const { runRestore } = await import('./backups-restore.ts');
    return runRestore(context, options, ids);
  }
  const look = LOOKS.get(action);
  if (look === undefined) {
    throw new MistakeError(
      `backups can't ${action}.${suggestName(action, ACTIONS)}`,
      'Run `homeamp backups` with list, show, verify or restore.',
    );
  }
  const { close, ...opened } = await openBackups(context, options);
  try {
    return await look(
      { context, options, opened, screen: createScreen(context, context.stdout, options) },
      ids,
    );
  } finally {
    await close();
  }
}

interface Look {
  readonly context: CliContext;
  readonly options: CliOptions;
  readonly opened: OpenedBackups;
  readonly screen: Screen;
}

const LOOKS = new Map([
  ['list', listSets],
  ['show', showSets],
  ['verify', verifySets],
]);

/** Says so when a place could not be asked, since what is shown may not be all there is. */
async function listSets({ context, options, opened, screen }: Look): Promise<ExitCode> {
  const listed = await listEverywhere(opened.places);
  const shown = await newestOf(opened, listed.sets, options);
  if (options.json === true) screen.json({ sets: shown.map(summaryJson) });
  else if (shown.length === 0) screen.print(['There are no backups here.']);
  else screen.print(...setTable(shown, screen.width));
  if (listed.away === undefined) return EXIT.done;
  const { message, next } = listed.away;
  createScreen(context, context.stderr, options).print(
    [styled('red', 'homeamp: '), `a part of the backups could not be listed: ${message}`],
    [next],
  );
  return EXIT.transient;
}

async function newestOf(
  opened: OpenedBackups,
  sets: readonly ListedSet[],
  { instance = [], limit = DEFAULT_LIMIT }: CliOptions,
): Promise<readonly ShownSet[]> {
  const shown: ShownSet[] = [];
  for (const set of sets) {
    if (shown.length >= limit) break;
    const reading = await readSetAnywhere(opened.places, opened.reader, set.name);
    if (reading.kind === 'absent') continue;
    if (reading.kind === 'read' ? isWanted(reading, instance) : instance.length === 0) {
      shown.push({ ...set, reading });
    }
  }
  return shown;
}

async function showSets({ options, opened, screen }: Look, ids: readonly string[]): Promise<ExitCode> {
  if (ids.length === 0) throw NO_ID;
  const listed = await listEverywhere(opened.places);
  const sets: ShownSet[] = [];
  for (const id of ids) {
    if (id === 'latest') {
      for (const reading of await latestSnapshots(opened, listed, options.instance ?? [])) {
        const set = listed.sets.find(({ name }) => name.id === reading.manifest.id);
        if (set !== undefined) sets.push({ ...set, reading });
      }
      continue;
    }
    for (const set of namedSets(listed, [id])) sets.push({ ...set, reading: await readNamed(opened, set) });
  }
  if (options.json === true) screen.json({ sets: sets.map(setJson) });
  else screen.print(...sets.flatMap((set) => setLines(set, screen.width)));
  return EXIT.done;
}

const NO_ID = new MistakeError(
  'it is not said which set to show',
  'Take an id from `homeamp backups list`, or say `latest`.',
);

async function verifySets({ options, opened, screen }: Look, ids: readonly string[]): Promise<ExitCode> {
  const listed = await listEverywhere(opened.places);
  // A place that can't be asked can't be called whole.
  if (listed.away !== undefined) throw listed.away;
  const sets = ids.length === 0 ? listed.sets : namedSets(listed, ids);
  const findings: SetFindings[] = [];
  for (const place of opened.places) {
    const verifier = createSetVerifier(place, opened.reader);
    for (const { name } of sets) {
      const found = await verifier.verify(name);
      if (found !== undefined) findings.push(found);
    }
  }
  if (options.json === true) screen.json({ findings: findings.map(findingsJson) });
  else screen.print(...findingsLines(findings, sets.length));
  return findings.some(({ problems }) => problems.length > 0) ? EXIT.differs : EXIT.done;
}
