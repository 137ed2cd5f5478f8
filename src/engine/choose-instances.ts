import type { Fleet } from '../core/model/desired-state.ts';
import { MistakeError } from '../core/model/errors.ts';
import type { Instance } from '../core/model/instance.ts';
import type { LocalInstance } from '../ports/local-instances.ts';
import { namesOf } from './locate-instances.ts';

/** The named host, the fleet's only one, or the only one whose instances lie on this machine. */
export function chooseHost(
  fleet: Fleet,
  wanted: string | undefined,
  locals: readonly LocalInstance[],
): string {
  const names = [...fleet.hosts.keys()];
  if (wanted !== undefined) {
    if (fleet.hosts.has(wanted)) return wanted;
    throw new MistakeError(`the fleet has no host ${wanted}`, `Take one of: ${names.join(', ')}.`);
  }
  const [first, second] = names;
  if (first !== undefined && second === undefined) return first;
  const found = bestMatch(fleet, names, locals);
  if (found !== undefined) return found;
  throw new MistakeError(
    'it is not clear which host this is',
    `Say --host with one of: ${names.join(', ')}.`,
  );
}

/** The host with instances here, when every other host has none that only it could own. */
function bestMatch(
  fleet: Fleet,
  names: readonly string[],
  locals: readonly LocalInstance[],
): string | undefined {
  const folders = new Set(locals.flatMap(namesOf));
  const owners = new Map<string, Set<string>>();
  for (const instance of fleet.instances.values()) {
    for (const name of [instance.name, ...instance.aliases]) {
      owners.set(name, (owners.get(name) ?? new Set<string>()).add(instance.host));
    }
  }
  const present = names.filter((name) =>
    [...folders].some((folder) => {
      const hosts = owners.get(folder);
      return hosts?.size === 1 && hosts.has(name);
    }),
  );
  return present.length === 1 ? present[0] : undefined;
}

/** The instances that were asked for by name, alias or id, in the fleet's order; all when nothing was asked for. */
export function selectInstances(
  instances: readonly Instance[],
  wanted: readonly string[],
): readonly Instance[] {
  if (wanted.length === 0) return instances;
  const matches = (instance: Instance, name: string) =>
    instance.name === name || instance.id === name || instance.aliases.includes(name);
  const unknown = wanted.filter((name) => !instances.some((instance) => matches(instance, name)));
  if (unknown.length > 0) {
    const known = instances.map((instance) => instance.name).join(', ');
    throw new MistakeError(
      `no managed instance is named ${unknown.join(', ')} on this host`,
      `Take of: ${known}.`,
    );
  }
  return instances.filter((instance) => wanted.some((name) => matches(instance, name)));
}
