import type { Fleet } from '../model/desired-state.ts';
import type { ApprovalPolicy, BudgetPolicy, FleetPolicy } from '../model/policy.ts';
import { childrenOf, decodeNode } from './decode-node.ts';
import { parseActivation } from './parse-activation.ts';
import { parseDrift } from './parse-drift.ts';
import { parseSoak } from './parse-soak.ts';
import { parseSuspensions } from './parse-suspensions.ts';
import { approvalSchema, budgetSchema, policySchema } from './policy-schemas.ts';
import type { YamlNode } from './read-yaml-source.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';
import { suggestName } from './suggest-name.ts';

const KNOWN = Object.keys(policySchema.shape);

interface PolicyContext {
  readonly fleet: Omit<Fleet, 'policy'>;
  /** Plugins that have a baseline. */
  readonly plugins: readonly string[];
  readonly report: ReportIssue;
}

/** The `policy` section; what is not written or wrong takes the careful default. */
export function parsePolicy(section: YamlNode | undefined, context: PolicyContext): FleetPolicy {
  const { fleet, report } = context;
  const nodes = new Map(childrenOf(section, report));
  for (const [name, node] of nodes) {
    if (KNOWN.includes(name)) continue;
    const known = KNOWN.map((key) => `\`${key}\``).join(', ');
    const help = `Use one of ${known}.${suggestName(name, KNOWN)}`;
    report('unknown-key', node.place, `The key ${quoteName(name)} is not known in \`policy\`.`, help);
  }
  return {
    approval: parseApproval(nodes.get('approval'), report),
    ...parseDrift(nodes.get('drift'), fleet, report),
    ...parseActivation(nodes.get('activation'), fleet, report),
    soakMillisByStage: parseSoak(nodes.get('soak'), fleet.stages, report),
    suspensions: parseSuspensions(nodes.get('suspend'), context),
    budget: parseBudget(nodes.get('budget'), report),
  };
}

function parseApproval(node: YamlNode | undefined, report: ReportIssue): ApprovalPolicy {
  const written = node === undefined ? undefined : decodeNode(approvalSchema, node, { report });
  return written ?? { required: 1, by: [] };
}

function parseBudget(node: YamlNode | undefined, report: ReportIssue): BudgetPolicy {
  const written = node === undefined ? undefined : decodeNode(budgetSchema, node, { report });
  const instances = written?.instances;
  return { instances: instances === undefined ? undefined : parseShare(instances), keys: written?.keys };
}

function parseShare(share: string | number): NonNullable<BudgetPolicy['instances']> {
  return typeof share === 'number'
    ? { kind: 'count', value: share }
    : { kind: 'percent', value: Number(share.slice(0, -1)) };
}
