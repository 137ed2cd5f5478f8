import type { Fleet, Host } from '../model/desired-state.ts';
import { type Instance, type InstanceId, instanceIdOf, isSafeName } from '../model/instance.ts';
import type { SourcePlace } from '../model/issue.ts';
import { childrenOf, decodeNode } from './decode-node.ts';
import { parsePolicy } from './parse-policy.ts';
import { parseServices } from './parse-services.ts';
import { readYamlSource, type YamlNode } from './read-yaml-source.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';
import { fleetListsSchema, hostSchema, instanceSchema } from './schemas.ts';
import { suggestName } from './suggest-name.ts';
import { withWrittenDates } from './written-dates.ts';

const SECTIONS = ['hosts', 'instances', 'policy', 'services'] as const;

interface FleetSource {
  readonly file: string;
  readonly text: string;
  /** Plugins that have a baseline. */
  readonly plugins: readonly string[];
}

/** Reads `fleet.yaml`. What is wrong is reported and left out; undefined when the file can't be read at all. */
export function parseFleet({ file, text, plugins }: FleetSource, report: ReportIssue): Fleet | undefined {
  const root = readYamlSource({ file, text }, withWrittenDates(text, report));
  if (root === undefined) return undefined;
  for (const section of ['hosts', 'instances']) {
    if (!root.children.has(section)) {
      report('missing-key', root.place, `The fleet lists no ${section}.`, `Add a section \`${section}:\`.`);
    }
  }
  const lists = decodeNode(fleetListsSchema, root, { report, apart: SECTIONS });
  const groups = lists === undefined ? undefined : checkNames(root, 'groups', lists.groups, report);
  const stages = lists === undefined ? undefined : checkNames(root, 'stages', lists.stages, report);
  const hosts = parseHosts(root.children.get('hosts'), report);
  const instances = parseInstances(root.children.get('instances'), { hosts, groups, stages, report });
  const services = parseServices(root.children.get('services'), { hosts: [...hosts.keys()], report });
  const parts = { hosts, groups: groups ?? [], stages: stages ?? [], instances, services };
  return { ...parts, policy: parsePolicy(root.children.get('policy'), { fleet: parts, plugins, report }) };
}

function checkNames(
  root: YamlNode,
  list: 'groups' | 'stages',
  names: readonly string[],
  report: ReportIssue,
): readonly string[] {
  const place = root.children.get(list)?.place ?? root.place;
  const seen = new Set<string>();
  for (const name of names) {
    if (!isSafeName(name)) reportUnsafe(name, place, report);
    if (seen.has(name)) {
      report('duplicate-name', place, `${quoteName(name)} is twice in \`${list}\`.`, 'Keep one of them.');
    }
    seen.add(name);
  }
  return [...seen];
}

/** Tells that a name can't be used; what is allowed stands in the help. */
function reportUnsafe(name: string, place: SourcePlace, report: ReportIssue): void {
  report(
    'unsafe-name',
    place,
    `The name ${quoteName(name)} can’t be used.`,
    'Use 1 to 64 letters, digits, `_` and `-`, beginning with a letter or digit.',
  );
}

function parseHosts(section: YamlNode | undefined, report: ReportIssue): ReadonlyMap<string, Host> {
  const hosts = new Map<string, Host>();
  for (const [name, node] of childrenOf(section, report)) {
    if (!isSafeName(name)) reportUnsafe(name, node.place, report);
    else {
      const written = node.value === null ? undefined : decodeNode(hostSchema, node, { report });
      hosts.set(name, { name, address: written?.address, publicKey: written?.publicKey });
    }
  }
  return hosts;
}

interface FleetContext {
  readonly hosts: ReadonlyMap<string, Host>;
  /** Undefined when the list itself is wrong, so that its members can't be checked. */
  readonly groups: readonly string[] | undefined;
  readonly stages: readonly string[] | undefined;
  readonly report: ReportIssue;
}

function parseInstances(
  section: YamlNode | undefined,
  context: FleetContext,
): ReadonlyMap<InstanceId, Instance> {
  const instances = new Map<InstanceId, Instance>();
  const nodes = new Map<InstanceId, { readonly key: string; readonly node: YamlNode }>();
  for (const [key, node] of childrenOf(section, context.report)) {
    const instance = parseInstance(key, node, context);
    if (instance === undefined) continue;
    const first = nodes.get(instance.id);
    if (first !== undefined) {
      const message = `${quoteName(key)} and ${quoteName(first.key)} are the same instance.`;
      context.report('duplicate-name', node.place, message, 'Keep one of them.');
      continue;
    }
    nodes.set(instance.id, { key, node });
    instances.set(instance.id, instance);
  }
  checkSharedNames(instances, nodes, context.report);
  checkAliases(instances, nodes, context.report);
  return instances;
}

