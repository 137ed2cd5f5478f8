import type { Fleet } from '../model/desired-state.ts';
import {
  activationLayers,
  CAREFUL_ACTIVATION,
  type FleetPolicy,
  mergeActivation,
  type PartialActivation,
} from '../model/policy.ts';
import { activationLayer } from './activation-layer.ts';
import { checkCommand } from './check-command.ts';
import { decodeNode } from './decode-node.ts';
import { ACTIVATION_SCOPES, activationSchema, activationScopeSchema } from './policy-schemas.ts';
import { readScopes, reportUnknownName } from './read-scopes.ts';
import { itemsOf, type YamlNode } from './read-yaml-source.ts';
import type { ReportIssue } from './report-issue.ts';

/** The parts of the policy that `activation` gives. */
type ActivationPolicies = Pick<
  FleetPolicy,
  'activation' | 'activationByHost' | 'activationByGroup' | 'activationByInstance' | 'keepUp'
>;

interface ActivationContext {
  readonly fleet: Omit<Fleet, 'policy'>;
  readonly report: ReportIssue;
  /** Where each layer was written. */
  readonly nodes: Map<PartialActivation, YamlNode>;
}

/** Reads `activation`: the fleet's own laid over the careful default, and the exceptions as they are written. */
export function parseActivation(
  node: YamlNode | undefined,
  fleet: Omit<Fleet, 'policy'>,
  report: ReportIssue,
): ActivationPolicies {
  const context: ActivationContext = { fleet, report, nodes: new Map() };
  const whole = node === undefined ? { layer: {}, keepUp: [] } : readWhole(node, context);
  const scopes = readScopes(node, { fleet, report, read: (section) => readScope(section, context) });
  const policies = {
    activation: mergeActivation(CAREFUL_ACTIVATION, whole.layer),
    activationByHost: scopes.byHost,
    activationByGroup: scopes.byGroup,
    activationByInstance: scopes.byInstance,
    keepUp: whole.keepUp,
  };
  checkWindows(whole.layer, policies, context);
  return policies;
}

interface WholeActivation {
  readonly layer: PartialActivation;
  readonly keepUp: readonly string[];
}

function readWhole(node: YamlNode, context: ActivationContext): WholeActivation {
  const { fleet, report } = context;
  const written = decodeNode(activationSchema, node, { report, apart: ACTIVATION_SCOPES });
  if (written === undefined) return { layer: {}, keepUp: [] };
  const { keepUp, ...fields } = written;
  const list = node.children.get('keepUp') ?? node;
  const entries = itemsOf(list);
  keepUp.forEach((group, index) => {
    if (fleet.groups.includes(group)) return;
    const at = entries[index] ?? list;
    reportUnknownName(group, at, { code: 'unknown-group', names: fleet.groups, report });
  });
  return { layer: noted(activationLayer(fields), node, context), keepUp: [...new Set(keepUp)] };
}

function readScope(node: YamlNode, context: ActivationContext): PartialActivation | undefined {
  const written = decodeNode(activationScopeSchema, node, { report: context.report });
  return written === undefined ? undefined : noted(activationLayer(written), node, context);
}

function noted(layer: PartialActivation, node: YamlNode, context: ActivationContext): PartialActivation {
  context.nodes.set(layer, node);
  const command = layer.countdown?.command;
  if (command === undefined) return layer;
  const { place } = node.children.get('countdown')?.children.get('command') ?? node;
  const instead = 'Write a command that tells players something, such as `say {message}`.';
  checkCommand(command, { place, report: context.report, instead });
  return layer;
}

/** `restart: window` without a window would wait until the longest delay, or for ever. */
function checkWindows(
  whole: PartialActivation,
  policies: ActivationPolicies,
  { fleet, report, nodes }: ActivationContext,
): void {
  const told = new Set<PartialActivation>();
  for (const instance of fleet.instances.values()) {
    const layers = [whole, ...activationLayers(policies, instance)];
    const { restart, window } = layers.reduce(mergeActivation, CAREFUL_ACTIVATION);
    if (!instance.managed || restart.kind !== 'window' || window !== undefined) continue;
    const decider = layers.findLast((layer) => layer.restart !== undefined) ?? whole;
    const node = nodes.get(decider);
    if (node === undefined || told.has(decider)) continue;
    told.add(decider);
    const { place } = node.children.get('restart') ?? node;
    const message = `\`restart: window\` needs a \`window\`, and \`${instance.id}\` has none.`;
    const help = 'Add `window: { cron: "0 4 * * *", duration: 2h, timezone: Europe/Helsinki }`.';
    report('missing-window', place, message, help);
  }
}
