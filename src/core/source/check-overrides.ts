import type { DesiredState, Override, Scope } from '../model/desired-state.ts';
import type { Instance } from '../model/instance.ts';
import type { SourcePlace } from '../model/issue.ts';
import { keyId } from '../model/key-path.ts';
import { type KnownBaselines, reportUnknownPlugin } from './find-file-of-key.ts';
import type { ScopedValues } from './parse-variables.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';
import { suggestName } from './suggest-name.ts';

interface OverrideContext {
  readonly baselines: KnownBaselines;
  readonly fleet: DesiredState['fleet'];
  readonly placements: DesiredState['placements'];
  readonly report: ReportIssue;
}

/** Checks overrides against baselines and placements; gives those that a baseline's file can take. */
export function checkOverrides(
  overrides: readonly Override[],
  context: OverrideContext,
): readonly Override[] {
  const told = new Set<string>();
  const once = (what: string, override: Override): boolean => {
    const { file, sheet } = override.key.place;
    const id = JSON.stringify([what, file, sheet, override.plugin, scopeText(override.scope)]);
    return !told.has(id) && told.add(id) !== undefined;
  };
  return overrides.filter((override) => {
    if (!fitsBaseline(override, context, once)) return false;
    if (override.reason === undefined && once('reason', override)) reportNoReason(override, context.report);
    if (!isPlaced(override, context) && once('placed', override)) reportNotPlaced(override, context.report);
    return true;
  });
}

type Once = (what: string, override: Override) => boolean;

function fitsBaseline(override: Override, context: OverrideContext, once: Once): boolean {
  const { plugin, file, key } = override;
  const { baselines, report } = context;
  if (!baselines.has(plugin)) {
    if (once('plugin', override)) reportUnknownPlugin(plugin, key.place, { baselines, report });
    return false;
  }
  const baseline = baselines.get(plugin);
  if (baseline === undefined) return false;
  const target = baseline.files.find(({ path }) => path === file);
  if (target === undefined) {
    const known = baseline.files.map(({ path }) => path);
    const help = `Add a block for it to the baseline, or correct the name.${suggestName(file, known)}`;
    if (once(`file ${file}`, override)) {
      report('unknown-file', key.place, `${quoteName(plugin)} has no file ${quoteName(file)}.`, help);
    }
    return false;
  }
  if ((target.format === 'text') === (keyId(key.path) === '')) return true;
  const message = `${quoteName(file)} is ${target.format === 'text' ? 'one text without keys' : 'a file with keys'}.`;
  report('override-shape', key.place, message, 'Write the plugin, below it the file, below it the keys.');
  return false;
}

function reportNoReason({ plugin, key }: Override, report: ReportIssue): void {
  const help = `Add \`reasons: { ${quoteName(plugin).slice(1, -1)}: why }\` (in a workbook: a column Reason).`;
  report('override-without-reason', key.place, `The override of ${quoteName(plugin)} gives no reason.`, help);
}

function reportNotPlaced({ plugin, scope, key }: Override, report: ReportIssue): void {
  const message = `The override of ${quoteName(plugin)} has no effect: no instance in ${scopeText(scope)} has the plugin.`;
  report('override-not-placed', key.place, message, 'Mark the plugin in the matrix, or remove the override.');
}

function isPlaced({ plugin, scope }: Override, { fleet, placements }: OverrideContext): boolean {
  for (const instance of fleet.instances.values()) {
    if (isInScope(instance, scope) && placements.get(instance.id)?.includes(plugin)) return true;
  }
  return false;
}

function isInScope(instance: Instance, scope: Scope): boolean {
  switch (scope.kind) {
    case 'fleet':
      return true;
    case 'host':
      return instance.host === scope.name;
    case 'group':
      return instance.groups.includes(scope.name);
    case 'instance':
      return instance.id === scope.name;
  }
}

/** A scope in words, such as `host ovh-ryzen`. */
function scopeText(scope: Scope): string {
  return scope.kind === 'fleet' ? 'the fleet' : `${scope.kind} ${scope.name}`;
}

/** Reports values that two places set for the same scope, such as a YAML file and a workbook; the first one stays. */
export function checkOwners(values: ScopedValues, report: ReportIssue): ScopedValues {
  const owners = new Map<string, SourcePlace>();
  const isFirst = (id: readonly string[], what: string, scope: Scope, place: SourcePlace): boolean => {
    const key = JSON.stringify([scopeText(scope), ...id]);
    const first = owners.get(key);
    if (first === undefined) owners.set(key, place);
    else {
      const message = `${what} is set for ${scopeText(scope)} in ${describePlace(first)} as well.`;
      report('two-owners', place, message, 'Keep the value in one of the two places.');
    }
    return first === undefined;
  };
  return {
    variables: values.variables.filter(({ name, scope, place }) =>
      isFirst(['variable', name], `The variable ${quoteName(name)}`, scope, place),
    ),
    overrides: values.overrides.filter(({ plugin, file, key, scope }) => {
      const id = keyId(key.path);
      return isFirst(['key', plugin, file, id], `${quoteName(id)} of ${quoteName(plugin)}`, scope, key.place);
    }),
  };
}

function describePlace({ file, line, sheet, cell }: SourcePlace): string {
  return sheet === undefined
    ? `${file} line ${line}`
    : `${file} sheet ${quoteName(sheet)} cell ${cell ?? ''}`;
}
