import { equalSourceValues, type SourceKey } from '../../model/baseline.ts';
import type { Scope } from '../../model/desired-state.ts';
import { keyId } from '../../model/key-path.ts';
import { decodeText } from '../decode-text.ts';
import { SOURCE_ISSUES } from '../issue-codes.ts';
import { parseBaseline } from '../parse-baseline.ts';
import type { FindTemplate } from '../parse-baseline-files.ts';
import { parseVariables } from '../parse-variables.ts';
import { quoteName, type ReportIssue } from '../report-issue.ts';
import { type SourceEdit, wantedValue } from './source-edit.ts';

/** What one file says: each key and variable by an id, and the mistakes in it. */
export interface LayerContent {
  readonly values: ReadonlyMap<string, SourceKey['value']>;
  readonly errors: readonly LayerError[];
}

export interface LayerError {
  readonly message: string;
  readonly help: string;
}

/** The id of what an edit is about, within its file. */
export function editedId(edit: SourceEdit): string {
  return edit.kind === 'variable'
    ? JSON.stringify([edit.name])
    : JSON.stringify([edit.plugin, edit.file, keyId(edit.path)]);
}

export function readBaselineLayer(file: string, text: string, findTemplate: FindTemplate): LayerContent {
  return readLayer(file, text, (decoded, report) => {
    const baseline = parseBaseline({ file, text: decoded }, findTemplate, report)?.baseline;
    return (baseline?.files ?? []).flatMap(({ path, keys }) =>
      keys.map((key) => [JSON.stringify([baseline?.plugin, path, keyId(key.path)]), key.value] as const),
    );
  });
}

export function readVariablesLayer(file: string, text: string, scope: Scope): LayerContent {
  return readLayer(file, text, (decoded, report) => {
    const { variables, overrides } = parseVariables({ file, text: decoded, scope }, report);
    return [
      ...variables.map(
        ({ name, value }) => [JSON.stringify([name]), { kind: 'value' as const, value }] as const,
      ),
      ...overrides.map(
        ({ plugin, file: below, key }) =>
          [JSON.stringify([plugin, below, keyId(key.path)]), key.value] as const,
      ),
    ];
  });
}

type Entries = readonly (readonly [string, SourceKey['value']])[];

function readLayer(
  file: string,
  text: string,
  parse: (decoded: string, report: ReportIssue) => Entries,
): LayerContent {
  const errors: LayerError[] = [];
  const report: ReportIssue = (code, _place, message, help) => {
    if (SOURCE_ISSUES[code].severity === 'error') errors.push({ message, help });
  };
  const decoded = decodeText(file, new TextEncoder().encode(text), report);
  return { values: new Map(decoded === undefined ? [] : parse(decoded, report)), errors };
}

/** The edits that change what the file says: where it says so already, its own way of writing stays. */
export function movingEdits<E extends SourceEdit>(edits: readonly E[], before: LayerContent): readonly E[] {
  return edits.filter((edit) => {
    const found = before.values.get(editedId(edit));
    const value = wantedValue(edit.change);
    return found === undefined || value === undefined || !equalSourceValues(found, value);
  });
}

/** What is wrong with a file after its edits: a new mistake, or a change that nobody asked for; undefined = nothing. */
export function findWrong(
  before: LayerContent,
  after: LayerContent,
  edits: readonly SourceEdit[],
): LayerError | undefined {
  const known = new Set(before.errors.map(({ message }) => message));
  const fresh = after.errors.find(({ message }) => !known.has(message));
  if (fresh !== undefined) return fresh;
  const expected = new Map(before.values);
  for (const edit of edits) {
    const value = wantedValue(edit.change);
    if (value === undefined) expected.delete(editedId(edit));
    else expected.set(editedId(edit), value);
  }
  const isExact =
    expected.size === after.values.size &&
    [...expected].every(([id, value]) => {
      const found = after.values.get(id);
      return found !== undefined && equalSourceValues(found, value);
    });
  return isExact ? undefined : { message: 'The edit would change something else too.', help: BY_HAND };
}

/** The edits that a mistake is about: those whose key it names, all where it names none. */
export function editsBehind<E extends SourceEdit>(
  edits: readonly E[],
  { message }: LayerError,
): readonly E[] {
  const named = edits.filter((edit) =>
    message.includes(quoteName(edit.kind === 'variable' ? edit.name : keyId(edit.path))),
  );
  return named.length > 0 ? named : edits;
}

/** What to do about an edit that a program can't make. */
export const BY_HAND = 'Change the file by hand.';
