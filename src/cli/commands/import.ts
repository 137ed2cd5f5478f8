import { MistakeError } from '../../core/model/errors.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import type { ExitCode } from '../exit-codes.ts';

/** The first operand says where from; the others are places to read. */
export async function runImport(
  context: CliContext,
  options: CliOptions,
  [source, ...places]: readonly string[],
): Promise<ExitCode> {
  switch (source) {
    case 'live':
      if (places.length > 0) throw LIVE_BY_OPTION;
      return (await import('./import-live.ts')).runImportLive(context, options);
    case 'legacy':
      return (await import('./import-legacy.ts')).runImportLegacy(context, options, places);
  }
  throw new MistakeError(
    `there is no import from ${JSON.stringify(source ?? '')}`,
    'Write `homeamp import live --from HOST=PLACE --into DIR`, or `homeamp import legacy FOLDER --into DIR`.',
  );
}

const LIVE_BY_OPTION = new MistakeError(
  '`import live` takes its places by option, since each belongs to a host',
  'Write `homeamp import live --from HOST=PLACE --into DIR`.',
);
