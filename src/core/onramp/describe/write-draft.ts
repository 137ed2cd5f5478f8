import type { Scope } from '../../model/desired-state.ts';
import type { Instance, InstanceId } from '../../model/instance.ts';
import type {
  BaselineDraft,
  KeyDraft,
  RegistryDraft,
  RepositoryDraft,
  VariableDraft,
} from '../../model/repository-draft.ts';
import type { DescriptionSizes } from '../description.ts';
import type { SeenFleet, SeenInstance } from '../seen-fleet.ts';
import { listItems } from './collect-guesses.ts';
import { type Column, MISSING } from './fleet-table.ts';
import { groupBy } from './group-by.ts';
import type { LaidOut, LaidOutFile } from './lay-out.ts';
import { ABSENT, type Layering, NONE, type Roster } from './layering.ts';
import { createScopeDrafts, type ScopeDrafts } from './scope-drafts.ts';
import type { ValueTable } from './value-table.ts';

/** Writes what was laid out as a draft, and counts its lines. */
export function writeDraft(
  fleet: SeenFleet,
  laidOut: LaidOut,
  stages: readonly string[],
): { readonly draft: RepositoryDraft; readonly sizes: DescriptionSizes } {
  const { table, layers, files, variables } = laidOut;
  const scopes = createScopeDrafts(table.instances, [...layers.groups.keys()]);
  const sizes = { naive: 0, written: 0 };
  const baselines = [...groupBy(files, ({ baseline }) => baseline)].map(([baseline, own]): BaselineDraft => {
    const isUsual = baseline.folder === `plugins/${baseline.plugin}`;
    return {
      plugin: baseline.plugin,
      platforms: baseline.platforms,
      folder: isUsual ? undefined : baseline.folder,
      prose: proseOf(baseline.members, table.instances),
      files: own.map((file) => writeFile(file, { laidOut, scopes, sizes })),
    };
  });
  for (const { variable, layering } of variables) {
    const roster = layers.rosterOf(variable.members);
    sizes.written += linesOf(layering);
    forEachLayer(layering, { roster, members: variable.members, instances: table.instances }, (scope, word) =>
      scopes.addVariable(scope, variableDraft(variable.name, word, table.values)),
    );
  }
  const draft = {
    hosts: fleet.hosts.map((name) => ({ name, address: undefined })),
    groups: [...layers.groups.keys()],
    stages,
    instances: fleet.instances.map((instance) => instanceDraft(instance, laidOut, stages)),
    placements: placementsOf(laidOut),
    baselines,
    scopes: scopes.all(),
    registry: registryOf(laidOut),
  };
  return { draft, sizes };
}

interface FileContext {
  readonly laidOut: LaidOut;
  readonly scopes: ScopeDrafts;
  readonly sizes: { naive: number; written: number };
}

function writeFile(
  { baseline, file, layerings }: LaidOutFile,
  { laidOut, scopes, sizes }: FileContext,
): BaselineDraft['files'][number] {
  const { table, layers } = laidOut;
  const { members } = baseline;
  const roster = layers.rosterOf(members);
  const keys: KeyDraft[] = [];
  file.columns.forEach((column, index) => {
    const layering = layerings[index] as Layering;
    sizes.naive += ownedOn(column, layering);
    sizes.written += linesOf(layering);
    forEachLayer(layering, { roster, members, instances: table.instances }, (scope, word) => {
      const key = keyDraft(column, word, table.values);
      if (scope.kind === 'fleet') keys.push(column.note === undefined ? key : { ...key, note: column.note });
      else scopes.addKey(scope, { plugin: baseline.plugin, file: file.path, key });
    });
  });
  return { path: file.path, format: file.format, keys };
}

function linesOf({ base, hosts, groups, instances }: Layering): number {
  return [base, ...hosts, ...groups].filter((word) => word !== NONE).length + instances.size;
}

