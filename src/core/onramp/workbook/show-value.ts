import { valueText } from '../../formats/write-cell-value.ts';
import type { SourceKey } from '../../model/baseline.ts';
import type { ShownValue } from '../../model/cell-change.ts';
import { findSecret } from '../../model/find-secret.ts';
import { isSensitiveKey } from '../../model/key-path.ts';

/** A value for showing, under the name that tells whether it may be seen. */
export function showValue(name: string, value: SourceKey['value'] | undefined): ShownValue {
  if (value === undefined) return { kind: 'none' };
  if (isSensitiveKey(name)) return { kind: 'hidden' };
  if (value.kind === 'absent') return { kind: 'shown', text: '(absent)' };
  if (findSecret(name, value.value) !== undefined) return { kind: 'hidden' };
  return { kind: 'shown', text: valueText(value.value) };
}

/** True for values of one type and content: `1` and `1.0` are two. */
export function isSameValue(a: SourceKey['value'] | undefined, b: SourceKey['value'] | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.kind === 'absent' || b.kind === 'absent') return a.kind === b.kind;
  return valueText(a.value) === valueText(b.value);
}
