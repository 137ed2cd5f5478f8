import { briefActivation, whoFeelsIt } from './activation-words.ts';
import { countKeys, listWords } from './count-words.ts';
import { baseChanges, groupChanges, isKnownFinding, settledChanges } from './group-changes.ts';
import { type ChangedInstance, fitDetails } from './instance-details.ts';
import { inlineCode, sentence } from './markdown-text.ts';
import type { InstanceReport, KeyChangeReport, Report } from './report.ts';
import { troubleLines } from './trouble-lines.ts';

export interface PlannedInput {
  /** Full ids of the commits. */
  readonly head: string;
  readonly base: string;
  /** Of the head merged into the base. */
  readonly report: Report;
  /** Of the base alone; undefined where nobody planned it. */
  readonly onBase: Report | undefined;
  readonly seeAll: string;
}

/** What of a plan is worth telling on a pull request. */
export interface PlanFacts {
  readonly changed: readonly ChangedInstance[];
  /** From the pull request itself. */
  readonly own: readonly KeyChangeReport[];
  readonly waiting: readonly KeyChangeReport[];
  readonly drift: readonly KeyChangeReport[];
  /** Keys that differ today, and no longer once it is merged. */
  readonly settled: readonly KeyChangeReport[];
  /** True when the host has nothing to say that comes from the pull request or would surprise whoever merges it. */
  readonly isQuiet: boolean;
}

const SHORT_ID = 12;
const BODY_ROOM = 28_000;
const NAMED_MAX = 40;

export function planFacts(report: Report, onBase: Report | undefined): PlanFacts {
  const base = baseChanges(onBase);
  const changed = report.instances
    .filter((instance) => instance.changes.length > 0)
    .map((instance) => ({ instance, groups: groupChanges(instance.changes, base) }))
    .sort((a, b) => Number(b.groups.own.length > 0) - Number(a.groups.own.length > 0));
  const own = changed.flatMap(({ groups }) => groups.own);
  const drift = changed.flatMap(({ groups }) => groups.drift);
  const settled = settledChanges(report, onBase);
  const overwrites = drift.some(({ verdict, held }) => verdict === 'conflicting' || held === null);
  return {
    changed,
    own,
    waiting: changed.flatMap(({ groups }) => groups.waiting),
    drift,
    settled,
    isQuiet: own.length === 0 && settled.length === 0 && !overwrites && !hasNewTrouble(report, onBase),
  };
}

function hasNewTrouble(report: Report, onBase: Report | undefined): boolean {
  return report.instances.some((instance) => {
    const before = onBase?.instances.find(({ id }) => id === instance.id);
    const { state } = instance;
    const isStopped = (state === 'Blocked' || state === 'Failed') && before?.state !== state;
    return isStopped || instance.findings.some((finding) => !isKnownFinding(finding, before));
  });
}

/** Cells of the table for a plan. */
export function plannedRow({ own, changed, settled }: PlanFacts, planId: string): readonly string[] {
  const what =
    own.length > 0 ? countKeys(own) : settled.length > 0 ? `settles ${countKeys(settled)}` : 'nothing new';
  return [what, briefActivation(instancesOf(changed)) || 'nothing', inlineCode(planId.slice(0, SHORT_ID))];
}

/** The plan of one host: what in words first, then instance by instance, and how to see all of it. */
export function plannedBody(facts: PlanFacts, input: PlannedInput): string {
  const { report } = input;
  const head = [headline(facts, input.report), besideText(facts), revisionText(input)];
  const troubles = troubleLines(report.instances).join('\n');
  const tail = [untouchedText(report), sentence(input.seeAll)];
  const told = [...head, troubles, ...tail].join('\n\n').length;
  const { blocks, leftOut } = fitDetails(facts.changed, BODY_ROOM - told);
  const rest = leftOut.length === 0 ? '' : `Not shown for want of room: ${names(leftOut)}.`;
  return [...head, troubles, ...blocks, rest, ...tail].filter((text) => text !== '').join('\n\n');
}

function headline({ own, changed }: PlanFacts, { steersServers }: Report): string {
  if (own.length === 0) return 'This pull request changes nothing here that would not be written without it.';
  const instances = instancesOf(changed);
  const words = steersServers ? WHEN_STEERED : WHEN_SEEN;
  const when = briefActivation(instances) === '' ? '' : ` ${words}`;
  return `This pull request changes **${countKeys(own)}**: ${whoFeelsIt(instances)}.${when}`;
}

/** What homeamp does by itself where it reaches AMP. */
const WHEN_STEERED =
  'After the merge a server is stopped, written and started when its restart policy allows; files that are safe to write live are written at once and reloaded.';

/** What it leaves to people where it does not. */
const WHEN_SEEN =
  'After the merge a file is written once its server is stopped, or at once where its baseline says that this is safe; homeamp stops, restarts and reloads no server by itself.';

function besideText({ own, waiting, drift, settled }: PlanFacts): string {
  const held = own.filter((change) => change.held !== null);
  return [
    ...(held.length === 0 ? [] : [`Of these not written: ${countKeys(held)}.`]),
    ...(waiting.length === 0 ? [] : [`Already waiting on the base branch: ${countKeys(waiting)}.`]),
    ...(drift.length === 0 ? [] : [`Edited on the servers: ${countKeys(drift)}; ${DRIFT_CHOICE}`]),
    ...(settled.length === 0 ? [] : [`Differs today and is settled by it: ${countKeys(settled)}.`]),
  ].join(' ');
}

const DRIFT_CHOICE = 'keep these with `homeamp adopt`, or put them back with `homeamp apply --heal`.';

function revisionText({ head, base, report }: PlannedInput): string {
  const [from, to, plan] = [head, base, report.planId].map((id) => inlineCode(id.slice(0, SHORT_ID)));
  return `Plan ${plan} for commit ${from} merged into ${to}.`;
}

function untouchedText({ instances }: Report): string {
  const untouched = instances.filter(isUntouched).map(({ name }) => name);
  return untouched.length === 0 ? '' : `Not affected: ${names(untouched)}.`;
}

/** What can't be compared is not known to be untouched. */
function isUntouched({ changes, state, findings }: InstanceReport): boolean {
  const isKnown = state === 'InSync' || state === 'AppliedNotLoaded';
  return isKnown && changes.length === 0 && findings.length === 0;
}

function names(instances: readonly string[]): string {
  return listWords(
    instances.map((name) => inlineCode(name)),
    NAMED_MAX,
  );
}

function instancesOf(changed: readonly ChangedInstance[]): readonly InstanceReport[] {
  return changed.map(({ instance }) => instance);
}
