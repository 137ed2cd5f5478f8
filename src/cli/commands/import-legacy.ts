import { hasErrors } from '../../core/model/issue.ts';
import type { LegacyData } from '../../core/onramp/legacy/legacy-data.ts';
import { indexLive, type LiveIndex } from '../../core/onramp/legacy/live-index.ts';
import { starterFiles } from '../../core/onramp/starter-files.ts';
import { importLegacy, type LegacyImport } from '../../engine/onramp/legacy/import-legacy.ts';
import { readLegacyFiles } from '../../engine/onramp/legacy/read-legacy-files.ts';
import { collectServers } from '../../engine/onramp/live/collect-servers.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { type ImportTarget, importTarget, writeImportPage } from '../onramp/import-target.ts';
import { readLegacyOptions } from '../onramp/read-legacy-options.ts';
import { readOldFiles } from '../onramp/read-old-files.ts';
import { legacyImportPage } from '../print/legacy-import-page.ts';
import { type LegacyOutcome, legacyImportLines, reportLegacyImport } from '../print/print-legacy-import.ts';
import { createProgress } from '../print/progress.ts';
import { createScreen } from '../print/screen.ts';
import { writeRepositoryFolder } from '../write-repository-folder.ts';
import { writeSecretsFile } from '../write-secrets-file.ts';

/** Makes a repository of the earlier manager's files; what is wrong in them is told and not carried over. */
export async function runImportLegacy(
  context: CliContext,
  options: CliOptions,
  places: readonly string[],
): Promise<ExitCode> {
  const target = importTarget(options);
  const legacyOptions = readLegacyOptions(options);
  const data = await readData(context, places);
  const live = options.live === undefined ? undefined : await lookAtLive(context, options.live);
  const imported = importLegacy(data, { ...legacyOptions, live });
  const outcome = await write(context, options, { imported, target });
  const screen = createScreen(context, context.stdout, options);
  if (options.json === true) screen.json(reportLegacyImport(outcome));
  else screen.print(...legacyImportLines(outcome, screen.width));
  return hasErrors(imported.issues) ? EXIT.mistake : EXIT.done;
}

async function readData(context: CliContext, places: readonly string[]): Promise<LegacyData> {
  const files = readOldFiles(places);
  const progress = createProgress(context, 'reading old files');
  try {
    return await readLegacyFiles(files, context.workbookFiles, progress.step);
  } finally {
    progress.stop();
  }
}

/** Nothing is remembered of jars between imports. */
const NO_JARS = { get: () => new Map(), put: () => undefined };

async function lookAtLive(context: CliContext, place: string): Promise<LiveIndex> {
  const { host, close } = await context.openImportPlace(place, undefined);
  const progress = createProgress(context, 'reading servers');
  try {
    const { seen } = await collectServers(
      { ...host, knownJars: NO_JARS },
      {
        hosts: [{ host: 'live', locals: host.locals }],
        // Only what has a key is asked for, so nothing needs to be passed over.
        own: ['*:*'],
        leave: [],
        onInstance: progress.step,
      },
    );
    return indexLive(seen);
  } finally {
    progress.stop();
    await close();
  }
}

interface ToWrite {
  readonly imported: LegacyImport;
  readonly target: ImportTarget | undefined;
}

async function write(
  context: CliContext,
  { report }: CliOptions,
  { imported, target }: ToWrite,
): Promise<LegacyOutcome> {
  const starters = starterFiles(await context.readTemplates(), {
    hosts: imported.draft.hosts.map(({ name }) => name),
    approvers: [],
    workflow: true,
    example: exampleOf(imported),
  });
  const files = new Map([...starters, ...imported.files]);
  const secretsPlace =
    target === undefined
      ? undefined
      : { file: target.secretsFile, repository: target.dir, force: target.force };
  const isKept = secretsPlace !== undefined && imported.secrets.size > 0;
  const unwrittenSecrets = isKept ? writeSecretsFile(secretsPlace, imported.secrets) : [];
  const kept = target === undefined ? [] : writeRepositoryFolder(target.dir, files, { force: target.force });
  if (report !== undefined) writeImportPage(report, legacyImportPage(imported));
  return {
    imported,
    dir: target?.dir,
    files: [...files.keys()],
    kept,
    report,
    secretsFile: isKept ? secretsPlace.file : undefined,
    unwrittenSecrets,
  };
}

/** A key that `explain` knows, for the README. */
function exampleOf({ draft }: LegacyImport) {
  const [scope] = draft.scopes;
  const [override] = scope?.overrides ?? [];
  const [key] = override?.keys ?? [];
  if (scope?.scope.kind !== 'instance' || override === undefined || key === undefined) return undefined;
  const { name } = scope.scope;
  return { instance: name.slice(name.indexOf('/') + 1), plugin: override.plugin, key: key.path.join('.') };
}
