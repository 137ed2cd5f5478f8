import { MistakeError } from '../../core/model/errors.ts';
import { isSafeName } from '../../core/model/instance.ts';
import type { ImportRequest } from '../../engine/onramp/live/import-servers.ts';
import type { CliOptions } from '../command.ts';

/** Where servers lie: a folder or an archive. */
export interface FromPlace {
  readonly hostName: string;
  /** For a single server that is not to be called as its folder. */
  readonly name: string | undefined;
  readonly place: string;
}

export interface LiveOptions extends Pick<ImportRequest, 'options' | 'groups' | 'own' | 'leave'> {
  readonly from: readonly FromPlace[];
}

const DEFAULT_THRESHOLD = 60;
const DEFAULT_STAGES = ['dev', 'production'];

/** What the command line asks of `import live`. Throws `MistakeError` for what it can't mean. */
export function readLiveOptions(options: CliOptions): LiveOptions {
  const { threshold = DEFAULT_THRESHOLD, stage: stages = DEFAULT_STAGES } = options;
  if (threshold > 100)
    throw new MistakeError(
      'a threshold is a share in percent',
      'Write --threshold 60, or another from 1 to 100.',
    );
  for (const stage of stages) assertSafe(stage, 'stage', 'Use letters, digits, `_` and `-` in --stage.');
  return {
    from: (options.from ?? []).length === 0 ? refuseNothing() : (options.from ?? []).map(parseFrom),
    groups: new Map((options.group ?? []).map(parseGroup)),
    own: options.own ?? [],
    leave: options.leave ?? [],
    options: { threshold: threshold / 100, proposeGroups: options.proposeGroups ?? false, stages },
  };
}

const FROM_HELP =
  'Write --from HOST=PLACE, or --from HOST/NAME=PLACE for one server that is to be called NAME.';
function refuseNothing(): never {
  throw new MistakeError('it is not said which servers to import', FROM_HELP);
}

function parseFrom(text: string): FromPlace {
  const equals = text.indexOf('=');
  const [hostName = '', name, ...rest] = text.slice(0, Math.max(0, equals)).split('/');
  const place = text.slice(equals + 1);
  if (equals < 0 || place === '' || rest.length > 0)
    throw new MistakeError(`--from ${JSON.stringify(text)} names no host and place`, FROM_HELP);
  assertSafe(hostName, 'host', FROM_HELP);
  if (name !== undefined) assertSafe(name, 'server', FROM_HELP);
  return { hostName, name, place };
}

function parseGroup(text: string): readonly [string, readonly string[]] {
  const help = 'Write --group NAME=INSTANCE,INSTANCE.';
  const equals = text.indexOf('=');
  const group = text.slice(0, Math.max(0, equals));
  const members = text
    .slice(equals + 1)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (equals < 0 || members.length === 0)
    throw new MistakeError(`--group ${JSON.stringify(text)} names no instances`, help);
  assertSafe(group, 'group', help);
  return [group, members];
}

function assertSafe(name: string, what: string, help: string): void {
  if (isSafeName(name)) return;
  throw new MistakeError(`${JSON.stringify(name)} can't be the name of a ${what}`, help);
}
