import { countKeys, listWords, plural } from './count-words.ts';
import { inlineCode, sentence } from './markdown-text.ts';
import { reasonWords } from './reason-words.ts';
import type { InstanceReport, OutcomeReport, Report } from './report.ts';

export interface AppliedInput {
  readonly report: Report;
  /** True when the plan that reviewers saw was applied. */
  readonly isAsApproved: boolean;
  /** Names of instances that were planned anew because they moved since the approval. */
  readonly replanned: readonly string[];
  readonly seeAll: string;
}

const SHORT_ID = 12;
const LINES_MAX = 60;
const NAMED_MAX = 40;

/** Instances and keys that were written. */
export function writtenTotals(report: Report): {
  readonly instances: number;
  readonly keys: number;
  readonly files: number;
} {
  const outcomes = appliedOutcomes(report);
  const sum = (count: (outcome: OutcomeReport) => number) =>
    outcomes.reduce((total, outcome) => total + count(outcome), 0);
  return { instances: outcomes.length, keys: sum(({ keys }) => keys), files: sum(({ files }) => files) };
}

function appliedOutcomes({ instances }: Report): readonly OutcomeReport[] {
  return instances.flatMap(({ outcome }) => (outcome?.kind === 'applied' ? [outcome] : []));
}

/** Cells of the table after the merge. */
export function appliedRow(report: Report): readonly string[] {
  const { instances, keys, files } = writtenTotals(report);
  const what =
    instances === 0
      ? 'nothing was written'
      : `applied ${plural(keys, 'key')} in ${plural(files, 'file')} on ${plural(instances, 'instance')}`;
  const failed = report.instances.filter(({ state }) => state === 'Failed').length;
  const waiting = report.instances.filter(({ state }) => state === 'AppliedNotLoaded').length;
  return [
    failed === 0 ? what : `${what}; **${failed} failed**`,
    waiting === 0 ? 'nothing' : `${waiting} not loaded yet`,
    inlineCode(report.planId.slice(0, SHORT_ID)),
  ];
}

/** What became of a merged pull request on this host, instance by instance. */
export function appliedBody(input: AppliedInput): string {
  const { report, replanned } = input;
  const lines = report.instances.flatMap(outcomeLine);
  const more = lines.length - LINES_MAX;
  const list = [
    ...lines.slice(0, LINES_MAX),
    ...(more > 0 ? [`- … and ${plural(more, 'more instance')}.`] : []),
  ];
  const moved = listWords(
    replanned.map((name) => inlineCode(name)),
    NAMED_MAX,
  );
  return [
    headline(input),
    replanned.length === 0 ? '' : `Planned anew, because the server moved since the approval: ${moved}.`,
    list.join('\n'),
    sentence(input.seeAll),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

function headline({ report, isAsApproved, replanned }: AppliedInput): string {
  const plan = inlineCode(report.planId.slice(0, SHORT_ID));
  const { instances } = writtenTotals(report);
  const what = instances === 0 ? 'Merged; nothing was written' : 'Merged and applied';
  const seen = replanned.length > 0 ? ', not exactly as planned at the approval' : '';
  return `${what}${isAsApproved && instances > 0 ? ', as approved' : seen}: plan ${plan}.`;
}

function outcomeLine(instance: InstanceReport): readonly string[] {
  const { outcome, changes } = instance;
  if (outcome === null || (outcome.kind === 'unchanged' && instance.reason === null)) return [];
  const name = inlineCode(instance.name);
  switch (outcome.kind) {
    case 'applied': {
      const held = changes.filter((change) => change.held !== null);
      const left = held.length === 0 ? '' : ` Left alone: ${countKeys(held)}.`;
      const run = outcome.id === null ? '' : `, as ${inlineCode(outcome.id)}`;
      const what = `${plural(outcome.keys, 'key')} in ${plural(outcome.files, 'file')}${run}`;
      return [`- ✅ ${name}: ${what}.${left}${reasonText(instance)}`];
    }
    case 'skipped':
      return [`- ⏸️ ${name}: not reached.${reasonText(instance)}`];
    case 'unchanged':
      return [`- ⚠️ ${name}: nothing was written.${reasonText(instance)}`];
    case 'blocked':
      return [`- ⛔ ${name} is blocked.${reasonText(instance)}`];
    case 'failed':
      return [`- ❌ ${name} failed.${reasonText(instance)}`];
  }
}

function reasonText({ reason }: InstanceReport): string {
  return reason === null ? '' : ` ${reasonWords({ ...reason, message: capital(reason.message) })}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
