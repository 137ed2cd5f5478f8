import { INSTANCE_STATES, type InstanceReport, type Report } from '../../core/report/report.ts';
import type { ApiStatus } from '../api/schemas.ts';
import { type Html, html } from './html.ts';
import { mark, moment, section, stateMark, table } from './parts.ts';

const MOST_ROWS = 500;

/** The top of the page: the host, how its agent does, and what it found. */
export function stateSection(status: Omit<ApiStatus, 'found'>, report: Report | undefined): Html {
  const isReady = status.notReady.length === 0;
  return html`<header>
<h1>${status.host}</h1>
<p class="soft">homeamp ${status.version}, running since ${moment(status.startedAt)} UTC. All times are UTC; load the page again to see it anew.</p>
<section>
<dl class="tiles">
<div><dt>Agent</dt><dd>${status.alive ? mark('alive', 'good') : mark('stalled', 'bad')}</dd></div>
<div><dt>Ready</dt><dd>${isReady ? mark('ready', 'good') : mark('not ready', 'bad')}</dd></div>
<div><dt>Last pass</dt><dd>${lastPass(status)}</dd></div>
${report === undefined ? undefined : foundTiles(report)}
</dl>
${status.notReady.map((reason) => html`<p class="note bad">not ready: ${reason}</p>`)}
${(status.lastPass?.waiting ?? []).map((reason) => html`<p class="note">${reason}</p>`)}
${report === undefined ? undefined : courseNotes(report)}
</section>
</header>
`;
}

function lastPass({ lastPass: last }: Omit<ApiStatus, 'found'>): Html {
  if (last === null) return html`none yet`;
  return html`${last.ok ? mark('ok', 'good') : mark('not ok', 'wait')} <small>${moment(last.at)}</small>`;
}

function foundTiles({ revision, totals }: Report): readonly Html[] {
  const states = INSTANCE_STATES.filter((state) => totals.states[state] > 0);
  return [
    html`<div><dt>Revision</dt><dd><code>${revision.id.slice(0, 12)}</code></dd></div>`,
    ...states.map((state) => html`<div><dt>${stateMark(state)}</dt><dd>${totals.states[state]}</dd></div>\n`),
  ];
}

function courseNotes({ course, suspensions }: Report): readonly (Html | undefined)[] {
  const held = course?.held;
  const climbing = (course?.stages ?? []).filter(({ word }) => word !== 'done');
  return [
    held
      ? html`<p class="note"><code>${held.commit.slice(0, 12)}</code> is held. ${held.help}</p>`
      : undefined,
    ...climbing.map(({ stage, word, until }) => {
      const when = until === null ? undefined : html`, until ${moment(until)}`;
      return html`<p class="note">stage ${stage} ${word}${when}</p>`;
    }),
    ...suspensions.map(({ kind, name, by, reason }) => {
      const what = name === null ? 'the fleet' : `${kind} ${name}`;
      return html`<p class="note">${what} is suspended by ${by}: ${reason}</p>`;
    }),
  ];
}

/** Every instance with its state; those that are in sync last. */
export function instancesSection(report: Report | undefined): Html {
  if (report === undefined) {
    return section('Instances', html`<p class="soft">Nothing was compared since the agent started.</p>`);
  }
  const rows = [...report.instances].sort(byConcern);
  const left = rows.length - MOST_ROWS;
  const more =
    left > 0 ? html`<p class="soft">… and ${left} more: <code>/api/v1/instances</code></p>` : undefined;
  const columns = [
    { head: 'Instance' },
    { head: 'State' },
    { head: 'Why' },
    { head: 'Stage', isLate: true },
    { head: 'Platform', isLate: true },
    { head: 'Keys', isLate: true },
  ];
  return section('Instances', [table(columns, rows.slice(0, MOST_ROWS).map(rowOf)), more]);
}

function byConcern(a: InstanceReport, b: InstanceReport): number {
  const calm = (one: InstanceReport) => (one.state === 'InSync' ? 1 : 0);
  return calm(a) - calm(b) || (a.id < b.id ? -1 : 1);
}

function rowOf(instance: InstanceReport) {
  const { id, name, state, reason, stage, platform, counts } = instance;
  const keys = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const link = html`<a href="/api/v1/instances/${encodeURIComponent(id)}">${name}</a>`;
  return [link, stateMark(state), reason?.message ?? '', stage ?? '', platform, keys];
}
