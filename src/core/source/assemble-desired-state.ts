import type { Baseline } from '../model/baseline.ts';
import type { DesiredState, Fleet, Scope } from '../model/desired-state.ts';
import { compareIssues, hasErrors, type Issue } from '../model/issue.ts';
import type { RepositorySecrets } from '../model/secret-recipients.ts';
import { markReferences } from '../model/variable-reference.ts';
import type { Workbook } from '../model/workbook.ts';
import { checkMigrations } from './check-migrations.ts';
import { checkOverrides, checkOwners } from './check-overrides.ts';
import { checkPlacements } from './check-placements.ts';
import { classifySourceFile, type SourceFileRole } from './classify-source-file.ts';
import { decodeText } from './decode-text.ts';
import type { KnownBaselines } from './find-file-of-key.ts';
import { instanceFinder } from './find-instance.ts';
import { parseBaseline } from './parse-baseline.ts';
import { type DeploymentMatrix, parseDeploymentMatrix } from './parse-deployment-matrix.ts';
import { parseFleet } from './parse-fleet.ts';
import { parsePlugins } from './parse-plugins.ts';
import { parseVariables, type ScopedValues } from './parse-variables.ts';
import { parseWorkbook } from './parse-workbook.ts';
import { collectIssues, quoteName, type ReportIssue } from './report-issue.ts';
import { checkClearText, withoutAllowed } from './scan/check-clear-text.ts';
import type { PluginEntry } from './schemas.ts';
import { readSecrets } from './secrets/read-secrets.ts';

const ROOT = 'desired-state/';
const TEMPLATES = 'templates/';

export interface AssembledState {
  /** Undefined as soon as anything is wrong, so that half a repository can't be applied. */
  readonly desired: DesiredState | undefined;
  /** What could be read in spite of errors: for more checks, never for applying. */
  readonly readable: DesiredState | undefined;
  readonly plugins: ReadonlyMap<string, PluginEntry>;
  readonly secrets: RepositorySecrets;
  /** Sorted by place. */
  readonly issues: readonly Issue[];
}

interface Sources {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly workbooks: readonly Workbook[];
}

interface RoledFile {
  readonly file: string;
  readonly role: SourceFileRole;
  readonly bytes: Uint8Array;
}

/** Reads and checks `desired-state/` and `templates/`. Workbooks come as cells; their files are not opened here. */
export function assembleDesiredState(input: Sources): AssembledState {
  const { report, issues } = collectIssues();
  const files = classifyFiles(input.files, report);
  const baselines = readBaselines(files, input.files, report);
  const fleet = readOne('fleet', { name: 'fleet.yaml', files, report }, (file, text) =>
    parseFleet({ file, text, plugins: [...baselines.keys()] }, report),
  );
  const plugins = readMany('plugins', files, report, (file, text) => parsePlugins(file, text, report))[0];
  const secrets = readSecrets(secretFiles(files, fleet), report);
  const readable = fleet && assembleFleet({ fleet, baselines, files, workbooks: input.workbooks, report });
  if (readable !== undefined && plugins !== undefined) checkMigrations(readable, plugins, report);
  checkClearText(input, issues, report);
  const sorted = [...withoutAllowed(issues, input.files)].sort(compareIssues);
  return {
    desired: hasErrors(sorted) ? undefined : readable,
    readable,
    plugins: plugins ?? new Map(),
    secrets,
    issues: sorted,
  };
}

function secretFiles(files: readonly RoledFile[], fleet: Fleet | undefined) {
  const own = files.filter(({ role }) => role.kind === 'secret');
  return {
    files: new Map(own.map(({ file, bytes }) => [file, bytes])),
    hosts: fleet && [...fleet.hosts.keys()],
  };
}

function classifyFiles(files: Sources['files'], report: ReportIssue): readonly RoledFile[] {
  const roled: RoledFile[] = [];
  for (const [file, bytes] of files) {
    if (!file.startsWith(ROOT)) continue;
    const role = classifySourceFile(file.slice(ROOT.length));
    if (role.kind === 'unexpected') {
      const help = 'Move it out of `desired-state/`, or correct its name.';
      report(
        'unexpected-file',
        { file, line: 0, column: 0 },
        'Nothing is read from a file of this name.',
        help,
      );
    } else roled.push({ file, role, bytes });
  }
  // One order whatever the source: issues and results must not depend on how a tree was listed.
  return roled.sort((a, b) => (a.file < b.file ? -1 : 1));
}

function readMany<T>(
  kind: SourceFileRole['kind'],
  files: readonly RoledFile[],
  report: ReportIssue,
  parse: (file: string, text: string, role: SourceFileRole) => T,
): readonly T[] {
  return files.flatMap(({ file, role, bytes }) => {
    const text = role.kind === kind ? decodeText(file, bytes, report) : undefined;
    return text === undefined ? [] : [parse(file, text, role)];
  });
}

