import type { AuditEntry, AuditFact } from '../../core/model/audit-event.ts';
import { type Line, type Span, styled } from './screen.ts';
import { layoutTable } from './table.ts';
import { timeText } from './time-text.ts';

const HEAD = ['WHEN', 'WHAT', 'BY', 'INSTANCE', 'COMMIT', 'DETAILS'];
const COMMIT_DIGITS = 12;

/** One row an event, cut to the width where there is one. */
export function auditTable(events: readonly AuditEntry[], width: number | undefined): readonly Line[] {
  return layoutTable(HEAD, events.map(rowOf), width);
}

const COLORS: Partial<Record<AuditEntry['kind'], 'red' | 'yellow' | 'green'>> = {
  'run-applied': 'green',
  'run-failed': 'red',
  'run-stuck': 'red',
  'run-taken-back': 'red',
  'revision-held': 'yellow',
  'history-accepted': 'yellow',
  'glass-broken': 'red',
  'apply-by-hand': 'yellow',
};

function rowOf({ at, kind, by, instance, commit, reason, facts }: AuditEntry): readonly Span[] {
  const color = COLORS[kind];
  const shown = commit === null ? '' : commit.startsWith('files:') ? commit : commit.slice(0, COMMIT_DIGITS);
  return [
    timeText(at),
    color === undefined ? kind : styled(color, kind),
    by.join(', '),
    instance ?? '',
    shown,
    [reason, factsText(facts)].filter((text) => text !== '').join('; '),
  ];
}

/** Long ids are in the JSON. */
function factsText(facts: Readonly<Record<string, AuditFact>>): string {
  return Object.entries(facts)
    .filter(([, fact]) => fact !== false && !(Array.isArray(fact) && fact.length === 0))
    .map(([name, fact]) => `${name} ${factText(name, fact)}`)
    .join(', ');
}

const TIMES: ReadonlySet<string> = new Set(['until', 'approvedAt']);

function factText(name: string, fact: AuditFact): string {
  if (typeof fact === 'number') return TIMES.has(name) ? timeText(fact) : String(fact);
  if (fact === true) return 'yes';
  if (typeof fact === 'object') return fact.join(' ');
  return isDigest(String(fact)) ? String(fact).slice(0, COMMIT_DIGITS) : String(fact);
}

function isDigest(text: string): boolean {
  return /^[0-9a-f]{40,64}$/.test(text);
}
