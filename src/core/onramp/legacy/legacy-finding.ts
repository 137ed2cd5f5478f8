import type { SourcePlace } from '../../model/issue.ts';

type Severity = 'error' | 'warning' | 'note';

interface FindingKind {
  readonly severity: Severity;
  /** What is wrong, or what was found. */
  readonly summary: string;
  /** What the import did about it. */
  readonly done: string;
}

/** Everything that the import can have to say, with what it did about it. */
export const FINDING_KINDS = {
  'unreadable-file': error('A file can’t be read.', 'Nothing is taken from it.'),
  'no-keys': error('A baseline gives no key at all.', 'Nothing is written for it.'),
  'unread-key': error('Something stands where a key should, and is none.', 'It is left out.'),
  'unread-cell': error('A cell or row of a table can’t be read.', 'It is left out.'),
  'duplicate-key': error('A key is written twice.', 'The first one counts.'),
  'duplicate-value': error('Two rows give the same key of the same server.', 'The first one counts.'),
  'duplicate-baseline': error('Two baselines are for the same plugin.', 'The first one counts.'),
  'leaf-and-parent': error('A key has a value and keys below it.', 'The value is left out.'),
  'server-only-in-matrix': error(
    'A server has a column in the matrix, and no values in the workbook.',
    'It is in the fleet as `managed: false` unless the matrix gives it a plugin.',
  ),
  'server-only-in-workbook': error(
    'A server has values in the workbook, and no column in the matrix.',
    'It is in the fleet, with the plugins that it has values for.',
  ),
  'duplicate-row': error('A plugin has several rows in the matrix.', 'They are one row now.'),
  'contradicting-rows': error(
    'Rows of one plugin say different things.',
    'The plugin is where any of them puts it; the first one’s other columns count.',
  ),
  'placed-nowhere': error(
    'The matrix puts a plugin on no server at all.',
    'Its row is kept; the plugin is where the workbook has values of it.',
  ),
  'value-not-placed': error(
    'The workbook has values for a server that, says the matrix, lacks the plugin.',
    'The plugin is taken to be there.',
  ),
  'name-differs': error(
    'A baseline and a row of the matrix differ by case and punctuation alone.',
    'They are taken for the same plugin, by the baseline’s name.',
  ),
  'baseline-without-row': error('A baseline’s plugin has no row in the matrix.', 'It is placed nowhere yet.'),
  'row-without-baseline': note('A row of the matrix is for a plugin without a baseline.', 'The row is kept.'),
  'unusable-name': error('A name is none that a plugin’s or server’s folder can have.', 'It is left out.'),
  'no-plugin': error('A row of the matrix is a heading and no plugin.', 'The row is left out.'),
  'similar-names': warning('Two rows are named alike but for case and blanks.', 'Both are kept.'),
  'tables-differ': warning('The other copy of the matrix says something else.', 'The first one counts.'),
  'wide-sheet-differs': warning(
    'A plugin’s own sheet shows another value than the list of all values.',
    'The list counts.',
  ),
  'mixed-types': error(
    'A key has another type on one server than on the others.',
    'The odd value is left out.',
  ),
  'platform-mismatch': error(
    'A plugin is listed for another platform than it is made for.',
    'Its baseline is for the servers that have it.',
  ),
  'secret-in-clear': error(
    'A secret stands in a file in clear.',
    'It is lifted out; the repository has `{{secret:NAME}}` in its place.',
  ),
  'port-collision': error(
    'Several servers of one host would listen on the same port.',
    'The value is kept where it fits the server’s other ports, and left out elsewhere.',
  ),
  'player-data': error(
    'A baseline holds what a plugin keeps for itself, no configuration.',
    'It is left out.',
  ),
  'misread-value': error(
    'A value was cut by an earlier reader that did not know the file’s language.',
    'It is left out.',
  ),
  'unwritable-key': error('A key can’t be written so that it reads back the same.', 'It is left out.'),
  'refused-value': error('A value would make the repository invalid.', 'It is left out.'),
  'reserved-character': error('A value holds a character that homeamp reserves.', 'It is left out.'),
  'no-anchor': error(
    'Values are for a file that no baseline describes, and no key is on every server that has the plugin.',
    'They are left out.',
  ),
  'still-invalid': error('The new repository has a mistake that needs a person.', 'It is written as it is.'),
  'shared-unique-value': warning('Servers share a value that must be unique.', 'It is kept.'),
  'wrong-own-name': warning('A key in which servers name themselves has another’s name.', 'It is kept.'),
  'default-left-in': warning('A plugin’s placeholder was never filled in.', 'It is kept.'),
  'other-order': warning('A list has the same entries in another order on one server.', 'It is kept.'),
  'odd-one-out': warning('One server differs where all others agree.', 'It is kept.'),
  'unfinished-prefix': warning('A prefix lacks the `_` at its end that others have.', 'It is kept.'),
  'looks-misspelt': warning('A word differs by one letter from one that is used often.', 'It is kept.'),
  'keys-disagree': warning('Two keys that agree on most servers differ on one.', 'Both are kept.'),
  'port-out-of-step': warning(
    'A port does not end in the digits that the server’s other ports end in.',
    'It is kept unless it collides.',
  ),
  'partly-covered': warning('A plugin has values for fewer servers than its like.', 'Nothing is added.'),
  'literal-braces': warning('A value holds `{{name}}`.', 'It is taken as the plugin’s own text.'),
  'unused-flag': warning('A name that was given fits nothing in the files.', 'It had no effect.'),
  'unused-file': note('A file is none of the earlier manager’s.', 'Nothing is read from it.'),
  'unknown-sheet': note('A sheet has no role that is known.', 'Nothing is read from it.'),
  prose: note('A line is neither a key nor a heading.', 'It is read over.'),
  'update-source': note(
    'The matrix says where a plugin’s updates come from.',
    'A baseline’s text repeats it; plugins.yaml needs a project for it.',
  ),
  'blank-is-empty': note('A blank cell of type str is the empty text.', 'It is written as "".'),
  'row-absent': note('A key has no row for some of the plugin’s servers.', 'It is not owned there.'),
  'many-lines': note('A text goes on over several lines.', 'It is written with its line ends.'),
  'bare-value': note(
    'Quotes were lost, so a number or word may have been a text.',
    'It is taken for the number or word; `null`, `true` and `false` are texts.',
  ),
  'not-yaml': note(
    'A block is called YAML and is written as Python prints.',
    'It is read as it was written.',
  ),
  'file-guessed': note('The dialect names no file.', 'The keys are in `config.yml`.'),
  'ending-guessed': note('The dialect drops the ending of a file.', 'It is `.yml`.'),
  'language-guessed': note('Values have quotes of their own, so the file is no YAML.', 'It is `.conf`.'),
  'not-in-live': note('The servers’ files do not have a key.', 'Its file is a guess.'),
  'platform-guessed': note('Nothing says which platform a server is.', 'Its name decides, else paper.'),
  'host-guessed': note('Nothing says which host a server is on.', 'It is on the first one.'),
  'stage-guessed': note('Nothing says when a server gets changes.', 'Its name decides.'),
  'plugin-platform-guessed': note('Nothing says which platform a baseline is for.', 'It is paper.'),
  'first-key': note(
    'The workbook has values for a file that no baseline describes.',
    'A baseline with one key, at its most common value, describes it.',
  ),
} as const satisfies Record<string, FindingKind>;

export type LegacyFindingKind = keyof typeof FINDING_KINDS;

/** One thing to know of the old files or of how they were read. */
export interface LegacyFinding {
  readonly kind: LegacyFindingKind;
  /** The plugin, key, name or file that it is about. */
  readonly subject: string;
  /** The case itself, in one sentence. Holds no secret. */
  readonly text: string;
  /** What a person may do about it. */
  readonly advice: string;
  /** At least one. */
  readonly places: readonly SourcePlace[];
  /** How many keys, values, rows or names are concerned. */
  readonly count: number;
}

function error(summary: string, done: string): FindingKind {
  return { severity: 'error', summary, done };
}

function warning(summary: string, done: string): FindingKind {
  return { severity: 'warning', summary, done };
}

function note(summary: string, done: string): FindingKind {
  return { severity: 'note', summary, done };
}
