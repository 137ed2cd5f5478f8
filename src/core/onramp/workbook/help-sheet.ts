import { VIEW_MARK } from '../../model/sheet-role.ts';
import type { SheetDraft } from '../../model/workbook-draft.ts';

const LINES = [
  'Change values in the column Value. Leave the grey columns: they only tell where a value comes from.',
  'A new row is a new value. A row that you delete takes the value away: the next wider one counts again.',
  'Server and Scope: fleet, host:NAME, group:NAME, or the name of a server. The narrowest wins.',
  'ConfigKey: the file, a colon, and the key with dots, such as config.yml:web.port.',
  'ValueType says what the value is: str (text), int, float, bool, list, dict, null (nothing).',
  'absent: the key must not be there at all. Not the same as a blank cell, which is the empty text.',
  'text is text in quotes, with \\n for a new line; date and binary are what YAML calls so.',
  'A list reads like ["a", "b"], a dict like {"a": 1}.',
  'Variables work everywhere: {{SERVER_PORT}}, {{SERVER_PORT+6000}}. Passwords are {{secret:NAME}}, never in clear.',
  'Reason: one sentence for the people after you.',
  'Sheets that begin with "homeamp: for reading only" are for looking: what you write there is lost.',
  '',
  'Back into the repository: homeamp variables import FILE.xlsx --dry-run shows what would change, cell by cell;',
  'without --dry-run it asks and then changes the files in desired-state/variables/. Then commit them as usual.',
];

/** What people need to know, in the workbook itself. */
export function helpSheet(revision: string): SheetDraft {
  return {
    name: 'How to use',
    visibility: 'shown',
    columns: [{ width: 120, kind: 'note', choices: undefined }],
    head: [[`${VIEW_MARK}. Values of ${revision}.`]],
    frozenColumns: 0,
    rows: LINES.map((line) => [line]),
  };
}
