import type { Instance } from '../model/instance.ts';
import type { Issue, SourcePlace } from '../model/issue.ts';
import { isListeningVariable, toPort } from '../model/listening-port.ts';
import type { InstanceRender } from '../model/managed-file.ts';
import type { CompiledState } from './compile-desired-state.ts';
import { findListeningPorts } from './find-listening-ports.ts';
import { instanceLookup } from './instance-variables.ts';
import { renderIssue } from './issue-codes.ts';

interface PortUse {
  readonly instance: Instance;
  /** Key or variable, in words. */
  readonly what: string;
  readonly place: SourcePlace;
}

/** Ports that two servers of one host would both listen on, by their keys and by variables of single instances. */
export function checkPorts(compiled: CompiledState, renders: readonly InstanceRender[]): readonly Issue[] {
  const uses = new Map<string, PortUse[]>();
  for (const render of renders) {
    const { instance } = render;
    for (const { protocol, port, plugin, key, place } of findListeningPorts(render)) {
      note(uses, `${instance.host} ${port}/${protocol}`, {
        instance,
        what: `\`${key}\` of ${plugin}`,
        place,
      });
    }
  }
  const issues = [...uses].flatMap(([port, users]) => collisions(port, users));
  const told = new Set(issues.map(({ place }) => `${place.file}:${place.line}`));
  return [
    ...issues,
    ...variableCollisions(compiled, renders).filter(({ place }) => !told.has(`${place.file}:${place.line}`)),
  ];
}

function note(uses: Map<string, PortUse[]>, port: string, use: PortUse): void {
  const users = uses.get(port);
  if (users === undefined) uses.set(port, [use]);
  else users.push(use);
}

function collisions(port: string, users: readonly PortUse[]): readonly Issue[] {
  const [first, ...others] = users;
  if (first === undefined) return [];
  return others.map(({ instance, what, place }) =>
    renderIssue('port-collision', place, {
      message: `${what} on ${instance.name} and ${first.what} on ${first.instance.name} both take port ${port.split(' ')[1]} of ${instance.host}.`,
      help: 'Give each server a port of its own, best worked out from one variable, such as `{{SERVER_PORT+6000}}`.',
    }),
  );
}

/** Variables that two instances declare for themselves with the same port, though no known key uses it. */
function variableCollisions(compiled: CompiledState, renders: readonly InstanceRender[]): readonly Issue[] {
  const uses = new Map<string, PortUse[]>();
  for (const { instance } of renders) {
    const lookup = instanceLookup(compiled, instance, () => undefined);
    for (const { definition } of compiled.variables.get(`instance:${instance.id}`)?.values() ?? []) {
      if (!isListeningVariable(definition.name)) continue;
      const found = lookup.variable(definition.name, definition.place);
      const port = found.kind === 'value' ? toPort(found.value) : undefined;
      if (port === undefined) continue;
      const use = { instance, what: `\`${definition.name}\``, place: definition.place };
      note(uses, `${instance.host} ${port}/any`, use);
    }
  }
  return [...uses].flatMap(([port, users]) => {
    const distinct = users.filter(
      (user, index) => users.findIndex(({ instance }) => instance === user.instance) === index,
    );
    return collisions(port.replace('/any', ''), distinct);
  });
}
