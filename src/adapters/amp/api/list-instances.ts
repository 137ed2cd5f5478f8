/** An instance as AMP lists it. */
export interface ListedInstance {
  readonly name: string;
  /** A GUID, safe as a part of an address. */
  readonly id: string;
  /** AMP's own version there, such as `2.8.0.1`; undefined where it is not told. */
  readonly version: string | undefined;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const CONTROLLERS: readonly unknown[] = ['ADS', 'ADSModule'];
const MAX_INSTANCES = 2000;
/** A list of hosts, each with a list of instances, wrapped a few times. */
const MAX_DEPTH = 8;

/**
 * Every instance in the answer of a method that lists them, wherever it stands: versions of AMP nest them differently.
 * Controllers are left out, since steering one would stop AMP itself.
 */
export function listInstances(answer: unknown): readonly ListedInstance[] {
  const found = new Map<string, ListedInstance>();
  walk(answer, 0, (instance) => {
    if (found.size < MAX_INSTANCES) found.set(instance.id, instance);
  });
  return [...found.values()];
}

function walk(value: unknown, depth: number, add: (instance: ListedInstance) => void): void {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return;
  const instance = instanceOf(value);
  if (instance === 'none') for (const below of Object.values(value)) walk(below, depth + 1, add);
  else if (instance !== 'controller') add(instance);
}

function instanceOf(value: object): ListedInstance | 'controller' | 'none' {
  const { InstanceName: name, InstanceID: id, Module, AMPVersion } = value as Summary;
  // Whatever the state is: AMP may not know that of an instance which is down.
  if (typeof name !== 'string' || !Object.hasOwn(value, 'AppState')) return 'none';
  if (typeof id !== 'string' || !GUID.test(id)) return 'none';
  if (CONTROLLERS.includes(Module)) return 'controller';
  return { name, id: id.toLowerCase(), version: typeof AMPVersion === 'string' ? AMPVersion : undefined };
}

interface Summary {
  readonly InstanceName?: unknown;
  readonly InstanceID?: unknown;
  readonly Module?: unknown;
  readonly AMPVersion?: unknown;
}
