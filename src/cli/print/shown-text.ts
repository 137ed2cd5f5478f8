import type { ShownValue } from '../../core/model/cell-change.ts';
import { cut, safeText } from './safe-text.ts';

const VALUE_LENGTH = 200;

/** A value as a table's cell; empty where there is none. */
export function shownText(value: ShownValue): string {
  switch (value.kind) {
    case 'none':
      return '';
    case 'hidden':
      return '(secret)';
    case 'shown':
      return cut(safeText(value.text), VALUE_LENGTH);
  }
}
