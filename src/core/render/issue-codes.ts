import type { Issue, SourcePlace } from '../model/issue.ts';

/** Every mistake that shows only when values are worked out for instances; the rest is in `core/source`. */
export const RENDER_ISSUES = {
  'undeclared-variable': {
    severity: 'error',
    summary: 'A variable is used that is not declared for the instance.',
  },
  'variable-cycle': { severity: 'error', summary: 'A variable’s value leads back to itself.' },
  'variable-arithmetic': {
    severity: 'error',
    summary: 'A number is added to a variable that is no whole number.',
  },
  'variable-not-text': { severity: 'error', summary: 'A list, map or null is inserted into a text.' },
  'value-too-long': {
    severity: 'error',
    summary: 'A value grows beyond all use when its variables are filled in.',
  },
  'unused-variable': { severity: 'warning', summary: 'A variable is declared but used nowhere.' },
  'override-shape-conflict': {
    severity: 'error',
    summary:
      'An override gives a value to a section, or keys to a value, of the baseline or another override.',
  },
  'mixed-types': {
    severity: 'error',
    summary: 'A key has values of different types on different instances.',
  },
  'port-collision': { severity: 'error', summary: 'Two servers of a host would listen on the same port.' },
  'shared-unique-value': { severity: 'warning', summary: 'Instances share a value that must be unique.' },
} as const satisfies Record<string, { readonly severity: Issue['severity']; readonly summary: string }>;

/** The codes of `RENDER_ISSUES`. */
export type RenderIssueCode = keyof typeof RENDER_ISSUES;

/** An issue with the severity of its code. */
export function renderIssue(
  code: RenderIssueCode,
  place: SourcePlace,
  text: { readonly message: string; readonly help: string },
): Issue {
  return { severity: RENDER_ISSUES[code].severity, code, place, ...text };
}
