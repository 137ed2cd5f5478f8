import { isSafeName } from '../../core/model/instance.ts';
import type { AmpFacts, LocalInstance } from '../../ports/local-instances.ts';
import { readBoundedText } from './read-bounded-text.ts';

/** An instance that AMP's registry lists. */
export interface RegistryEntry {
  readonly amp: AmpFacts;
  /** Undefined for a module that homeamp does not know. */
  readonly module: LocalInstance['module'] | undefined;
  /** Last name of the path that the registry gives: never used to reach anything, only to compare. */
  readonly pathName: string | undefined;
}

export interface Registry {
  /** One for each name, in AMP's order. */
  readonly entries: readonly RegistryEntry[];
  /** What was left out and why, as sentences. */
  readonly troubles: readonly string[];
}

const MAX_BYTES = 8 * 1024 * 1024;
const MAX_ENTRIES = 2000;
const MAX_TROUBLES = 20;
const MAX_DEPTH = 3;
const LONGEST_NAME = 100;
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Reads AMP's `instances.json`. Shapes that are not known are passed over; without the file there are no entries. */
export function readRegistry(path: string): Registry {
  const read = readBoundedText(path, MAX_BYTES);
  if (read.kind === 'missing') return { entries: [], troubles: [] };
  if (read.kind === 'refused') return unusable(path, read.reason);
  const found = parseJson(read.text);
  if (found === undefined) return unusable(path, 'it is not JSON');
  const objects = collectInstances(found.value, MAX_DEPTH);
  if (objects.length === 0 && !isEmptyList(found.value)) return unusable(path, 'it lists no instances');
  return describeAll(path, objects);
}

function unusable(path: string, reason: string): Registry {
  const trouble = `AMP's ${path} can't be used: ${reason}. Instances were found by their folders alone.`;
  return { entries: [], troubles: [trouble] };
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text.replace(/^\ufeff/, '')) };
  } catch {
    return undefined;
  }
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

type Fields = Readonly<Record<string, unknown>>;

/** The objects with an `InstanceName`, whatever lists and objects are wrapped around them. */
function collectInstances(value: unknown, depth: number): readonly Fields[] {
  if (typeof value !== 'object' || value === null) return [];
  const fields = value as Fields;
  if (!Array.isArray(value) && Object.hasOwn(fields, 'InstanceName')) return [fields];
  return depth === 0 ? [] : Object.values(value).flatMap((item) => collectInstances(item, depth - 1));
}

function describeAll(path: string, objects: readonly Fields[]): Registry {
  const entries = new Map<string, RegistryEntry>();
  const troubles: string[] = [];
  const leaveOut = (name: unknown, why: string) => {
    const shown = JSON.stringify(String(name).slice(0, LONGEST_NAME));
    if (troubles.length < MAX_TROUBLES)
      troubles.push(`AMP's ${path} lists an instance ${shown}: ${why}. It is ignored.`);
  };
  for (const fields of objects.slice(0, MAX_ENTRIES)) {
    const name = fields['InstanceName'];
    if (typeof name !== 'string' || !isSafeName(name)) {
      leaveOut(name, 'its name is not made of letters, digits, `-` and `_`');
    } else if (entries.has(name)) leaveOut(name, 'another one has the same name');
    else entries.set(name, describe(name, fields));
  }
  if (objects.length > MAX_ENTRIES) troubles.push(`AMP's ${path} lists more than ${MAX_ENTRIES} instances.`);
  return { entries: [...entries.values()], troubles };
}

function describe(instanceName: string, fields: Fields): RegistryEntry {
  const flag = (name: string) => (typeof fields[name] === 'boolean' ? fields[name] : undefined);
  const amp: AmpFacts = {
    instanceId: textOf(fields['InstanceID'], GUID),
    instanceName,
    friendlyName: textOf(fields['FriendlyName'], /\S/)?.slice(0, LONGEST_NAME),
    daemon: flag('Daemon'),
    startsOnBoot: flag('DaemonAutostart'),
    container: flag('IsContainerInstance'),
    suspended: flag('Suspended'),
  };
  return { amp, module: moduleOf(fields['Module']), pathName: lastName(fields['Path']) };
}

function textOf(value: unknown, form: RegExp): string | undefined {
  return typeof value === 'string' && form.test(value) ? value : undefined;
}

const MODULES = new Map<unknown, LocalInstance['module']>([
  ['ADS', 'controller'],
  ['ADSModule', 'controller'],
  ['Minecraft', 'minecraft'],
  ['MinecraftModule', 'minecraft'],
  ['Generic', 'generic'],
  ['GenericModule', 'generic'],
]);

function moduleOf(value: unknown): LocalInstance['module'] | undefined {
  return MODULES.get(value);
}

function lastName(path: unknown): string | undefined {
  if (typeof path !== 'string') return undefined;
  const name = path.split(/[/\\]/).findLast((segment) => segment !== '');
  return name !== undefined && isSafeName(name) ? name : undefined;
}
