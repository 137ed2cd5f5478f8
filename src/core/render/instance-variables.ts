import type { Instance } from '../model/instance.ts';
import type { SourcePlace } from '../model/issue.ts';
import { scopeIdsOf } from '../model/scopes-of.ts';
import type { Secret } from '../model/secret.ts';
import type { CompiledState, CompiledVariable } from './compile-desired-state.ts';
import {
  type Lookup,
  type MissingSecret,
  plainValue,
  type Substituted,
  substituteVariables,
  type VariableProblem,
} from './substitute-variables.ts';

/** Where a host's secrets come from; undefined for one that it does not have, or why one is of no use. */
export type FindSecret = (name: string) => Secret<string> | MissingSecret | undefined;

/** The definition that counts for an instance; undefined for built-in and undeclared variables. */
function findVariable(
  compiled: CompiledState,
  scopes: readonly string[],
  name: string,
): CompiledVariable | undefined {
  for (let index = scopes.length - 1; index >= 0; index -= 1) {
    const found = compiled.variables.get(scopes[index] as string)?.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

const DEEPEST = 64;

/** Works variables out for one instance, each at most once. */
export function instanceLookup(compiled: CompiledState, instance: Instance, secrets: FindSecret): Lookup {
  const scopes = scopeIdsOf(instance);
  const known = builtIns(instance);
  const open: string[] = [];
  const lookup: Lookup = {
    secret: (name) => secrets(name) ?? { name, why: undefined },
    variable(name, usedAt) {
      const done = known.get(name);
      if (done !== undefined) return done;
      const found = findVariable(compiled, scopes, name);
      if (found === undefined) return undeclared(name, usedAt);
      if (open.includes(name) || open.length >= DEEPEST)
        return { kind: 'failed', problem: cycle([...open, name], found.definition.place) };
      open.push(name);
      const value = substituteVariables(found.value, found.definition.place, lookup);
      open.pop();
      known.set(name, value);
      return value;
    },
  };
  return lookup;
}

function builtIns(instance: Instance): Map<string, Substituted> {
  return new Map([
    ['INSTANCE_NAME', plainValue(instance.name)],
    ['HOST_NAME', plainValue(instance.host)],
    ['PLATFORM', plainValue(instance.platform)],
  ]);
}

function undeclared(name: string, place: SourcePlace): Substituted {
  return { kind: 'failed', problem: undeclaredProblem(name, place) };
}

/** The problem of a variable that nobody declared where it counts. */
export function undeclaredProblem(name: string, place: SourcePlace): VariableProblem {
  return {
    code: 'undeclared-variable',
    place,
    message: `The variable \`{{${name}}}\` is not declared.`,
    help: `Declare it below \`variables/\`, or write \`\\{{${name}}}\` if the text itself is meant.`,
  };
}

function cycle(names: readonly string[], place: SourcePlace): VariableProblem {
  const circle = names.slice(names.indexOf(names.at(-1) ?? ''));
  if (circle.length === 1) {
    const message = `Variables are nested more than ${DEEPEST} deep here.`;
    return { code: 'variable-cycle', place, message, help: 'Nest them less.' };
  }
  return {
    code: 'variable-cycle',
    place,
    message: `The variable’s value leads back to itself: ${circle.map((name) => `\`${name}\``).join(' → ')}.`,
    help: 'Give one of them a value of its own.',
  };
}
