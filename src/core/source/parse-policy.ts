import type { Fleet } from '../model/desired-state.ts';
import {
  type ActivationPolicy,
  type ApprovalPolicy,
  type BudgetPolicy,
  CAREFUL_ACTIVATION,
  type DriftPolicy,
  type FleetPolicy,
} from '../model/policy.ts';
import { childrenOf, decodeNode } from './decode-node.ts';
import { durationMillis } from './duration.ts';
import { instanceFinder } from './find-instance.ts';
import type { YamlNode } from './read-yaml-source.ts';
import { quoteName, type ReportIssue } from './report-issue.ts';
import {
  activationSchema,
  approvalSchema,
  budgetSchema,
  DRIFT_SCOPES,
  driftModeSchema,
  driftSchema,
} from './schemas.ts';

type FleetParts = Omit<Fleet, 'policy'>;
type DriftMaps = Pick<FleetPolicy, 'driftByHost' | 'driftByGroup' | 'driftByInstance' | 'driftByPlugin'>;

const KNOWN = ['approval', 'drift', 'activation', 'budget'];

/** The `policy` section; what is not written or wrong takes the careful default. */
export function parsePolicy(
  section: YamlNode | undefined,
  fleet: FleetParts,
  report: ReportIssue,
): FleetPolicy {
  const nodes = new Map(childrenOf(section, report));
  for (const [name, node] of nodes) {
    if (KNOWN.includes(name)) continue;
    const help = `Use one of ${KNOWN.map((known) => `\`${known}\``).join(', ')}.`;
    report('unknown-key', node.place, `The key ${quoteName(name)} is not known in \`policy\`.`, help);
  }
  return {
    approval: parseApproval(nodes.get('approval'), report),
    ...parseDrift(nodes.get('drift'), fleet, report),
    activation: parseActivation(nodes.get('activation'), report),
    activationByHost: new Map(),
    activationByGroup: new Map(),
    activationByInstance: new Map(),
    keepUp: [],
    soakMillisByStage: new Map(),
    suspensions: [],
    budget: parseBudget(nodes.get('budget'), report),
  };
}

function parseApproval(node: YamlNode | undefined, report: ReportIssue): ApprovalPolicy {
  const written = node === undefined ? undefined : decodeNode(approvalSchema, node, { report });
  return written ?? { required: 1, by: [] };
}

function parseActivation(node: YamlNode | undefined, report: ReportIssue): ActivationPolicy {
  const written = node === undefined ? undefined : decodeNode(activationSchema, node, { report });
  if (node === undefined || written === undefined) {
    return CAREFUL_ACTIVATION;
  }
  const { restart, maxDelay, window } = written;
  if (restart === 'window' && window === undefined) {
    const help = 'Add `window: { cron: "0 4 * * *", duration: 2h, timezone: Europe/Helsinki }`.';
    report('missing-window', node.place, '`restart: window` needs a `window`.', help);
  }
  return {
    ...CAREFUL_ACTIVATION,
    restart: typeof restart === 'string' ? { kind: restart } : { kind: 'below', players: restart.below },
    maxDelayMillis: maxDelay === undefined ? undefined : durationMillis(maxDelay),
    window:
      window === undefined
        ? undefined
        : { cron: window.cron, durationMillis: durationMillis(window.duration), timezone: window.timezone },
  };
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

function parseDrift(
  node: YamlNode | undefined,
  fleet: FleetParts,
  report: ReportIssue,
): DriftMaps & { readonly drift: DriftPolicy } {
  const isPlain = node === undefined || node.value !== undefined;
  const drift = parseDriftDefault(node, report) ?? 'report';
  const modes = (scope: string) => (isPlain ? [] : driftModes(node.children.get(scope), report));
  const find = instanceFinder(fleet.instances, report);
  const byInstance = new Map<string, DriftPolicy>();
  for (const { name, mode, node: at } of modes('instances')) {
    const instance = find(name, at.place);
    if (instance !== undefined) byInstance.set(instance.id, mode);
  }
  return {
    drift,
    driftByHost: knownModes(modes('hosts'), 'unknown-host', (name) => fleet.hosts.has(name), report),
    driftByGroup: knownModes(modes('groups'), 'unknown-group', (name) => fleet.groups.includes(name), report),
    driftByInstance: byInstance,
    driftByPlugin: new Map(modes('plugins').map(({ name, mode }) => [name, mode])),
  };
}

function parseDriftDefault(node: YamlNode | undefined, report: ReportIssue): DriftPolicy | undefined {
  if (node === undefined) return undefined;
  if (node.value !== undefined) return decodeNode(driftModeSchema, node, { report });
  return decodeNode(driftSchema, node, { report, apart: DRIFT_SCOPES })?.default;
}

interface NamedMode {
  readonly name: string;
  readonly mode: DriftPolicy;
  readonly node: YamlNode;
}

function driftModes(section: YamlNode | undefined, report: ReportIssue): readonly NamedMode[] {
  return childrenOf(section, report).flatMap(([name, node]) => {
    const mode = decodeNode(driftModeSchema, node, { report });
    return mode === undefined ? [] : [{ name, mode, node }];
  });
}

function knownModes(
  modes: readonly NamedMode[],
  code: 'unknown-host' | 'unknown-group',
  isKnown: (name: string) => boolean,
  report: ReportIssue,
): ReadonlyMap<string, DriftPolicy> {
  const known = new Map<string, DriftPolicy>();
  for (const { name, mode, node } of modes) {
    if (isKnown(name)) known.set(name, mode);
    else
      report(
        code,
        node.place,
        `${quoteName(name)} is not in the fleet.`,
        'Correct the name or remove the line.',
      );
  }
  return known;
}
