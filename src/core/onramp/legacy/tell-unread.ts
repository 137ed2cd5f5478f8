import type { Ledger } from './ledger.ts';
import type { LegacyData } from './legacy-data.ts';

/** Tells everything that was not read, from whole files to single cells. */
export function tellUnread(
  { findings, baselines, badRows, matrices, sheets }: LegacyData,
  ledger: Ledger,
): void {
  for (const finding of findings) ledger.tell(finding);
  for (const { plugin, unread } of baselines) {
    for (const { place, reason, holdsKey } of unread) {
      const common = { subject: plugin, text: `${capital(reason)}.`, places: [place], count: 1 };
      if (holdsKey) {
        ledger.leaveOut('keys', 1, {
          ...common,
          kind: 'unread-key',
          advice: 'Write it into the new baseline.',
        });
      } else
        ledger.tell({ ...common, kind: 'prose', advice: 'Copy what people need into the new baseline.' });
    }
  }
  for (const { place, reason } of badRows) {
    const common = {
      subject: place.sheet ?? place.file,
      text: `${capital(reason)}.`,
      places: [place],
      count: 1,
    };
    ledger.leaveOut('values', 1, {
      ...common,
      kind: 'unread-cell',
      advice: 'Write it into variables/instances.',
    });
  }
  for (const { place, reason } of matrices.flatMap(({ badCells }) => badCells)) {
    const common = { subject: place.file, text: `${capital(reason)}.`, places: [place], count: 1 };
    ledger.tell({ ...common, kind: 'unread-cell', advice: 'Look at the new matrix.' });
  }
  for (const { place, role } of sheets) {
    if (role !== 'unknown') continue;
    const common = { subject: place.sheet ?? '', text: 'Its first row is none of the earlier manager’s.' };
    ledger.tell({
      ...common,
      kind: 'unknown-sheet',
      advice: 'Look whether it matters.',
      places: [place],
      count: 1,
    });
  }
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
