import type { InstanceState } from '../../core/report/report.ts';
import { type Html, type HtmlValue, html } from './html.ts';

/** A moment in UTC, to the second; the machine's form stands beside it. */
export function moment(at: number): Html {
  const iso = new Date(Number.isSafeInteger(at) && Math.abs(at) < 8.64e15 ? at : 0).toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')}</time>`;
}

export interface Column {
  readonly head: string;
  /** True where it is left out on narrow screens. */
  readonly isLate?: boolean;
}

/** A table that scrolls by itself where it is too wide. */
export function table(columns: readonly Column[], rows: readonly (readonly HtmlValue[])[]): Html {
  const classOf = ({ isLate }: Column) => (isLate === true ? html` class="late"` : undefined);
  const cell = (value: HtmlValue, index: number) =>
    html`<td${classOf(columns[index] ?? { head: '' })}>${value}</td>`;
  return html`<div class="wide"><table>
<thead><tr>${columns.map((column) => html`<th scope="col"${classOf(column)}>${column.head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</tbody>
</table></div>`;
}

export function section(title: string, content: HtmlValue): Html {
  return html`<section>
<h2>${title}</h2>
${content}
</section>
`;
}

export type Tone = 'good' | 'wait' | 'bad' | 'calm';

const TONES: Readonly<Record<InstanceState, Tone>> = {
  InSync: 'good',
  Pending: 'wait',
  Drifted: 'wait',
  AppliedNotLoaded: 'wait',
  Blocked: 'wait',
  Suspended: 'calm',
  Failed: 'bad',
  Unknown: 'bad',
};

export function stateMark(state: InstanceState): Html {
  return mark(state, TONES[state]);
}

/** A word with a dot; the word says it all where colours can't be told apart. */
export function mark(word: string, tone: Tone): Html {
  return html`<span class="state ${tone}">${word}</span>`;
}
