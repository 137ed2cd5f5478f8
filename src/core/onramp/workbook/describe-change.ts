import type { CellChange } from '../../model/cell-change.ts';
import type { Fleet } from '../../model/desired-state.ts';
import { keyId } from '../../model/key-path.ts';
import { scopeCell } from '../../model/scopes-of.ts';
import type { ValueChange } from './compare-values.ts';
import { showValue } from './show-value.ts';

/** A change of an import for showing: from what the repository says to what the workbook says. */
export function describeChange(
  { subject, before, after, place }: ValueChange,
  fleet: Pick<Fleet, 'instances'>,
): CellChange {
  const name = changeName(subject);
  return {
    kind: before === undefined ? 'added' : after === undefined ? 'removed' : 'changed',
    sheet: place?.sheet ?? '',
    cell: place?.cell ?? '',
    column: 'Value',
    what: subject.kind === 'variable' ? name : `${subject.plugin} ${subject.file}:${name}`,
    scope: scopeCell(subject.scope, fleet),
    before: showValue(name, before),
    after: showValue(name, after),
  };
}

/** What a value is called by; it tells whether the value may be seen. */
export function changeName(subject: ValueChange['subject']): string {
  return subject.kind === 'variable' ? subject.name : keyId(subject.path);
}
