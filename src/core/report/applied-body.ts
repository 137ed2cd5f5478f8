import { countKeys, listWords, plural } from './count-words.ts';
import { codeBlock, inlineCode, safeLine, sentence } from './markdown-text.ts';
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
  const suspended = report.instances.filter(
    ({ state, changes }) => state === 'Suspended' && changes.length > 0,
  ).length;
  const told = failed === 0 ? what : `${what}; **${failed} failed**`;
  return [
    suspended === 0 ? told : `${told}; ${suspended} suspended`,
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
    ...evidenceBlocks(report),
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
  // Nothing of the change is left for it: that it is paused matters to other changes.
  if (instance.state === 'Suspended' && changes.length === 0) return [];
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
      return blockedLine(instance);
    case 'failed':
      return [`- ❌ ${name} failed.${reasonText(instance)}`];
  }
}

function blockedLine(instance: InstanceReport): readonly string[] {
  const name = inlineCode(instance.name);
  switch (instance.state) {
    case 'Suspended':
      return [`- ⏸️ ${name} waits.${reasonText(instance)}`];
    case 'Pending':
      return [`- ⏳ ${name} is not done yet.${reasonText(instance)}`];
    case 'Failed':
      return [`- ❌ ${name} did not do well.${reasonText(instance)}`];
    default:
      return [`- ⛔ ${name} is blocked.${reasonText(instance)}`];
  }
}

const BLOCKS_MAX = 5;
const EVIDENCE_MAX = 8;
const EVIDENCE_LENGTH = 240;

/** What the consoles of servers said that did not do well, a block each. */
function evidenceBlocks({ instances }: Report): readonly string[] {
  return instances
    .filter(({ evidence }) => evidence.length > 0)
    .slice(0, BLOCKS_MAX)
    .map(({ name, evidence }) => {
      const lines = evidence.slice(0, EVIDENCE_MAX).map((line) => safeLine(line, EVIDENCE_LENGTH));
      return `The console of ${inlineCode(name)} said:\n\n${codeBlock('text', lines)}`;
    });
}

function reasonText({ reason }: InstanceReport): string {
  return reason === null ? '' : ` ${reasonWords({ ...reason, message: capital(reason.message) })}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
