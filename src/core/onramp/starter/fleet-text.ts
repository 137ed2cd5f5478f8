import { writeFlow } from '../../formats/yaml/write-block.ts';
import { writeKey } from '../../formats/yaml/write-scalar.ts';
import type { ConfigValue } from '../../model/config-value.ts';
import type { Instance } from '../../model/instance.ts';
import { type NewFleet, shortName } from './new-fleet.ts';
import { replaceInTemplate } from './template-text.ts';

/** `fleet.yaml` of a new fleet, with the comments of the template. */
export function fleetText(template: string, fleet: NewFleet): string {
  const { hosts, groups, stages, instances, approval } = fleet;
  const [host] = hosts;
  return replaceInTemplate(template, [
    ['`homeamp/my-host`', `\`homeamp/${host?.name ?? ''}\``],
    ['  my-host: { address: 192.0.2.10 }\n', hosts.map(hostLine).join('')],
    ['\ngroups: [survival]', `\ngroups: ${writeFlow(groups)}`],
    ['\nstages: [dev, production]', `\nstages: ${writeFlow(stages)}`],
    [TEMPLATE_INSTANCES, instances.map((instance) => instanceLine(instance, instances)).join('')],
    ...(instances.some(({ platform }) => platform === 'ads')
      ? ([[ADS_EXAMPLE, '']] as const)
      : ([['host: my-host, platform: ads', `host: ${host?.name ?? ''}, platform: ads`]] as const)),
    [TEMPLATE_APPROVAL, approvalText(approval)],
  ]);
}

const TEMPLATE_INSTANCES = `  DEV01: { host: my-host, platform: paper, stage: dev, groups: [survival] }
  SMP01: { host: my-host, platform: paper, stage: production, groups: [survival] }
`;
const ADS_EXAMPLE = `  # A server that homeamp should know and leave alone would look so:
  # ADS01: { host: my-host, platform: ads, managed: false }
`;
const TEMPLATE_APPROVAL = `  # One other admin approves each change before it reaches a server. Logins, or teams as @org/team.
  approval: { required: 1, by: ["@my-org/admins"] }
`;

function hostLine({ name, address }: NewFleet['hosts'][number]): string {
  return pairLine(name, address === undefined ? {} : { address });
}

function instanceLine(instance: Instance, instances: readonly Instance[]): string {
  const { host, platform, managed, stage, groups } = instance;
  return pairLine(shortName(instance, instances), {
    host,
    platform,
    ...(managed ? {} : { managed }),
    ...(stage === undefined ? {} : { stage }),
    ...(groups.length === 0 ? {} : { groups }),
  });
}

function pairLine(name: string, members: Readonly<Record<string, ConfigValue>>): string {
  return `  ${writeKey(name, false)}: ${spaced(writeFlow(new Map(Object.entries(members))))}\n`;
}

function spaced(flow: string): string {
  return flow === '{}' ? flow : `{ ${flow.slice(1, -1)} }`;
}

function approvalText({ required, by }: NewFleet['approval']): string {
  if (required === 0) {
    return `  # Nobody else has to approve: for whoever works alone. With a second admin, write for example
  # approval: { required: 1, by: [alice, bob] }
  approval: { required: 0 }
`;
  }
  const comment = '  # One other admin approves each change before it reaches a server. ';
  if (by.length === 0) {
    return `${comment}Anybody who may review counts, until
  # logins, or teams as @org/team, are named: approval: { required: 1, by: [alice, bob] }
  approval: { required: ${required} }
`;
  }
  return `${comment}Logins, or teams as @org/team.\n  approval: ${spaced(
    writeFlow(
      new Map<string, ConfigValue>([
        ['required', BigInt(required)],
        ['by', by],
      ]),
    ),
  )}\n`;
}
