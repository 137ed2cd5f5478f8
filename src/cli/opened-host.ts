import type { BudgetPolicy } from '../core/model/policy.ts';
import type { AgentHost } from '../engine/agent/agent-host.ts';
import type { Opened } from './cli-context.ts';
import type { CliOptions } from './command.ts';

/** A host and the options that it is looked at with: what the settings say is filled in. */
export interface OpenedHost<T> extends Opened<T> {
  readonly options: CliOptions;
  /** The bounds of the revision in force, where an agent keeps it. */
  readonly budget: BudgetPolicy | undefined;
  /** Undefined where the command line says everything. */
  readonly agent: AgentHost | undefined;
}
