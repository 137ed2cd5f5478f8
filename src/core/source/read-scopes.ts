import type { Fleet } from '../model/desired-state.ts';
import type { InstanceId } from '../model/instance.ts';
import { childrenOf } from './decode-node.ts';
import { instanceFinder } from './find-instance.ts';
import type { YamlNode } from './read-yaml-source.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';
import { suggestName } from './suggest-name.ts';

/** What a policy says for single hosts, groups and instances. */
export interface ScopedValues<T> {
  readonly byHost: ReadonlyMap<string, T>;
  readonly byGroup: ReadonlyMap<string, T>;
  readonly byInstance: ReadonlyMap<InstanceId, T>;
}

interface ScopeContext<T> {
  readonly fleet: Omit<Fleet, 'policy'>;
  readonly report: ReportIssue;
  /** What one scope's section says; undefined, and reported, when it is wrong. */
  readonly read: (node: YamlNode) => T | undefined;
}

/** The sections `hosts`, `groups` and `instances` below a policy; names that the fleet does not list are reported. */
export function readScopes<T>(section: YamlNode | undefined, context: ScopeContext<T>): ScopedValues<T> {
  const { hosts, groups, instances } = context.fleet;
  const find = instanceFinder(instances, context.report);
  const below = (scope: string) => childrenOf(section?.children.get(scope), context.report);
  const known = (code: UnknownCode, names: readonly string[]) => (name: string, node: YamlNode) => {
    if (names.includes(name)) return name;
    reportUnknownName(name, node, { code, names, report: context.report });
    return undefined;
  };
  return {
    byHost: collect(below('hosts'), known('unknown-host', [...hosts.keys()]), context),
    byGroup: collect(below('groups'), known('unknown-group', groups), context),
    byInstance: collect(below('instances'), (name, node) => find(name, node.place)?.id, context),
  };
}

function collect<Id, T>(
  sections: readonly [string, YamlNode][],
  idOf: (name: string, node: YamlNode) => Id | undefined,
  { read, report }: ScopeContext<T>,
): ReadonlyMap<Id, T> {
  const found = new Map<Id, T>();
  for (const [name, node] of sections) {
    const value = read(node);
    const id = idOf(name, node);
    if (id === undefined || value === undefined) continue;
    if (found.has(id)) {
      const message = `${quoteName(name)} stands above already under another name.`;
      report('two-owners', node.place, message, 'Keep one of the two.');
    } else found.set(id, value);
  }
  return found;
}

type UnknownCode = 'unknown-host' | 'unknown-group' | 'unknown-stage' | 'unknown-plugin';

interface UnknownContext {
  readonly code: UnknownCode;
  readonly names: readonly string[];
  readonly report: ReportIssue;
}

/** Tells of a name that is none of those, and which of them may be meant. */
export function reportUnknownName(
  name: string,
  { place }: Pick<YamlNode, 'place'>,
  { code, names, report }: UnknownContext,
): void {
  const help = `Correct the name or remove it.${suggestName(name, names)}`;
  report(code, place, `${quoteName(name)} is not in the fleet.`, help);
}
