import { MistakeError } from '../../core/model/errors.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import type { Screen } from '../print/screen.ts';

/** What every action of `secrets` is given. */
export interface SecretsCall {
  readonly context: CliContext;
  readonly options: CliOptions;
  readonly operands: readonly string[];
  readonly screen: Screen;
}

/** Throws `MistakeError` unless there are as many operands as an action takes. */
export function assertOperands(operands: readonly string[], { least, most, usage }: OperandRule): void {
  if (operands.length >= least && operands.length <= most) return;
  throw new MistakeError(
    operands.length < least
      ? 'something is missing on the command line'
      : 'there is too much on the command line',
    `Write: homeamp secrets ${usage}`,
  );
}

interface OperandRule {
  readonly least: number;
  readonly most: number;
  readonly usage: string;
}
