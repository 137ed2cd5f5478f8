import type { Fleet } from '../model/desired-state.ts';
import type { DriftPolicy, FleetPolicy } from '../model/policy.ts';
import { childrenOf, decodeNode } from './decode-node.ts';
import { DRIFT_SCOPES, driftModeSchema, driftSchema } from './policy-schemas.ts';
import { readScopes } from './read-scopes.ts';
import type { YamlNode } from './read-yaml-source.ts';
import type { ReportIssue } from './report-issue.ts';

type DriftPolicies = Pick<
  FleetPolicy,
  'drift' | 'driftByHost' | 'driftByGroup' | 'driftByInstance' | 'driftByPlugin'
>;

/** Reads `drift`: one word, or a default with exceptions. */
export function parseDrift(
  node: YamlNode | undefined,
  fleet: Omit<Fleet, 'policy'>,
  report: ReportIssue,
): DriftPolicies {
  const section = node?.value === undefined ? node : undefined;
  const read = (mode: YamlNode) => decodeNode(driftModeSchema, mode, { report });
  const scopes = readScopes(section, { fleet, report, read });
  const plugins = childrenOf(section?.children.get('plugins'), report).flatMap(([name, mode]) => {
    const value = read(mode);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    drift: parseDefault(node, report) ?? 'report',
    driftByHost: scopes.byHost,
    driftByGroup: scopes.byGroup,
    driftByInstance: scopes.byInstance,
    driftByPlugin: new Map(plugins),
  };
}

function parseDefault(node: YamlNode | undefined, report: ReportIssue): DriftPolicy | undefined {
  if (node === undefined) return undefined;
  if (node.value !== undefined) return decodeNode(driftModeSchema, node, { report });
  return decodeNode(driftSchema, node, { report, apart: DRIFT_SCOPES })?.default;
}
