import type { Issue, SourcePlace } from '../model/issue.ts';
import { BUILT_IN_VARIABLES } from '../model/variable-reference.ts';
import type { CompiledState } from './compile-desired-state.ts';
import { variablesIn } from './compile-value.ts';
import { undeclaredProblem } from './instance-variables.ts';
import { renderIssue } from './issue-codes.ts';

/** Variables that are used but declared nowhere, and those declared but used nowhere, whatever instances there are. */
export function checkVariables(compiled: CompiledState): readonly Issue[] {
  const used = findUses(compiled);
  const declared = new Set(compiled.desired.variables.map(({ name }) => name));
  const issues: Issue[] = [];
  for (const [name, places] of used) {
    if (declared.has(name) || BUILT_IN_VARIABLES.has(name)) continue;
    for (const at of places) {
      const { code, place, ...text } = undeclaredProblem(name, at);
      issues.push(renderIssue(code, place, text));
    }
  }
  for (const name of declared) if (!used.has(name)) issues.push(unused(name, compiled));
  return issues;
}

function unused(name: string, compiled: CompiledState): Issue {
  const definition = compiled.desired.variables.find((variable) => variable.name === name);
  const place = definition?.place ?? { file: '', line: 0, column: 0 };
  return renderIssue('unused-variable', place, {
    message: `The variable \`${name}\` is used nowhere.`,
    help: 'Remove it, or correct the name where it should be used.',
  });
}

function findUses(compiled: CompiledState): ReadonlyMap<string, readonly SourcePlace[]> {
  const uses = new Map<string, SourcePlace[]>();
  const note = (names: readonly string[], place: SourcePlace): void => {
    for (const name of new Set(names)) {
      const places = uses.get(name);
      if (places === undefined) uses.set(name, [place]);
      else places.push(place);
    }
  };
  for (const files of compiled.files.values()) {
    for (const { keys, overrides } of files) {
      for (const key of [...keys, ...[...overrides.values()].flat()]) {
        if (key.value !== undefined) note(variablesIn(key.value), key.origin.place);
      }
    }
  }
  for (const named of compiled.variables.values()) {
    for (const { definition, value } of named.values()) note(variablesIn(value), definition.place);
  }
  return uses;
}
