import type { DesiredState } from '../model/desired-state.ts';
import { compareIssues, type Issue } from '../model/issue.ts';
import { checkKeyTypes } from './check-key-types.ts';
import { checkPorts } from './check-ports.ts';
import { checkUniqueValues, nameInstances } from './check-unique-values.ts';
import { checkVariables } from './check-variables.ts';
import { compileDesiredState } from './compile-desired-state.ts';
import { renderInstance } from './render-instance.ts';

interface FoundIssue {
  readonly issue: Issue;
  readonly instances: string[];
}

/**
 * What shows only when every instance is rendered: variables, values that meet badly, ports taken twice. Sorted by
 * place; a mistake that several instances share is told once.
 */
export function checkFleet(desired: DesiredState): readonly Issue[] {
  const compiled = compileDesiredState(desired);
  const everywhere = checkVariables(compiled);
  const found = new Map<string, FoundIssue>();
  const renders = [...desired.fleet.instances.values()].map((instance) => {
    const { render, issues } = renderInstance(compiled, instance, () => undefined);
    for (const issue of issues) {
      const entry = found.get(issueId(issue)) ?? { issue, instances: [] };
      found.set(issueId(issue), entry);
      entry.instances.push(instance.name);
    }
    return render;
  });
  for (const issue of everywhere) found.delete(issueId(issue));
  return [
    ...everywhere,
    ...[...found.values()].map(withInstances),
    ...checkKeyTypes(compiled, renders),
    ...checkUniqueValues(renders),
    ...checkPorts(compiled, renders),
  ].sort(compareIssues);
}

function issueId({ code, place, message }: Issue): string {
  return JSON.stringify([code, place, message]);
}

function withInstances({ issue, instances }: FoundIssue): Issue {
  return { ...issue, message: `${issue.message} Seen on ${nameInstances(instances)}.` };
}
