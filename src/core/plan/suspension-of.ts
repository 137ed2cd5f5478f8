import type { Instance } from '../model/instance.ts';
import type { Suspension, SuspensionInForce } from '../model/suspension.ts';

/** The suspension that holds the instance now: of several the one that lasts longest, of equal ones the first. */
export function suspensionOf<S extends Suspension>(
  suspensions: readonly S[],
  instance: Pick<Instance, 'id' | 'host'>,
  now: number,
): S | undefined {
  return longest(suspensions.filter((one) => isInForce(one, now) && holdsInstance(one, instance)));
}

/** Plugins whose keys are left alone now, each with the suspension that lasts longest. */
export function suspendedPlugins<S extends Suspension>(
  suspensions: readonly S[],
  now: number,
): ReadonlyMap<string, S> {
  const plugins = new Map<string, S>();
  for (const one of suspensions) {
    if (one.scope.kind !== 'plugin' || !isInForce(one, now)) continue;
    const longer = longest([plugins.get(one.scope.name), one].filter((found) => found !== undefined));
    if (longer !== undefined) plugins.set(one.scope.name, longer);
  }
  return plugins;
}

/** What holds on a host at a time, from both places where it can be ordered. */
export function inForceOn(
  { host, now }: { readonly host: string; readonly now: number },
  ordered: { readonly repository: readonly Suspension[]; readonly host: readonly Suspension[] },
): readonly SuspensionInForce[] {
  const from = (origin: SuspensionInForce['origin']) =>
    ordered[origin].map((one): SuspensionInForce => ({ ...one, origin }));
  return suspensionsOn([...from('repository'), ...from('host')], host, now);
}

/** Those that are in force now and say something of this host or of what is on it. */
export function suspensionsOn<S extends Suspension>(
  suspensions: readonly S[],
  host: string,
  now: number,
): readonly S[] {
  return suspensions.filter((one) => isInForce(one, now) && concernsHost(one, host));
}

function isInForce({ until }: Suspension, now: number): boolean {
  return until === undefined || now < until;
}

function holdsInstance({ scope }: Suspension, { id, host }: Pick<Instance, 'id' | 'host'>): boolean {
  switch (scope.kind) {
    case 'fleet':
      return true;
    case 'host':
      return scope.name === host;
    case 'instance':
      return scope.name === id;
    case 'plugin':
      return false;
  }
}

function concernsHost({ scope }: Suspension, host: string): boolean {
  switch (scope.kind) {
    case 'fleet':
    case 'plugin':
      return true;
    case 'host':
      return scope.name === host;
    case 'instance':
      return scope.name.startsWith(`${host}/`);
  }
}

function longest<S extends Suspension>(suspensions: readonly S[]): S | undefined {
  const [first, ...rest] = suspensions;
  return rest.reduce((best, one) => (endOf(one) > endOf(best ?? one) ? one : best), first);
}

function endOf({ until }: Suspension): number {
  return until ?? Number.POSITIVE_INFINITY;
}
