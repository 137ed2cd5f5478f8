import type { Scope } from '../model/desired-state.ts';
import type { Instance } from '../model/instance.ts';

/** Where the variables and overrides of a scope belong; a name that two hosts share lies in its host's folder. */
export function scopeFile(scope: Scope, instances: Iterable<Pick<Instance, 'id' | 'name'>>): string {
  switch (scope.kind) {
    case 'fleet':
      return 'desired-state/variables/fleet.yaml';
    case 'host':
      return `desired-state/variables/hosts/${scope.name}.yaml`;
    case 'group':
      return `desired-state/variables/groups/${scope.name}.yaml`;
    case 'instance':
      return `desired-state/variables/instances/${nameOf(scope.name, instances)}.yaml`;
  }
}

function nameOf(id: string, instances: Iterable<Pick<Instance, 'id' | 'name'>>): string {
  const name = id.slice(id.indexOf('/') + 1);
  const namesakes = [...instances].filter((instance) => instance.name === name);
  return namesakes.length > 1 ? id : name;
}

/** The comment that a new file of a scope begins with, each line ended. */
export function scopeHead(scope: Scope): string {
  switch (scope.kind) {
    case 'fleet':
      return FLEET_HEAD;
    case 'host':
      return `# What is different on all servers of the host ${scope.name}.\n`;
    case 'group':
      return `# What is different on the servers of the group ${scope.name}.\n`;
    case 'instance':
      return `# What is different on ${scope.name.slice(scope.name.indexOf('/') + 1)}.\n`;
  }
}

const FLEET_HEAD = `# Values with a name, for all servers. Files in hosts/, groups/ and instances/ beside this one say otherwise for some.
# Baselines use them as {{NAME}}; {{INSTANCE_NAME}}, {{HOST_NAME}} and {{PLATFORM}} are always there.
`;