function parseInstance(key: string, node: YamlNode, context: FleetContext): Instance | undefined {
  const { report } = context;
  const slash = key.indexOf('/');
  const name = key.slice(slash + 1);
  const written = decodeNode(instanceSchema, node, { report });
  if (!isSafeName(name)) {
    reportUnsafe(key, node.place, report);
    return undefined;
  }
  if (written === undefined) return undefined;
  const { host, platform, stage, managed, aliases } = written;
  if (slash !== -1 && key.slice(0, slash) !== host) {
    const message = `${quoteName(key)} names another host than its \`host\`, ${quoteName(host)}.`;
    report('host-mismatch', node.place, message, 'Let both name the same host.');
  }
  const groups = inFleetOrder(written.groups, context.groups);
  const instance = { id: instanceIdOf(host, name), host, name, platform, managed, stage, groups, aliases };
  checkMembership(instance, written.groups, node, context);
  return context.hosts.has(host) ? instance : undefined;
}

function inFleetOrder(written: readonly string[], order: readonly string[] | undefined): readonly string[] {
  return order === undefined ? written : order.filter((group) => written.includes(group));
}

function checkMembership(
  instance: Instance,
  groups: readonly string[],
  node: YamlNode,
  context: FleetContext,
): void {
  const { report, hosts } = context;
  const placeOf = (key: string) => node.children.get(key)?.place ?? node.place;
  if (!hosts.has(instance.host)) {
    const help = `Add it under \`hosts\` or correct the name.${suggestName(instance.host, hosts.keys())}`;
    report(
      'unknown-host',
      placeOf('host'),
      `The host ${quoteName(instance.host)} is not in the fleet.`,
      help,
    );
  }
  for (const group of groups) {
    if (context.groups?.includes(group) !== false) continue;
    const help = `Add it to \`groups\` or correct the name.${suggestName(group, context.groups)}`;
    report('unknown-group', placeOf('groups'), `The group ${quoteName(group)} is not in the fleet.`, help);
  }
  checkStage(instance, { node, stages: context.stages, report });
  for (const alias of instance.aliases) {
    if (!isSafeName(alias)) reportUnsafe(alias, placeOf('aliases'), report);
  }
}

interface StageContext {
  readonly node: YamlNode;
  readonly stages: readonly string[] | undefined;
  readonly report: ReportIssue;
}

function checkStage(instance: Instance, { node, stages, report }: StageContext): void {
  if (stages === undefined) return;
  const { stage } = instance;
  if (stage === undefined) {
    if (!instance.managed || stages.length === 0) return;
    const help = 'Add `stage:` with one of the fleet’s stages, or `managed: false`.';
    report('missing-stage', node.place, `The instance \`${instance.id}\` is managed but has no stage.`, help);
  } else if (!stages.includes(stage)) {
    const place = node.children.get('stage')?.place ?? node.place;
    const help = `Add it to \`stages\` or correct the name.${suggestName(stage, stages)}`;
    report('unknown-stage', place, `The stage ${quoteName(stage)} is not in the fleet.`, help);
  }
}

type InstanceNodes = ReadonlyMap<InstanceId, { readonly key: string; readonly node: YamlNode }>;

function checkSharedNames(
  instances: ReadonlyMap<InstanceId, Instance>,
  nodes: InstanceNodes,
  report: ReportIssue,
): void {
  const counts = new Map<string, number>();
  for (const { name } of instances.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const [id, { key, node }] of nodes) {
    if (key.includes('/') || (counts.get(key) ?? 0) < 2) continue;
    report(
      'ambiguous-instance',
      node.place,
      `Several hosts have an instance ${quoteName(key)}.`,
      `Write \`${id}\`.`,
    );
  }
}

function checkAliases(
  instances: ReadonlyMap<InstanceId, Instance>,
  nodes: InstanceNodes,
  report: ReportIssue,
): void {
  const owners = new Map<string, InstanceId>();
  for (const { id } of instances.values()) owners.set(id, id);
  for (const instance of instances.values()) {
    for (const alias of instance.aliases) {
      const id = instanceIdOf(instance.host, alias);
      const owner = owners.get(id);
      owners.set(id, owner ?? instance.id);
      const node = nodes.get(instance.id)?.node;
      if (owner === undefined || node === undefined) continue;
      const message = `The alias ${quoteName(alias)} of \`${instance.id}\` already means \`${owner}\`.`;
      report('alias-taken', node.children.get('aliases')?.place ?? node.place, message, 'Remove the alias.');
    }
  }
}
