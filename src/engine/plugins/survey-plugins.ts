import type { DesiredState } from '../../core/model/desired-state.ts';
import { OperatingError } from '../../core/model/errors.ts';
import { type Instance, parseInstancePath } from '../../core/model/instance.ts';
import { comparePlugins, type PlacedPlugin } from '../../core/plugins/compare-plugins.ts';
import type { PluginSurvey, SurveyedInstance } from '../../core/report/plugins-report.ts';
import type { RootPath } from '../../ports/live-files.ts';
import { chooseHost, selectInstances } from '../choose-instances.ts';
import type { HostReaders } from '../host-state.ts';
import { loadDesiredState } from '../load-desired-state.ts';
import { type Location, locateInstances } from '../locate-instances.ts';
import { listJars } from './list-jars.ts';

export interface SurveyRequest {
  readonly host: string | undefined;
  /** Names, aliases or ids; empty = all managed instances of the host. */
  readonly instances: readonly string[];
  /** Undefined = the source's default. */
  readonly ref: string | undefined;
  /** Called once per instance, for progress. */
  readonly onInstance: (done: number, total: number) => void;
}

/** The plugins of the host's managed instances beside the deployment matrix. Writes nothing but what jars said. */
export async function surveyPlugins(host: HostReaders, request: SurveyRequest): Promise<PluginSurvey> {
  const { desired, revision } = await loadDesiredState({ ...host, ref: request.ref });
  const locals = host.locals.list();
  const hostName = chooseHost(desired.fleet, request.host, locals);
  const managed = [...desired.fleet.instances.values()].filter(
    (instance) => instance.managed && instance.host === hostName,
  );
  const selected = selectInstances(managed, request.instances);
  const locations = locateInstances(selected, locals);
  const instances: SurveyedInstance[] = [];
  for (const instance of selected) {
    const found = await surveyInstance(host, desired, { instance, location: locations.get(instance.id) });
    instances.push({ instance, found });
    request.onInstance(instances.length, selected.length);
  }
  return { host: hostName, revision, instances };
}

async function surveyInstance(
  host: HostReaders,
  desired: DesiredState,
  { instance, location }: { readonly instance: Instance; readonly location: Location | undefined },
): Promise<SurveyedInstance['found']> {
  if (location?.kind !== 'found') {
    return { kind: 'not-looked-at', reason: location?.reason ?? NOT_LOCATED };
  }
  try {
    const placed = placedOn(host, desired, { instance, root: location.root });
    const jars = await listJars(host, location.root);
    return { kind: 'plugins', plugins: comparePlugins({ platform: instance.platform, placed, jars }) };
  } catch (failure) {
    if (!(failure instanceof OperatingError)) throw failure;
    const reason = { code: 'plugins-unreadable', message: failure.message, help: failure.next };
    return { kind: 'not-looked-at', reason };
  }
}

/** What the matrix places and comes as a jar: the server's own files, and what lies elsewhere, do not. */
function placedOn(
  host: HostReaders,
  desired: DesiredState,
  { instance, root }: { readonly instance: Instance; readonly root: RootPath },
): readonly PlacedPlugin[] {
  return (desired.placements.get(instance.id) ?? []).flatMap((plugin): readonly PlacedPlugin[] => {
    const folder = desired.baselines.get(plugin)?.folder ?? `plugins/${plugin}`;
    if (!folder.startsWith('plugins/')) return [];
    const path = parseInstancePath(folder);
    const hasFolder = path !== undefined && host.files.list(root, path).length > 0;
    return [{ plugin, folder, hasFolder }];
  });
}

const NOT_LOCATED = {
  code: 'instance-missing',
  message: 'the instance was not looked for on this host',
  help: 'Name the host with --host.',
};
