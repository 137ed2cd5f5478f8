import type { AuditEntry } from '../../core/model/audit-event.ts';
import type { HistoryEntry } from '../../ports/state-store.ts';
import type { ApiHost, ApiPassKey } from '../api/schemas.ts';
import { type Html, type HtmlValue, html } from './html.ts';
import { type Column, mark, moment, section, table } from './parts.ts';

const AWAY = html`<p class="soft">The store can’t be asked at present.</p>`;

/** Hosts that share a report store; left out where this one is alone. */
export function hostsSection(hosts: readonly ApiHost[] | undefined): Html {
  if (hosts === undefined) return section('Hosts', AWAY);
  if (hosts.length < 2) return html``;
  const columns = [
    { head: 'Host' },
    { head: 'Last heard of' },
    { head: 'Last pass' },
    { head: 'Revision', isLate: true },
    { head: 'Version', isLate: true },
    { head: 'Signature', isLate: true },
  ];
  return section('Hosts', table(columns, hosts.map(hostRow)));
}

function hostRow({ host, at, ok, silent, revision, version, signature }: ApiHost): readonly HtmlValue[] {
  const heard = at === null ? 'never' : moment(at);
  const pass = ok === null ? undefined : ok ? mark('ok', 'good') : mark('not ok', 'wait');
  return [
    host,
    silent ? [mark('silent', 'bad'), ' ', heard] : heard,
    pass,
    code(revision),
    version,
    signature,
  ];
}

export function historySection(entries: readonly HistoryEntry[]): Html {
  const columns = [
    { head: 'When' },
    { head: 'What' },
    { head: 'Instance' },
    { head: 'Outcome' },
    { head: 'Keys', isLate: true },
    { head: 'Revision', isLate: true },
    { head: 'Id', isLate: true },
  ];
  const rows = entries.map(({ at, kind, instance, outcome, keys, revision, id }) => {
    const tone = outcome === 'applied' ? 'good' : 'bad';
    return [moment(at), kind, instance, mark(outcome, tone), keys, code(revision), code(id)];
  });
  return list('What was done', 'Nothing was applied here yet.', { columns, rows });
}

export function auditSection(entries: readonly AuditEntry[]): Html {
  const columns = [
    { head: 'When' },
    { head: 'What' },
    { head: 'Who' },
    { head: 'Instance', isLate: true },
    { head: 'Commit', isLate: true },
    { head: 'Why', isLate: true },
  ];
  const rows = entries.map(({ at, kind, by, instance, commit, reason }) => [
    moment(at),
    kind,
    by.join(', '),
    instance,
    code(commit),
    reason,
  ]);
  return list('Audit', 'Nothing was noted yet.', { columns, rows });
}

export function passesSection(passes: readonly ApiPassKey[] | undefined): Html {
  if (passes === undefined) return section('Passes', AWAY);
  const columns = [{ head: 'When' }, { head: 'Report' }];
  const rows = passes.map(({ key, at }) => [
    moment(at),
    html`<a href="/api/v1/passes/${encodeURIComponent(key)}"><code>${key}</code></a>`,
  ]);
  return list('Passes', 'No report was kept yet.', { columns, rows });
}

interface Rows {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly HtmlValue[])[];
}

function list(title: string, empty: string, { columns, rows }: Rows): Html {
  return section(title, rows.length === 0 ? html`<p class="soft">${empty}</p>` : table(columns, rows));
}

/** Revisions and ids; a long one is cut where its beginning is enough. */
function code(text: string | null): HtmlValue {
  if (text === null || text === '') return undefined;
  return html`<code>${/^[0-9a-f]{40}$/.test(text) ? text.slice(0, 12) : text}</code>`;
}