interface NeededFile {
  readonly name: string;
  readonly files: readonly RoledFile[];
  readonly report: ReportIssue;
}

function readOne<T>(
  kind: 'fleet' | 'matrix',
  { name, files, report }: NeededFile,
  parse: (file: string, text: string) => T,
): T | undefined {
  if (!files.some(({ role }) => role.kind === kind)) {
    const place = { file: `${ROOT}${name}`, line: 0, column: 0 };
    report(
      'missing-file',
      place,
      'The file is not there.',
      'Add it; docs/repository.md shows one to begin with.',
    );
  }
  return readMany(kind, files, report, parse)[0];
}

function readBaselines(
  roled: readonly RoledFile[],
  files: Sources['files'],
  report: ReportIssue,
): KnownBaselines {
  const baselines = new Map<string, Baseline | undefined>();
  const findTemplate = (name: string) => readTemplate(`${TEMPLATES}${name}`, files, report);
  for (const { file, role, bytes } of roled) {
    if (role.kind !== 'baseline') continue;
    const named = file.slice(file.lastIndexOf('/') + 1, -'.md'.length);
    const text = decodeText(file, bytes, report);
    const parsed = text === undefined ? undefined : parseBaseline({ file, text }, findTemplate, report);
    const plugin = parsed?.plugin ?? named;
    if (baselines.has(plugin)) {
      const message = `There is another baseline for ${quoteName(plugin)}.`;
      report('duplicate-baseline', { file, line: 1, column: 1 }, message, 'Merge the two.');
    } else baselines.set(plugin, parsed?.partial === false ? parsed.baseline : undefined);
  }
  return baselines;
}

function readTemplate(file: string, files: Sources['files'], report: ReportIssue): string | undefined {
  const bytes = files.get(file);
  const text = bytes === undefined ? undefined : decodeText(file, bytes, report);
  return text === undefined ? undefined : markReferences(text);
}

interface FleetSources {
  readonly fleet: Fleet;
  readonly baselines: KnownBaselines;
  readonly files: readonly RoledFile[];
  readonly workbooks: readonly Workbook[];
  readonly report: ReportIssue;
}

function assembleFleet(sources: FleetSources): DesiredState {
  const { fleet, baselines, report } = sources;
  const matrix = readMatrix(sources);
  const { placements } = matrix;
  checkPlacements({ fleet, ...matrix, baselines, report });
  const values = checkOwners(readValues(sources), report);
  return {
    fleet,
    baselines: new Map(
      [...baselines].flatMap(([name, baseline]) => (baseline === undefined ? [] : [[name, baseline]])),
    ),
    placements,
    variables: values.variables,
    overrides: checkOverrides(values.overrides, { baselines, fleet, placements, report }),
  };
}

function readMatrix({ fleet, files, report }: FleetSources): DeploymentMatrix {
  const needed = { name: 'deployment-matrix.csv', files, report };
  const matrix = readOne('matrix', needed, (file, text) =>
    parseDeploymentMatrix({ file, text }, fleet, report),
  );
  if (matrix !== undefined) return matrix;
  return { placements: new Map([...fleet.instances.keys()].map((id) => [id, []])), rows: new Map() };
}

function readValues(sources: FleetSources): ScopedValues {
  const { fleet, baselines, files, workbooks, report } = sources;
  const fromFiles = readMany('variables', files, report, (file, text, role) => {
    const scope = role.kind === 'variables' ? scopeOf(file, role, sources) : undefined;
    return scope === undefined ? undefined : parseVariables({ file, text, scope }, report);
  });
  const fromWorkbooks = workbooks.map((workbook) => parseWorkbook(workbook, { fleet, baselines, report }));
  const all = [...fromFiles, ...fromWorkbooks].filter((values) => values !== undefined);
  return {
    variables: all.flatMap(({ variables }) => variables),
    overrides: all.flatMap(({ overrides }) => overrides),
  };
}

function scopeOf(
  file: string,
  role: Extract<SourceFileRole, { kind: 'variables' }>,
  { fleet, report }: FleetSources,
): Scope | undefined {
  const place = { file, line: 1, column: 1 };
  const { scope, name } = role;
  const help = 'Name the file after one that fleet.yaml lists.';
  switch (scope) {
    case 'fleet':
      return { kind: 'fleet' };
    case 'hosts':
      if (fleet.hosts.has(name)) return { kind: 'host', name };
      report('unknown-host', place, `The host ${quoteName(name)} is not in the fleet.`, help);
      return undefined;
    case 'groups':
      if (fleet.groups.includes(name)) return { kind: 'group', name };
      report('unknown-group', place, `The group ${quoteName(name)} is not in the fleet.`, help);
      return undefined;
    case 'instances': {
      const instance = instanceFinder(fleet.instances, report)(name, place);
      return instance === undefined ? undefined : { kind: 'instance', name: instance.id };
    }
  }
}
