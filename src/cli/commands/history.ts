import { isInstanceNamed } from '../../core/model/instance.ts';
import type { HistoryEntry } from '../../ports/state-store.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { stateDirOf } from '../host-place.ts';
import { createScreen, type Span, styled } from '../print/screen.ts';
import { layoutTable } from '../print/table.ts';
import { timeText } from '../print/time-text.ts';

const DEFAULT_LIMIT = 20;
const LOOK_BACK = 10_000;

/** Lists what was done on this host, newest first. */
export async function runHistory(context: CliContext, options: CliOptions): Promise<ExitCode> {
  const { host, close } = await context.openState(stateDirOf(context.environment, options));
  try {
    const wanted = options.instance ?? [];
    const limit = options.limit ?? DEFAULT_LIMIT;
    const entries = host.history
      .list(wanted.length === 0 ? limit : LOOK_BACK)
      .filter((entry) => wanted.length === 0 || wanted.some((name) => isInstanceNamed(entry.instance, name)))
      .slice(0, limit);
    const screen = createScreen(context, context.stdout, options);
    if (options.json === true) screen.json({ entries: entries.map(entryJson) });
    else if (entries.length === 0) screen.print(['Nothing was applied here yet.']);
    else screen.print(...layoutTable(HEAD, entries.map(entryRow), screen.width));
    return EXIT.done;
  } finally {
    await close();
  }
}

const HEAD = ['ID', 'WHEN', 'WHAT', 'INSTANCE', 'KEYS', 'REVISION', 'OUTCOME'];

function entryRow(entry: HistoryEntry): readonly Span[] {
  return [
    entry.id,
    timeText(entry.at),
    entry.of === undefined ? entry.kind : `${entry.kind} of ${entry.of}`,
    entry.instance,
    String(entry.keys),
    entry.revision,
    styled(
      entry.outcome === 'applied' ? 'green' : 'red',
      [entry.outcome, entry.message].filter(Boolean).join(': '),
    ),
  ];
}

function entryJson({ payload: _payload, of, files, ...entry }: HistoryEntry) {
  return { ...entry, of: of ?? null, files: files.map((file) => file.path) };
}
