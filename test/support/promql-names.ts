/** One metric that a query asks for, with what it asks of its labels. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly Matcher[];
}

export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

export interface QueryNames {
  readonly selectors: readonly Selector[];
  /** Labels of `by`, `on` and the like. */
  readonly groupings: readonly string[];
  /** Labels that `by` leaves of the outermost aggregation; undefined where there is none. */
  readonly kept: readonly string[] | undefined;
}

const GROUPING = /\b(by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g;
const METRIC = /([A-Za-z_:][\w:]*)\s*(?:\{([^}]*)\})?(?!\s*[\w(:])/g;
const MATCHER = /([A-Za-z_]\w*)\s*(=~|!~|!=|=)\s*"([^"]*)"/g;
const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'unless', 'bool', 'offset']);

/** The names in a query of the plain kind that our rules and dashboards use: no subqueries, no `offset`, no `"}"`. */
export function namesOf(query: string): QueryNames {
  const groupings = [...query.matchAll(GROUPING)].map(([, word, list]) => ({ word, labels: split(list) }));
  const bare = query.replace(GROUPING, ' ').replace(/\[[^\]]*\]/g, '');
  const selectors = [...bare.matchAll(METRIC)]
    .filter(([, metric]) => metric !== undefined && !KEYWORDS.has(metric))
    .map(([, metric = '', inside = '']) => ({ metric, matchers: matchersOf(inside) }));
  return {
    selectors,
    groupings: groupings.flatMap(({ labels }) => labels),
    kept: groupings.find(({ word }) => word === 'by')?.labels,
  };
}

function split(list = ''): readonly string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function matchersOf(inside: string): readonly Matcher[] {
  return [...inside.matchAll(MATCHER)].map(([, label = '', operator = '=', value = '']) => ({
    label,
    operator: operator as Matcher['operator'],
    value,
  }));
}
