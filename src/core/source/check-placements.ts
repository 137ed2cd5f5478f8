import type { Baseline } from '../model/baseline.ts';
import type { DesiredState } from '../model/desired-state.ts';
import type { SourcePlace } from '../model/issue.ts';
import { keyId } from '../model/key-path.ts';
import type { KnownBaselines } from './find-file-of-key.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';
import { suggestName } from './suggest-name.ts';

interface PlacementContext {
  readonly fleet: DesiredState['fleet'];
  readonly placements: DesiredState['placements'];
  /** Plugin → its row in the matrix. */
  readonly rows: ReadonlyMap<string, SourcePlace>;
  readonly baselines: KnownBaselines;
  readonly report: ReportIssue;
}

/** Checks matrix and baselines against each other: missing ones, platforms, and files that two baselines share. */
export function checkPlacements(context: PlacementContext): void {
  checkNames(context);
  checkPlatforms(context);
  checkSharedFiles(context);
}

function checkNames({ placements, rows, baselines, report }: PlacementContext): void {
  const placed = new Set([...placements.values()].flat());
  for (const [plugin, place] of rows) {
    if (baselines.has(plugin) || !placed.has(plugin)) continue;
    const help = `Add \`baselines/${plugin}.md\` when its settings matter.${suggestName(plugin, baselines.keys())}`;
    report('plugin-without-baseline', place, `${quoteName(plugin)} has no baseline.`, help);
  }
  for (const [plugin, baseline] of baselines) {
    if (baseline === undefined || placed.has(plugin)) continue;
    const help = `Mark it in the deployment matrix, or remove the baseline.${suggestName(plugin, rows.keys())}`;
    report('baseline-not-placed', baseline.place, `No instance has the plugin ${quoteName(plugin)}.`, help);
  }
}

function checkPlatforms({ fleet, placements, rows, baselines, report }: PlacementContext): void {
  const wrong = new Map<string, string[]>();
  for (const [id, plugins] of placements) {
    const platform = fleet.instances.get(id)?.platform;
    for (const plugin of plugins) {
      const platforms = baselines.get(plugin)?.platforms;
      if (platform === undefined || platforms === undefined || platforms.includes(platform)) continue;
      const list = wrong.get(plugin) ?? [];
      list.push(`\`${id}\` (${platform})`);
      wrong.set(plugin, list);
    }
  }
  for (const [plugin, instances] of wrong) {
    const platforms = baselines.get(plugin)?.platforms.join(', ') ?? '';
    const place = rows.get(plugin) ?? { file: '', line: 0, column: 0 };
    const message = `${quoteName(plugin)} is for ${platforms}, but is marked for ${instances.slice(0, 5).join(', ')}.`;
    report('platform-mismatch', place, message, 'Remove the mark, or add the platform to the baseline.');
  }
}

interface SharedFile {
  readonly baseline: Baseline;
  readonly file: Baseline['files'][number];
}

function checkSharedFiles(context: PlacementContext): void {
  const byPath = new Map<string, SharedFile[]>();
  for (const baseline of context.baselines.values()) {
    for (const file of baseline?.files ?? []) {
      if (baseline === undefined) continue;
      const path = baseline.folder === '.' ? file.path : `${baseline.folder}/${file.path}`;
      const shared = byPath.get(path);
      if (shared === undefined) byPath.set(path, [{ baseline, file }]);
      else shared.push({ baseline, file });
    }
  }
  for (const [path, shared] of byPath) {
    shared.forEach((later, index) => {
      for (const first of shared.slice(0, index)) {
        if (meet(first.baseline.plugin, later.baseline.plugin, context))
          checkPair(path, first, later, context.report);
      }
    });
  }
}

function meet(a: string, b: string, { placements }: PlacementContext): boolean {
  return [...placements.values()].some((plugins) => plugins.includes(a) && plugins.includes(b));
}

function checkPair(path: string, first: SharedFile, later: SharedFile, report: ReportIssue): void {
  const names = `${quoteName(first.baseline.plugin)} and ${quoteName(later.baseline.plugin)}`;
  if (first.file.format !== later.file.format) {
    const message = `${names} read ${quoteName(path)} as ${first.file.format} and ${later.file.format}.`;
    report('two-formats-one-file', later.file.place, message, 'Use one language for the file.');
    return;
  }
  const owned = new Set(first.file.keys.map((key) => keyId(key.path)));
  for (const key of later.file.keys) {
    const id = keyId(key.path);
    if (!owned.has(id)) continue;
    const message = `${names} both own ${quoteName(id)} of ${quoteName(path)}.`;
    report('two-baselines-one-key', key.place, message, 'Keep the key in one of the baselines.');
  }
}
