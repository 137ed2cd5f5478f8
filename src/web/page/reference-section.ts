import { ROUTES } from '../api/routes.ts';
import { type Html, html } from './html.ts';
import { section, table } from './parts.ts';

/** What can be asked by programs, from the same table that answers. */
export function apiSection(): Html {
  const rows = [
    ...ROUTES.map(({ path, summary }) => [address(`/api/v1${path}`), summary]),
    [address('/api/v1/openapi.json'), 'The description of the API in OpenAPI 3.1.'],
    [address('/metrics'), 'Figures for Prometheus.'],
    [address('/healthz'), '200 while the agent does its rounds.'],
    [address('/readyz'), '200 when a pass has ended well and everything that it needs answers.'],
  ];
  return section('For programs', table([{ head: 'GET' }, { head: 'Answers' }], rows));
}

function address(path: string): Html {
  const text = html`<code>${path}</code>`;
  return path.includes('{') ? text : html`<a href="${path}">${text}</a>`;
}
