import { writeFlow } from '../../formats/yaml/write-block.ts';
import { writeKey } from '../../formats/yaml/write-scalar.ts';
import type { ConfigValue } from '../../model/config-value.ts';
import type { Instance } from '../../model/instance.ts';
import type { RegistryDraft, RepositoryDraft } from '../../model/repository-draft.ts';

type FleetDraft = Pick<RepositoryDraft, 'hosts' | 'groups' | 'stages' | 'instances'>;

/** The text of `fleet.yaml`, with the starter's careful policy. */
export function writeFleet({ hosts, groups, stages, instances }: FleetDraft): string {
  const hostLines = hosts.map(({ name, address }) =>
    address === undefined ? `  ${writeKey(name, false)}:` : line(name, { address }),
  );
  const instanceLines = instances.map((instance) =>
    line(instanceLabel(instance, instances), instanceFields(instance)),
  );
  return `${HEAD}
# One entry a machine. The name shows up as the status \`homeamp/NAME\` on pull requests.
hosts:
${hostLines.join('\n')}

# Servers that share values. A later group wins over an earlier one.
groups: ${writeFlow(groups)}

# From trying out to live; each server stands on one of these.
stages: ${writeFlow(stages)}

# One entry a server, called as its folder in AMP's \`.ampdata/instances\`.
instances:
${instanceLines.join('\n')}

${POLICY}`;
}

const HEAD = '# The fleet: which machines there are, which servers run on them, and the rules for changes.\n';

const POLICY = `policy:
  # One other admin approves each change before it reaches a server. Write who may, as logins or teams (@org/team):
  # approval: { required: 1, by: [alice, "@my-org/admins"] }
  # What somebody edited on a server is shown and left for a person to decide. \`heal\` would put it back.
  drift: report
  # One merge that reaches more than this is held: it is a slip more often than a plan.
  budget: { instances: 10, keys: 200 }
`;

/** What the fleet and the matrix call an instance: its name, with its host where another host has one of the same. */
export function instanceLabel(instance: Instance, all: readonly Instance[]): string {
  const isShared = all.some(({ id, name }) => name === instance.name && id !== instance.id);
  return isShared ? instance.id : instance.name;
}

function instanceFields({ host, platform, stage, groups, aliases, managed }: Instance): Fields {
  return {
    host,
    platform,
    ...(stage === undefined ? {} : { stage }),
    ...(groups.length === 0 ? {} : { groups }),
    ...(aliases.length === 0 ? {} : { aliases }),
    ...(managed ? {} : { managed }),
  };
}

type Fields = Readonly<Record<string, ConfigValue>>;

function line(name: string, fields: Fields): string {
  const parts = Object.entries(fields).map(([key, value]) => `${key}: ${writeFlow(value)}`);
  return `  ${writeKey(name, false)}: { ${parts.join(', ')} }`;
}

/** The text of `deployment-matrix.csv`. */
export function writeMatrix({ instances, placements }: RepositoryDraft): string {
  const columns = instances.filter(({ managed }) => managed);
  const header = ['plugin', ...columns.map((instance) => instanceLabel(instance, instances))];
  const rows = [...placements].map(([plugin, ids]) => {
    const on = new Set(ids);
    return [plugin, ...columns.map(({ id }) => (on.has(id) ? 'x' : ''))];
  });
  return [header, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\n`).join('');
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The text of `plugins.yaml`. */
export function writeRegistry(registry: readonly RegistryDraft[]): string {
  const lines = registry.map(({ plugin, version, file }) =>
    line(plugin, {
      source: 'manual',
      ...(version === undefined ? {} : { version }),
      ...(file === undefined ? {} : { file }),
    }),
  );
  return `# Where each plugin's jar comes from. \`source: manual\` says that an admin puts it on the servers.
plugins:${lines.length === 0 ? ' {}' : ''}
${lines.map((text) => `${text}\n`).join('')}`;
}
