import type { DesiredState } from '../model/desired-state.ts';
import { compareIssues, type Issue } from '../model/issue.ts';
import type { Revision } from '../model/revision.ts';
import type { RevisionReport } from './report.ts';
import { reportRevision } from './summarize-pass.ts';

/** What is wrong in a repository, and how much was looked at. The JSON of `validate`. */
export interface Validation {
  readonly revision: RevisionReport;
  readonly valid: boolean;
  readonly errors: number;
  readonly warnings: number;
  /** Null when the repository could not be put together at all. */
  readonly counts: ValidationCounts | null;
  /** By file, line and column. */
  readonly issues: readonly Issue[];
}

interface ValidationCounts {
  readonly hosts: number;
  readonly instances: number;
  readonly baselines: number;
  readonly variables: number;
  readonly overrides: number;
  /** Keys that the baselines own. */
  readonly keys: number;
}

export interface ValidationInput {
  readonly revision: Revision;
  readonly desired: DesiredState | undefined;
  readonly issues: readonly Issue[];
  /** Warnings count as errors. */
  readonly strict: boolean;
}

export function reportValidation(input: ValidationInput): Validation {
  const issues = [...input.issues].sort(compareIssues);
  const errors = issues.filter((issue) => issue.severity === 'error').length;
  const warnings = issues.length - errors;
  return {
    revision: reportRevision(input.revision),
    valid: errors === 0 && (warnings === 0 || !input.strict),
    errors,
    warnings,
    counts: input.desired === undefined ? null : countState(input.desired),
    issues,
  };
}

function countState({ fleet, baselines, variables, overrides }: DesiredState): ValidationCounts {
  const files = [...baselines.values()].flatMap((baseline) => baseline.files);
  return {
    hosts: fleet.hosts.size,
    instances: fleet.instances.size,
    baselines: baselines.size,
    variables: variables.length,
    overrides: overrides.length,
    keys: files.reduce((sum, file) => sum + file.keys.length, 0),
  };
}
