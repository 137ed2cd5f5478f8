import type { HoldReason } from '../../core/model/plan.ts';
import type { KeyChangeReport, OriginReport } from '../../core/report/report.ts';
import { fitLine, type Line, lineWidth, type Span, type Style, styled } from './screen.ts';
import { valueText } from './value-text.ts';

const SHORT_VALUE = 60;
const LONG_VALUE = 2000;

export interface ChangeLayout {
  readonly detailed: boolean;
  readonly width: number | undefined;
}

/** `key: old -> new  (verdict, who gave it)`, on two lines where one is too narrow. */
export function changeLines(change: KeyChangeReport, layout: ChangeLayout): readonly Line[] {
  const max = layout.detailed ? LONG_VALUE : SHORT_VALUE;
  const head: Line = [
    '    ',
    styled(markStyle(change), mark(change)),
    ' ',
    change.key === '' ? '' : `${change.key}: `,
    ...valuesText(change, max),
  ];
  const tail: Line = [styled('dim', `(${whyText(change)})`)];
  const width = layout.detailed ? undefined : layout.width;
  if (width === undefined || lineWidth(head) + 2 + lineWidth(tail) <= width)
    return [[...head, '  ', ...tail]];
  return [fitLine(head, width), fitLine(['        ', ...tail], width)];
}

function mark(change: KeyChangeReport): string {
  if (change.held !== null) return '!';
  if (change.action === 'remove') return '-';
  return 'absent' in change.live ? '+' : '~';
}

function markStyle(change: KeyChangeReport): Style {
  if (change.held !== null) return 'yellow';
  return change.action === 'remove' ? 'red' : 'green';
}

function valuesText({ live, desired }: KeyChangeReport, max: number): readonly Span[] {
  if ('secret' in desired && !('absent' in live)) return ['(secret) differs'];
  return [valueText(live, max), styled('dim', ' -> '), valueText(desired, max)];
}

function whyText(change: KeyChangeReport): string {
  const held = change.held === null ? '' : `held: ${HOLD_TEXT[change.held.reason]}`;
  const detail = change.held?.detail ?? '';
  const amp = change.ampSetting === null ? '' : `AMP's own: ${change.ampSetting}`;
  return [change.verdict, held, detail, amp, originText(change.origin)]
    .filter((text) => text !== '')
    .join('; ');
}

const HOLD_TEXT: Readonly<Record<HoldReason, string>> = {
  'drift-reported': 'the policy only reports it',
  conflict: 'changed on the server and in Git',
  'secret-unresolved': 'this host does not have the secret',
  'not-editable': "it can't be changed where it stands",
  'plugin-missing': 'the plugin is not installed',
  'server-running': 'the server runs',
  suspended: 'the plugin is suspended',
};

/** `file:line` and who speaks there. */
export function originText({ layer, name, file, line, reason }: OriginReport): string {
  const place = line > 0 ? `${file}:${line}` : file;
  const who = layer === 'baseline' ? 'baseline' : `${layer} ${name}`;
  return `${who}, ${place}${reason === null ? '' : `: ${reason}`}`;
}
