import { type IssueKind, SOURCE_ISSUES } from '../core/source/issue-codes.ts';
import type { ReportIssue } from '../core/source/report-issue.ts';

/** Every mistake that only the settings of an agent can have. */
export const SETTINGS_ISSUES = {
  'no-settings': { severity: 'error', summary: 'The settings file is not there or can’t be read.' },
  'settings-writable': {
    severity: 'error',
    summary: 'Other users than its owner may write the settings file.',
  },
  'missing-secret': {
    severity: 'error',
    summary: 'A secret is not where the settings say, or can’t be what they use it for.',
  },
  contradiction: { severity: 'error', summary: 'Two settings do not go together, or one needs another.' },
} as const satisfies Record<string, IssueKind>;

/** The codes that reading settings reports: its own, and those of reading YAML. */
export const ALL_SETTINGS_ISSUES = { ...SOURCE_ISSUES, ...SETTINGS_ISSUES } as const;

export type ReportSettingsIssue = ReportIssue<keyof typeof ALL_SETTINGS_ISSUES>;
