import { MistakeError } from '../../core/model/errors.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';

/** Throws `MistakeError` for options of `adopt` that do not go together or that nobody can act upon. */
export function checkAdoptOptions(context: Pick<CliContext, 'questions'>, options: CliOptions): void {
  checkLayer(options);
  checkAnswer(context, options);
  checkNewKeys(options);
}

const LAYER = /^(?:baseline|fleet|instance|variable|release|(?:host|group):[A-Za-z0-9][A-Za-z0-9_-]{0,63})$/;

function checkLayer({ layer }: CliOptions): void {
  if (layer === undefined || LAYER.test(layer)) return;
  throw new MistakeError(
    `--layer ${layer} names no layer`,
    'Say baseline, fleet, host:NAME, group:NAME, instance, variable or release.',
  );
}

function checkAnswer(
  { questions }: Pick<CliContext, 'questions'>,
  { yes, dryRun, reject, json }: CliOptions,
): void {
  if (yes === true || dryRun === true || reject === true) return;
  if (questions !== undefined && json !== true) return;
  throw new MistakeError(
    'adopt asks before it changes the repository, and there is nobody to ask',
    'Look at it with --dry-run first, then say --yes.',
  );
}

function checkNewKeys({ newKeys, plugin, key, fromHost, reject }: CliOptions): void {
  if (newKeys !== true) return;
  if (fromHost !== undefined || reject === true) {
    throw new MistakeError(
      '--new-keys looks at the files of this host, and there is nothing to put back',
      'Leave out --from-host and --reject.',
    );
  }
  if ((plugin ?? []).length + (key ?? []).length > 0) return;
  throw new MistakeError(
    '--new-keys would take every key of every managed file',
    'Name what you mean with --plugin or --key.',
  );
}
