import { isConfigList } from '../model/config-value.ts';
import type { Fleet } from '../model/desired-state.ts';
import type { Suspension, SuspensionScope } from '../model/suspension.ts';
import { decodeNode } from './decode-node.ts';
import { instanceFinder } from './find-instance.ts';
import { instantMillis } from './instant.ts';
import { suspensionSchema } from './policy-schemas.ts';
import { reportUnknownName } from './read-scopes.ts';
import { itemsOf, nodeName, type YamlNode } from './read-yaml-source.ts';
import type { ReportIssue } from './report-issue.ts';

const MOST = 200;
const EXAMPLE = '`- { instances: [SMP01], reason: "Tournament" }`';

interface SuspensionContext {
  readonly fleet: Omit<Fleet, 'policy'>;
  /** Those with a baseline: of others there is nothing to pause. */
  readonly plugins: readonly string[];
  readonly report: ReportIssue;
}

/** Reads `suspend`: one suspension for each thing that an entry names. */
export function parseSuspensions(
  node: YamlNode | undefined,
  context: SuspensionContext,
): readonly Suspension[] {
  if (node === undefined || node.value === null) return [];
  const { report } = context;
  if (node.value === undefined || !isConfigList(node.value)) {
    report('wrong-type', node.place, `${nodeName(node)} is not a list.`, `Write a list: ${EXAMPLE}.`);
    return [];
  }
  if (node.value.length > MOST) {
    const message = `${nodeName(node)} has more than ${MOST} entries.`;
    report('bad-value', node.place, message, 'Pause a host or the fleet instead of so many single things.');
    return [];
  }
  return itemsOf(node).flatMap((entry) => parseEntry(entry, context));
}

function parseEntry(entry: YamlNode, context: SuspensionContext): readonly Suspension[] {
  const { report } = context;
  const written = decodeNode(suspensionSchema, entry, { report });
  if (written === undefined) return [];
  const { fleet, hosts, instances, plugins, reason, until } = written;
  if (fleet === undefined && hosts.length + instances.length + plugins.length === 0) {
    const help = 'Add `fleet: true`, `hosts: [...]`, `instances: [...]` or `plugins: [...]`.';
    report('missing-key', entry.place, `${nodeName(entry)} names nothing to pause.`, help);
  }
  const scopes: readonly SuspensionScope[] = [
    ...(fleet === undefined ? [] : [{ kind: 'fleet' as const }]),
    ...hostsNamed(hosts, entry, context),
    ...instancesNamed(instances, entry, context),
    ...pluginsNamed(plugins, entry, context),
  ];
  const by = `${entry.place.file}:${entry.place.line}`;
  const end = until === undefined ? undefined : instantMillis(until);
  return scopes.map((scope) => ({ scope, by, reason, until: end }));
}

type ScopesNamed = (
  names: readonly string[],
  entry: YamlNode,
  context: SuspensionContext,
) => readonly SuspensionScope[];

const hostsNamed: ScopesNamed = (names, entry, { fleet, report }) =>
  names.flatMap((name) => {
    if (fleet.hosts.has(name)) return [{ kind: 'host', name }];
    reportUnknownName(name, entry, { code: 'unknown-host', names: [...fleet.hosts.keys()], report });
    return [];
  });

const instancesNamed: ScopesNamed = (names, entry, { fleet, report }) => {
  const find = instanceFinder(fleet.instances, report);
  return names.flatMap((name) => {
    const instance = find(name, entry.place);
    return instance === undefined ? [] : [{ kind: 'instance', name: instance.id }];
  });
};

const pluginsNamed: ScopesNamed = (names, entry, { plugins, report }) =>
  names.flatMap((name) => {
    if (plugins.includes(name)) return [{ kind: 'plugin', name }];
    reportUnknownName(name, entry, { code: 'unknown-plugin', names: plugins, report });
    return [];
  });
