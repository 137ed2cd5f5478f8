import type { CliContext } from './cli-context.ts';
import type { ExitCode } from './exit-codes.ts';

/** Every option of every command, as the parser gives it. */
export interface CliOptions {
  readonly repo?: string;
  readonly revision?: string;
  readonly host?: string;
  readonly instance?: readonly string[];
  readonly plugin?: readonly string[];
  readonly file?: string;
  readonly ampRoot?: string;
  readonly state?: string;
  readonly config?: string;
  readonly once?: boolean;
  readonly only?: readonly string[];
  readonly afterInstall?: boolean;
  readonly acceptHistory?: string;
  readonly reason?: string;
  readonly fleet?: boolean;
  readonly thisHost?: boolean;
  readonly for?: string;
  readonly until?: string;
  readonly cancel?: boolean;
  readonly breakGlass?: string;
  readonly json?: boolean;
  readonly color?: boolean;
  readonly format?: string;
  readonly strict?: boolean;
  readonly full?: boolean;
  readonly heal?: boolean;
  readonly ignoreBudget?: boolean;
  readonly detailed?: boolean;
  readonly out?: string;
  readonly plan?: string;
  readonly yes?: boolean;
  readonly keepFiles?: boolean;
  readonly to?: string;
  readonly before?: boolean;
  readonly folderOwner?: boolean;
  readonly trustKey?: readonly string[];
  readonly keep?: string;
  readonly limit?: number;
  readonly since?: string;
  readonly commit?: string;
  readonly by?: string;
  readonly kind?: string;
  readonly xlsx?: string;
  readonly views?: boolean;
  readonly ours?: boolean;
  readonly theirs?: boolean;
  readonly allowRemovals?: boolean;
  readonly move?: boolean;
  readonly from?: readonly string[];
  readonly threshold?: number;
  readonly group?: readonly string[];
  readonly proposeGroups?: boolean;
  readonly own?: readonly string[];
  readonly leave?: readonly string[];
  readonly into?: string;
  readonly force?: boolean;
  readonly stage?: readonly string[];
  readonly approver?: readonly string[];
  /** `--no-workflow` says false. */
  readonly workflow?: boolean;
  readonly dryRun?: boolean;
  readonly report?: string;
  readonly secretsOut?: string;
  readonly alias?: readonly string[];
  readonly aliases?: string;
  readonly hostOf?: readonly string[];
  readonly hosts?: string;
  readonly fileOf?: readonly string[];
  readonly live?: string;
  readonly identity?: string;
  readonly person?: string;
  readonly show?: boolean;
  readonly newValue?: boolean;
  readonly staged?: boolean;
  readonly hook?: boolean;
  readonly key?: readonly string[];
  readonly layer?: string;
  readonly fromHost?: string;
  readonly newKeys?: boolean;
  readonly reject?: boolean;
  readonly old?: string;
  readonly new?: string;
  readonly against?: string;
  readonly rename?: readonly string[];
  readonly drop?: readonly string[];
  readonly record?: boolean;
}

type RunCommand = (
  context: CliContext,
  options: CliOptions,
  operands: readonly string[],
) => Promise<ExitCode>;

/** One command as data, so that the help is shown without loading what the command needs. */
export interface CommandSpec {
  readonly name: string;
  /** As in a usage line: `<instance> [key]`. */
  readonly operands: string;
  readonly summary: string;
  /** Whole command lines. */
  readonly examples: readonly string[];
  readonly options: readonly OptionSpec[];
  readonly load: () => Promise<RunCommand>;
}

export interface OptionSpec {
  readonly flags: string;
  readonly description: string;
  /** `list` may be given several times. */
  readonly kind: 'text' | 'switch' | 'list' | 'count' | 'choice';
  readonly choices?: readonly string[];
}
