import type { Issue, SourcePlace } from '../model/issue.ts';
import { appliedBody, appliedRow } from './applied-body.ts';
import { listWords, plural } from './count-words.ts';
import type { PostSection } from './fleet-post.ts';
import { inlineCode, sentence, tableCell } from './markdown-text.ts';
import { planFacts, plannedBody, plannedRow } from './planned-body.ts';
import { reasonWords } from './reason-words.ts';
import type { Reason, Report } from './report.ts';

export interface PullSectionInput {
  readonly host: string;
  /** Full ids of the pull request's head and of the branch it goes into. */
  readonly head: string;
  readonly base: string;
  readonly outcome: PullOutcome;
  /** One sentence on where the whole plan is. */
  readonly seeAll: string;
}

export type PullOutcome =
  | { readonly kind: 'planned'; readonly report: Report; readonly onBase: Report | undefined }
  | { readonly kind: 'mistakes'; readonly issues: readonly Issue[] }
  | { readonly kind: 'conflict'; readonly paths: readonly string[] }
  /** Merged, but a gate is closed. */
  | { readonly kind: 'held'; readonly reason: Reason; readonly revision: string }
  /** After the merge; `replanned` names the instances that moved since the approval. */
  | {
      readonly kind: 'applied';
      readonly report: Report;
      readonly isAsApproved: boolean;
      readonly replanned: readonly string[];
    };

type Said = Pick<PostSection, 'row' | 'body' | 'isQuiet'>;

const SHORT_ID = 12;
const ISSUES_MAX = 50;
const PATHS_MAX = 20;
const PLACE_MAX = 120;

/** What one host says of a pull request. Everything foreign in it is in code, so that it links to nobody and runs nothing. */
export function pullSection(input: PullSectionInput): Omit<PostSection, 'digest'> {
  return { host: input.host, ...said(input) };
}

function said(input: PullSectionInput): Said {
  const { outcome, head, base, seeAll } = input;
  switch (outcome.kind) {
    case 'planned': {
      const facts = planFacts(outcome.report, outcome.onBase);
      const row = plannedRow(facts, outcome.report.planId);
      const body = plannedBody(facts, { head, base, seeAll, ...outcome });
      return { row, body, isQuiet: facts.isQuiet };
    }
    case 'mistakes':
      return mistakes(input, outcome.issues);
    case 'conflict':
      return conflict(input, outcome.paths);
    case 'held':
      return held(outcome.reason, outcome.revision);
    case 'applied':
      return { row: appliedRow(outcome.report), body: appliedBody({ ...outcome, seeAll }), isQuiet: false };
  }
}

function mistakes({ head, base }: PullSectionInput, issues: readonly Issue[]): Said {
  const sorted = [...issues].sort((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
  const count = countIssues(issues);
  const more = issues.length - ISSUES_MAX;
  const body = [
    `Commit ${shortId(head)} merged into ${shortId(base)} can't be planned: **${count}**.`,
    [
      '| where | what | what to do |',
      '| --- | --- | --- |',
      ...sorted.slice(0, ISSUES_MAX).map(issueRow),
    ].join('\n'),
    more > 0 ? `… and ${more} more: \`homeamp validate\` lists them all.` : '',
  ];
  return {
    row: [count, 'nothing', 'none'],
    body: body.filter((text) => text !== '').join('\n\n'),
    isQuiet: false,
  };
}

function countIssues(issues: readonly Issue[]): string {
  const errors = issues.filter(({ severity }) => severity === 'error').length;
  const warnings = issues.length - errors;
  return `${plural(errors, 'mistake')}${warnings === 0 ? '' : `, ${plural(warnings, 'warning')}`}`;
}

function issueRow({ severity, place, message, help }: Issue): string {
  const what = `${severity === 'error' ? '' : 'Warning: '}${sentence(message)}`;
  const cells = [inlineCode(placeText(place), PLACE_MAX), what, sentence(help)].map(tableCell);
  return `| ${cells.join(' | ')} |`;
}

function placeText({ file, line, column, sheet, cell }: SourcePlace): string {
  if (sheet !== undefined) return `${file} (${sheet}!${cell ?? ''})`;
  if (line === 0) return file;
  return column === 0 ? `${file}:${line}` : `${file}:${line}:${column}`;
}

function conflict({ head, base }: PullSectionInput, paths: readonly string[]): Said {
  const codes = listWords(
    paths.map((path) => inlineCode(path, PLACE_MAX)),
    PATHS_MAX,
  );
  const where = paths.length === 0 ? '' : `: ${codes}`;
  const body = `Commit ${shortId(head)} can't be merged into ${shortId(base)}${where}. Bring the branch up to date; until then nothing can be planned.`;
  return { row: ['merge conflict', 'nothing', 'none'], body, isQuiet: false };
}

function held(reason: Reason, revision: string): Said {
  const body = `Merged as ${shortId(revision)}, but not applied: ${reasonWords(reason)}`;
  return { row: [`held: ${inlineCode(reason.code)}`, 'nothing', 'none'], body, isQuiet: false };
}

function shortId(id: string): string {
  return inlineCode(id.slice(0, SHORT_ID));
}
