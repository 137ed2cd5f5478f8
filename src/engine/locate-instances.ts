import type { Instance, InstanceId } from '../core/model/instance.ts';
import type { BlockedReason } from '../core/model/plan.ts';
import type { RootPath } from '../ports/live-files.ts';
import type { LocalInstance } from '../ports/local-instances.ts';

export type Location =
  | { readonly kind: 'found'; readonly root: RootPath; readonly folder: string }
  | { readonly kind: 'blocked'; readonly reason: BlockedReason };

/** Joins the fleet's instances with the folders on this host, by name first, then by alias. */
export function locateInstances(
  instances: readonly Instance[],
  locals: readonly LocalInstance[],
): ReadonlyMap<InstanceId, Location> {
  const byFolder = new Map(locals.map((local) => [local.folder, local]));
  return new Map(instances.map((instance) => [instance.id, locate(instance, byFolder)]));
}

/** Folders that no instance of the fleet names. */
export function unknownFolders(
  instances: readonly Instance[],
  locals: readonly LocalInstance[],
): readonly LocalInstance[] {
  const known = new Set(instances.flatMap((instance) => [instance.name, ...instance.aliases]));
  return locals.filter((local) => !known.has(local.folder));
}

function locate(instance: Instance, byFolder: ReadonlyMap<string, LocalInstance>): Location {
  const found = [instance.name, ...instance.aliases]
    .map((name) => byFolder.get(name))
    .filter((local) => local !== undefined);
  const [first, second] = found;
  if (first === undefined) return blocked('instance-missing', missingMessage(instance), MISSING_HELP);
  if (second !== undefined) {
    const message = `both ${first.folder} and ${second.folder} exist, and they are names of one instance`;
    return blocked(
      'instance-ambiguous',
      message,
      'Remove the folder that is not in use, or the alias in fleet.yaml.',
    );
  }
  if (first.root.kind === 'refused') {
    return blocked('root-refused', first.root.reason, 'Put the application root inside the instance folder.');
  }
  return { kind: 'found', root: first.root.path, folder: first.folder };
}

const MISSING_HELP =
  'Create the instance in AMP, correct its host or name in fleet.yaml, or set `managed: false` until it exists.';

function missingMessage(instance: Instance): string {
  const names = [instance.name, ...instance.aliases].join(' or ');
  return `no folder named ${names} among this host's instances`;
}

function blocked(code: string, message: string, help: string): Location {
  return { kind: 'blocked', reason: { code, message, help } };
}
