import type { DesiredState } from '../../core/model/desired-state.ts';
import { MistakeError } from '../../core/model/errors.ts';
import { type InstanceId, isInstanceNamed } from '../../core/model/instance.ts';
import type { SuspensionScope } from '../../core/model/suspension.ts';
import { suggestName } from '../../core/source/suggest-name.ts';
import type { AgentHost } from '../agent/agent-host.ts';
import { selectInstances } from '../choose-instances.ts';
import { instancesOf, requireDesired } from './known-fleet.ts';
import { readSuspensions } from './suspensions-note.ts';

/** What a person names: instances by name, alias or id, plugins by the name of their baseline. */
export interface NamedScopes {
  readonly fleet: boolean;
  readonly host: boolean;
  readonly instances: readonly string[];
  readonly plugins: readonly string[];
}

/**
 * The scopes that are meant. Throws `MistakeError` for a name that is neither known to the revision in force nor
 * suspended on this host already, since pausing what is not there would pause nothing.
 */
export async function findScopes(agent: AgentHost, named: NamedScopes): Promise<readonly SuspensionScope[]> {
  const known = readSuspensions(agent.notes).map(({ scope }) => scope);
  const wanted = [...wantedOf('instance', named.instances), ...wantedOf('plugin', named.plugins)];
  const found = wanted.map((one) => known.find((scope) => isMeant(scope, one)));
  const desired = found.includes(undefined) ? await requireDesired(agent) : undefined;
  const scopeOf = (one: Wanted) => (desired === undefined ? one : scopeIn(agent, desired, one));
  return [
    ...(named.fleet ? [{ kind: 'fleet' } as const] : []),
    ...(named.host ? [{ kind: 'host', name: agent.name } as const] : []),
    ...wanted.map((one, index) => found[index] ?? scopeOf(one)),
  ];
}

type Wanted = Exclude<SuspensionScope, { kind: 'fleet' }>;

function wantedOf(kind: Wanted['kind'], names: readonly string[]): readonly Wanted[] {
  return [...new Set(names)].map((name) => ({ kind, name }));
}

function isMeant(scope: SuspensionScope, { kind, name }: Wanted): boolean {
  if (scope.kind !== kind) return false;
  return kind === 'instance' ? isInstanceNamed(scope.name as InstanceId, name) : scope.name === name;
}

function scopeIn(agent: AgentHost, desired: DesiredState, { kind, name }: Wanted): SuspensionScope {
  return kind === 'plugin' ? pluginScope(desired, name) : instanceScope(agent, desired, name);
}

function instanceScope(agent: AgentHost, desired: DesiredState, name: string): SuspensionScope {
  const [instance] = selectInstances(instancesOf(agent, desired), [name]);
  return { kind: 'instance', name: instance?.id ?? name };
}

function pluginScope({ baselines }: DesiredState, name: string): SuspensionScope {
  if (baselines.has(name)) return { kind: 'plugin', name };
  const known = [...baselines.keys()].sort();
  throw new MistakeError(
    `no baseline is for the plugin ${name}.${suggestName(name, known)}`,
    `Take one of: ${known.join(', ')}.`,
  );
}
