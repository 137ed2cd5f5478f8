import type { InstancePlugins, PluginReport, PluginsReport } from '../../core/report/plugins-report.ts';
import { plural } from './print-plan.ts';
import { displayWidth, safeText } from './safe-text.ts';
import { type Line, type Screen, type Span, styled, textOf } from './screen.ts';
import { layoutTable } from './table.ts';

const SHORT_ID = 12;
const VERSION_LENGTH = 24;
const GAP = 2;

/** Prints a table of plugins by instances, split where it is wider than the terminal, and below it what is odd. */
export function printPlugins(screen: Screen, report: PluginsReport): void {
  const looked = report.instances.filter(({ reason }) => reason === null);
  const rows = rowsOf(looked);
  screen.print(headLine(report), []);
  for (const part of partsOf(looked, rows, screen.width)) {
    screen.print(...tableOf(part, rows, screen.width), []);
  }
  screen.print(...legendLines(report), ...report.instances.flatMap(oddLines), totalLine(report));
}

function headLine({ host, revision }: PluginsReport): Line {
  const id = revision.id.slice(0, SHORT_ID);
  const subject = revision.subject === null ? '' : ` ${JSON.stringify(revision.subject)}`;
  const at = revision.kind === 'commit' ? `${id}${subject}` : `files ${id}`;
  return [styled('bold', `Plugins of ${host}`), ` at ${at}`];
}

/** A plugin's reports by instance: whatever is called alike in any case is one row. */
interface PluginRow {
  readonly plugin: string;
  readonly cells: ReadonlyMap<InstancePlugins, readonly PluginReport[]>;
}

/** Placed plugins in the matrix's order, then the others. */
function rowsOf(instances: readonly InstancePlugins[]): readonly PluginRow[] {
  const rows = new Map<
    string,
    { readonly plugin: string; readonly cells: Map<InstancePlugins, PluginReport[]> }
  >();
  const ordered = instances.flatMap((instance) => instance.plugins.map((plugin) => ({ instance, plugin })));
  const isPlaced = ({ plugin }: (typeof ordered)[number]) => plugin.state !== 'unknown';
  for (const { instance, plugin } of [
    ...ordered.filter(isPlaced),
    ...ordered.filter((one) => !isPlaced(one)),
  ]) {
    const key = plugin.plugin.toLowerCase();
    const row = rows.get(key) ?? { plugin: plugin.plugin, cells: new Map() };
    row.cells.set(instance, [...(row.cells.get(instance) ?? []), plugin]);
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** As many instances side by side as the width holds, and at least one. */
function partsOf(
  instances: readonly InstancePlugins[],
  rows: readonly PluginRow[],
  width: number | undefined,
): readonly (readonly InstancePlugins[])[] {
  const first = Math.max(0, ...rows.map(({ plugin }) => displayWidth(safeText(plugin))));
  const parts: InstancePlugins[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const instance of instances) {
    const texts = [instance.name, ...rows.map((row) => textOf(cellOf(row, instance)))];
    const needed = GAP + Math.max(...texts.map((text) => displayWidth(safeText(text))));
    if (parts.length === 0 || (width !== undefined && used + needed > width)) {
      parts.push([]);
      used = first;
    }
    parts.at(-1)?.push(instance);
    used += needed;
  }
  return parts;
}

function tableOf(
  instances: readonly InstancePlugins[],
  rows: readonly PluginRow[],
  width: number | undefined,
): readonly Line[] {
  const filled = rows.filter(({ cells }) => instances.some((instance) => cells.has(instance)));
  const head = ['PLUGIN', ...instances.map(({ name }) => name)];
  const lines = filled.map((row) => [row.plugin, ...instances.map((instance) => cellOf(row, instance))]);
  return layoutTable(head, lines, width);
}

function cellOf({ cells }: PluginRow, instance: InstancePlugins): Span {
  const reports = cells.get(instance) ?? [];
  const text = reports.map(cellText).join(' ');
  if (reports.some(({ state }) => state === 'missing')) return styled('red', text);
  return reports.some(({ state }) => state === 'unknown') ? styled('yellow', text) : text;
}

function cellText({ state, version }: PluginReport): string {
  const shown = version === null ? '?' : version.slice(0, VERSION_LENGTH);
  switch (state) {
    case 'installed':
      return shown;
    case 'folder-only':
      return 'folder';
    case 'missing':
      return 'missing';
    case 'unknown':
      return `+${shown}`;
  }
}

function legendLines({ totals, instances }: PluginsReport): readonly Line[] {
  const hides = instances.some(({ plugins }) => plugins.some(isVersionless));
  const lines = [
    ...(totals.unknown > 0
      ? ['+       a jar that the deployment matrix does not place on the instance']
      : []),
    ...(totals.missing > 0
      ? ['missing the matrix places it, and neither a jar nor its folder is there']
      : []),
    ...(totals.folderOnly > 0 ? ['folder  its folder is there, and no jar says that it is the plugin'] : []),
    ...(hides ? ['?       the jar tells no version'] : []),
  ];
  return lines.length === 0 ? [] : [...lines.map((line) => [styled('dim', line)]), []];
}

function isVersionless({ state, version }: PluginReport): boolean {
  return version === null && (state === 'installed' || state === 'unknown');
}

function oddLines({ name, reason, plugins }: InstancePlugins): readonly Line[] {
  if (reason !== null) {
    return [
      [styled('bold', name), ': ', styled('red', `not looked at: ${reason.message}`)],
      ['  ', styled('cyan', reason.help)],
    ];
  }
  return plugins.flatMap(({ jar, detail }) =>
    detail === null ? [] : [[styled('bold', name), `: ${jar ?? ''}: ${detail}`]],
  );
}

function totalLine({ instances, totals }: PluginsReport): Line {
  const counts = [
    [totals.installed, 'installed'],
    [totals.folderOnly, 'by folder alone'],
    [totals.missing, 'missing'],
    [totals.unknown, 'not in the matrix'],
  ] as const;
  const text = counts
    .filter(([count]) => count > 0)
    .map(([count, what]) => `${count} ${what}`)
    .join(', ');
  const skipped = totals.notLookedAt > 0 ? `; ${totals.notLookedAt} not looked at` : '';
  return [`${plural(instances.length, 'instance')}: ${text === '' ? 'no plugins' : text}${skipped}.`];
}
