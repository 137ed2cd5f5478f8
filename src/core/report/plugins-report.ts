import type { PluginFinding } from '../model/installed-plugin.ts';
import type { Instance, InstanceId } from '../model/instance.ts';
import type { BlockedReason } from '../model/plan.ts';
import type { Revision } from '../model/revision.ts';
import type { Reason, RevisionReport } from './report.ts';
import { reportRevision } from './summarize-pass.ts';

/** The plugins of a host's instances beside the deployment matrix. The JSON of `plugins`. */
export interface PluginsReport {
  /** homeamp's own version. */
  readonly version: string;
  readonly host: string;
  readonly revision: RevisionReport;
  readonly instances: readonly InstancePlugins[];
  readonly totals: PluginTotals;
}

export interface InstancePlugins {
  readonly id: InstanceId;
  readonly name: string;
  readonly platform: string;
  /** Why its plugins could not be looked at; null where they were. */
  readonly reason: Reason | null;
  /** Those that the matrix places, in its order; then jars that it does not place, by file name. */
  readonly plugins: readonly PluginReport[];
}

export interface PluginReport {
  readonly plugin: string;
  readonly state: PluginFinding['kind'];
  /** The file's name; null where there is none. */
  readonly jar: string | null;
  /** As the jar says; null where it says none or can't be read. */
  readonly version: string | null;
  readonly platforms: readonly string[];
  readonly depends: readonly string[];
  /** What is odd about it. */
  readonly detail: string | null;
}

export interface PluginTotals {
  readonly installed: number;
  readonly folderOnly: number;
  readonly missing: number;
  readonly unknown: number;
  /** Instances that could not be looked at. */
  readonly notLookedAt: number;
}

/** What was found on one instance, or why nothing was looked at. */
export interface SurveyedInstance {
  readonly instance: Instance;
  readonly found:
    | { readonly kind: 'plugins'; readonly plugins: readonly PluginFinding[] }
    | { readonly kind: 'not-looked-at'; readonly reason: BlockedReason };
}

export interface PluginSurvey {
  readonly host: string;
  readonly revision: Revision;
  readonly instances: readonly SurveyedInstance[];
}

export function reportPlugins(version: string, { host, revision, instances }: PluginSurvey): PluginsReport {
  const reported = instances.map(reportInstance);
  return {
    version,
    host,
    revision: reportRevision(revision),
    instances: reported,
    totals: sumUp(reported),
  };
}

/** False only when every placed plugin is there, no other one is, and every instance could be looked at. */
export function isAnyPluginAmiss({ totals }: PluginsReport): boolean {
  return totals.missing + totals.unknown + totals.notLookedAt > 0;
}

function reportInstance({ instance, found }: SurveyedInstance): InstancePlugins {
  const { id, name, platform } = instance;
  return found.kind === 'plugins'
    ? { id, name, platform, reason: null, plugins: found.plugins.map(reportFinding) }
    : { id, name, platform, reason: found.reason, plugins: [] };
}

function reportFinding({
  kind,
  plugin,
  jar,
  version,
  platforms,
  depends,
  detail,
}: PluginFinding): PluginReport {
  return {
    plugin,
    state: kind,
    jar: jar ?? null,
    version: version ?? null,
    platforms,
    depends,
    detail: detail ?? null,
  };
}

function sumUp(instances: readonly InstancePlugins[]): PluginTotals {
  const states = instances.flatMap(({ plugins }) => plugins.map(({ state }) => state));
  const count = (state: PluginFinding['kind']) => states.filter((one) => one === state).length;
  return {
    installed: count('installed'),
    folderOnly: count('folder-only'),
    missing: count('missing'),
    unknown: count('unknown'),
    notLookedAt: instances.filter(({ reason }) => reason !== null).length,
  };
}