/** Instances on which the key is owned: those that have it, and those that are told that it must not be there. */
function ownedOn({ cells }: Column, { base, instances }: Layering): number {
  if (base !== NONE) return cells.length;
  return cells.filter((cell, at) => cell !== MISSING || instances.get(at) === ABSENT).length;
}

interface LayerPlace {
  readonly roster: Roster;
  readonly members: readonly number[];
  readonly instances: readonly SeenInstance[];
}

/** From the widest layer to the narrowest. */
function forEachLayer(
  { base, hosts, groups, instances: own }: Layering,
  { roster, members, instances }: LayerPlace,
  say: (scope: Scope, word: number) => void,
): void {
  if (base !== NONE) say({ kind: 'fleet' }, base);
  roster.hosts.forEach(({ name }, index) => {
    if (hosts[index] !== NONE) say({ kind: 'host', name }, hosts[index] as number);
  });
  roster.groups.forEach(({ name }, index) => {
    if (groups[index] !== NONE) say({ kind: 'group', name }, groups[index] as number);
  });
  for (const [at, word] of own)
    say({ kind: 'instance', name: (instances[members[at] as number] as SeenInstance).id }, word);
}

function keyDraft({ path }: Column, word: number, values: ValueTable): KeyDraft {
  return {
    path,
    value: word === ABSENT ? { kind: 'absent' } : { kind: 'value', value: values.valueOf(word) },
  };
}

function variableDraft(name: string, word: number, values: ValueTable): VariableDraft {
  return { name, value: values.valueOf(word) };
}

function proseOf(members: readonly number[], instances: readonly SeenInstance[]): string {
  const names = members.map((member) => instances[member]?.name ?? '');
  return `As found on ${listItems(names)}. Say here why the values are what they are.`;
}

function instanceDraft(
  { id, host, name, platform, managed }: SeenInstance,
  { layers }: LaidOut,
  stages: readonly string[],
): Instance {
  const groups = [...layers.groups].flatMap(([group, ids]) => (ids.includes(id) ? [group] : []));
  const stage = managed ? stages.at(-1) : undefined;
  return { id, host, name, platform, managed, stage, groups: managed ? groups : [], aliases: [] };
}

/** A plugin with baselines is placed where these fit; the others where they are installed. */
function placementsOf({ table }: LaidOut): ReadonlyMap<string, readonly InstanceId[]> {
  const idOf = (member: number): InstanceId => (table.instances[member] as SeenInstance).id;
  const byPlugin = groupBy(table.baselines, ({ seenAs }) => seenAs);
  const installed = groupBy(
    table.instances.flatMap(({ id, plugins }) => plugins.map(({ plugin }) => ({ id, plugin }))),
    ({ plugin }) => plugin,
  );
  const names = new Set([...installed.keys(), ...byPlugin.keys()]);
  return new Map(
    [...names].flatMap((plugin): readonly (readonly [string, readonly InstanceId[]])[] => {
      const baselines = byPlugin.get(plugin);
      if (baselines !== undefined) return baselines.map((one) => [one.plugin, one.members.map(idOf)]);
      return [[plugin, [...new Set(installed.get(plugin)?.map(({ id }) => id))]]];
    }),
  );
}

/** Versions and jars on which all instances agree; a plugin without either is left out. */
function registryOf({ table }: LaidOut): readonly RegistryDraft[] {
  const seen = groupBy(
    table.instances.flatMap(({ plugins }) => plugins),
    ({ plugin }) => plugin,
  );
  return [...seen].flatMap(([plugin, found]) => {
    const file = only(found.map(({ jar }) => jar));
    const version = only(found.map((one) => one.version));
    return file === undefined && version === undefined ? [] : [{ plugin, version, file }];
  });
}

function only(texts: readonly (string | undefined)[]): string | undefined {
  const known = new Set(texts);
  return known.size === 1 ? texts[0] : undefined;
}
