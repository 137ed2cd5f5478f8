import type { Instance, InstanceId } from '../core/model/instance.ts';
import type { BlockedReason } from '../core/model/plan.ts';
import type { RootPath } from '../ports/live-files.ts';
import type { LocalInstance } from '../ports/local-instances.ts';

export type Location =
  | { readonly kind: 'found'; readonly root: RootPath; readonly folder: string }
  | { readonly kind: 'blocked'; readonly reason: BlockedReason };

/** Joins the fleet's instances with what is on this host, by name first, then by alias. */
export function locateInstances(
  instances: readonly Instance[],
  locals: readonly LocalInstance[],
): ReadonlyMap<InstanceId, Location> {
  const byName = new Map(locals.flatMap((local) => namesOf(local).map((name) => [name, local] as const)));
  // A folder that has the name goes before an instance that AMP calls so and keeps elsewhere.
  for (const local of locals) byName.set(local.folder, local);
  return new Map(instances.map((instance) => [instance.id, locate(instance, byName)]));
}

/** What is on this host and no instance of the fleet names. Controllers are AMP's own and never among them. */
export function unknownFolders(
  instances: readonly Instance[],
  locals: readonly LocalInstance[],
): readonly LocalInstance[] {
  const known = new Set(instances.flatMap((instance) => [instance.name, ...instance.aliases]));
  return locals.filter(
    (local) => local.module !== 'controller' && !namesOf(local).some((name) => known.has(name)),
  );
}

/** The folder's name, and the one that AMP knows the instance by. */
export function namesOf({ folder, amp }: LocalInstance): readonly string[] {
  return amp === undefined || amp.instanceName === folder ? [folder] : [folder, amp.instanceName];
}

function locate(instance: Instance, byName: ReadonlyMap<string, LocalInstance>): Location {
  const named = [instance.name, ...instance.aliases]
    .map((name) => byName.get(name))
    .filter((local) => local !== undefined);
  const [first, second] = new Set(named);
  if (first === undefined) return blocked('instance-missing', missingMessage(instance), MISSING_HELP);
  if (second !== undefined) {
    const message = `both ${first.folder} and ${second.folder} exist, and they are names of one instance`;
    const help = 'Remove the folder that is not in use, or the alias in fleet.yaml.';
    return blocked('instance-ambiguous', message, help);
  }
  if (first.module === 'controller') {
    const message = `${first.folder} is AMP's controller, which homeamp never touches`;
    const help = `Set \`managed: false\` for ${instance.name} in desired-state/fleet.yaml, or correct its name.`;
    return blocked('controller', message, help);
  }
  return differingPlatform(instance, first) ?? rootOf(first);
}

function rootOf({ folder, root }: LocalInstance): Location {
  switch (root.kind) {
    case 'found':
      return { kind: 'found', root: root.path, folder };
    case 'refused':
      return blocked('root-refused', root.reason, 'Put the application root inside the instance folder.');
    case 'absent':
      return blocked('instance-missing', `AMP lists ${folder}, and its folder is not there`, MISSING_HELP);
  }
}

/** `other` and what can't be told never block. */
function differingPlatform(instance: Instance, { folder, platform }: LocalInstance): Location | undefined {
  if (platform === undefined || platform === instance.platform) return undefined;
  if (platform === 'other' || instance.platform === 'other') return undefined;
  const message = `the fleet says that ${instance.name} is ${instance.platform}, and ${folder} on this host is ${platform}`;
  const help = `Write \`platform: ${platform}\` in the line of ${instance.name} in desired-state/fleet.yaml; if the server is the wrong one, change its type in AMP.`;
  return blocked('platform-differs', message, help);
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
