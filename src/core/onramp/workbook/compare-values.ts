import type { SourceKey } from '../../model/baseline.ts';
import type { DesiredState, Scope } from '../../model/desired-state.ts';
import type { SourcePlace } from '../../model/issue.ts';
import type { KeyPath } from '../../model/key-path.ts';
import { scopeId } from '../../model/scopes-of.ts';
import { overrideId } from './reach.ts';
import { isSameValue } from './show-value.ts';

/** What somebody says of variables and keys. */
export type Values = Pick<DesiredState, 'variables' | 'overrides'>;

/** What a value is of. */
export type ValueSubject =
  | { readonly kind: 'variable'; readonly scope: Scope; readonly name: string }
  | {
      readonly kind: 'key';
      readonly scope: Scope;
      readonly plugin: string;
      readonly file: string;
      readonly path: KeyPath;
    };

/** A value that a workbook wants otherwise than the repository has it. */
export interface ValueChange {
  readonly subject: ValueSubject;
  /** In the repository; undefined where it says nothing. */
  readonly before: SourceKey['value'] | undefined;
  /** In the workbook; undefined where its row is gone. */
  readonly after: SourceKey['value'] | undefined;
  /** The cell; undefined where the row is gone. */
  readonly place: SourcePlace | undefined;
  readonly reason: string | undefined;
}

/** A value that both have changed since the export. */
export interface ValueConflict extends ValueChange {
  readonly exported: SourceKey['value'] | undefined;
}

export interface ValueComparison {
  readonly changes: readonly ValueChange[];
  readonly conflicts: readonly ValueConflict[];
  /** Cells with a reason that is not the exported one, beside a value that is. */
  readonly newReasons: readonly SourcePlace[];
}

export interface Compared {
  /** As it was exported; undefined where the workbook does not know, so that no row can be missing from it. */
  readonly exported: Values | undefined;
  readonly workbook: Values;
  readonly repository: Values;
}

interface Entry {
  readonly subject: ValueSubject;
  readonly value: SourceKey['value'];
  readonly place: SourcePlace;
  readonly reason: string | undefined;
}

type Entries = ReadonlyMap<string, Entry>;

/** Finds what people changed in a workbook since it was exported, and where the repository has moved meanwhile. */
export function compareValues({ exported, workbook, repository }: Compared): ValueComparison {
  const known = exported && entriesOf(exported);
  const ours = entriesOf(repository);
  const theirs = entriesOf(workbook);
  const changes: ValueChange[] = [];
  const conflicts: ValueConflict[] = [];
  for (const id of new Set([...(known?.keys() ?? []), ...theirs.keys()])) {
    const [base, mine, wanted] = [known?.get(id), ours.get(id), theirs.get(id)];
    const isUntouched = known !== undefined && isSameValue(base?.value, wanted?.value);
    const entry = mine ?? base ?? wanted;
    if (isUntouched || entry === undefined || isSameValue(mine?.value, wanted?.value)) continue;
    const { place, reason } = wanted ?? { place: undefined, reason: undefined };
    const change = { subject: entry.subject, before: mine?.value, after: wanted?.value, place, reason };
    if (known === undefined || isSameValue(base?.value, mine?.value)) changes.push(change);
    else conflicts.push({ ...change, exported: base?.value });
  }
  return { changes, conflicts, newReasons: known === undefined ? [] : newReasons(known, theirs) };
}

function newReasons(known: Entries, theirs: Entries): readonly SourcePlace[] {
  return [...theirs].flatMap(([id, { reason, place, value }]) => {
    const base = known.get(id);
    const isNew = base !== undefined && base.reason !== reason && isSameValue(base.value, value);
    return isNew ? [place] : [];
  });
}

function entriesOf({ variables, overrides }: Values): Entries {
  const entries = new Map<string, Entry>();
  for (const { name, scope, value, place } of variables) {
    const subject = { kind: 'variable', scope, name } as const;
    const entry = { subject, value: { kind: 'value', value } as const, place, reason: undefined };
    entries.set(`variable ${scopeId(scope)} ${name}`, entry);
  }
  for (const override of overrides) {
    const { scope, plugin, file, key, reason } = override;
    const subject = { kind: 'key', scope, plugin, file, path: key.path } as const;
    entries.set(`key ${scopeId(scope)} ${overrideId(override)}`, {
      subject,
      value: key.value,
      place: key.place,
      reason,
    });
  }
  return entries;
}
