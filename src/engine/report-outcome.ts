import type { InstanceOutcomeFacts } from '../core/report/report.ts';
import type { InstanceOutcome } from './apply/apply-plan.ts';

/** An outcome as reports tell it. */
export function reportOutcome(outcome: InstanceOutcome): InstanceOutcomeFacts {
  switch (outcome.kind) {
    case 'applied': {
      const { kind, id, files, keys } = outcome;
      return { kind, id, files, keys, failure: null };
    }
    case 'failed': {
      const { kind, message, next } = outcome.failure;
      const failure = { code: kind, message, help: next };
      return { kind: 'failed', id: null, files: 0, keys: 0, failure };
    }
    case 'unchanged':
    case 'blocked':
    case 'skipped':
      return { kind: outcome.kind, id: null, files: 0, keys: 0, failure: null };
  }
}
