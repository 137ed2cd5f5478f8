import type { MistakeError } from '../../core/model/errors.ts';
import type { Issue } from '../../core/model/issue.ts';
import type { CommitStatus } from '../../core/model/publication.ts';
import { annotationsOf } from '../../core/report/annotations-of.ts';
import {
  conflictStatus,
  mistakesStatus,
  plannedStatus,
  untouchedStatus,
} from '../../core/report/commit-status.ts';
import type { CommonPart } from '../../core/report/common-part.ts';
import { type PullSectionInput, pullSection } from '../../core/report/pull-section.ts';
import { workbookPart } from '../../core/report/workbook-part.ts';
import { writeSigned } from '../signed-documents.ts';
import type { AgentHost } from './agent-host.ts';
import type { Outbox } from './outbox.ts';
import { sealSection } from './outbox.ts';
import type { PullAnswer, PullOutcome } from './plan-pulls.ts';
import { showPlan } from './pull-notes.ts';

/** Puts a pull request's answer into the outbox and keeps the plan, to know it again when it is merged. */
export async function publishPull(agent: AgentHost, outbox: Outbox, answer: PullAnswer): Promise<void> {
  const { change, base, outcome } = answer;
  showPlan(agent.notes, change, { at: agent.clock.now(), plan: planOf(outcome) });
  outbox.put({ kind: 'status', sha: change.head, status: statusOf(outcome) });
  const said = sectionOf(outcome);
  if (said === undefined) return;
  const key = await keepReport(agent, change.number, outcome);
  const section = pullSection({
    host: agent.name,
    head: change.head,
    base,
    outcome: said,
    seeAll: `The whole plan is in ${key} in the reports folder of ${agent.name}.`,
  });
  const common = commonOf(answer);
  outbox.put({ kind: 'pull-post', number: change.number, section: sealSection(section), common });
  if (outcome.kind !== 'mistakes') return;
  outbox.put({
    kind: 'annotations',
    sha: change.head,
    annotations: annotationsOf(issuesOf(outcome.failure)),
  });
}

/** Nothing is known of the workbooks where the branches can't be merged. */
function commonOf({ workbooks }: PullAnswer): CommonPart | undefined {
  return workbooks && { digest: workbooks.digest, body: workbookPart(workbooks.news) };
}

function planOf(outcome: PullOutcome) {
  if (outcome.kind !== 'planned') return null;
  return { planId: outcome.report.planId, instances: [...outcome.made.digests] };
}

function statusOf(outcome: PullOutcome): CommitStatus {
  switch (outcome.kind) {
    case 'planned':
      return plannedStatus(outcome.report, outcome.onBase);
    case 'untouched':
      return untouchedStatus();
    case 'mistakes':
      return mistakesStatus(issuesOf(outcome.failure));
    case 'conflict':
      return conflictStatus(outcome.paths);
  }
}

function sectionOf(outcome: PullOutcome): PullSectionInput['outcome'] | undefined {
  switch (outcome.kind) {
    case 'planned':
      return { kind: 'planned', report: outcome.report, onBase: outcome.onBase };
    case 'mistakes':
      return { kind: 'mistakes', issues: issuesOf(outcome.failure) };
    case 'conflict':
      return { kind: 'conflict', paths: outcome.paths };
    case 'untouched':
      return undefined;
  }
}

/** A mistake that has no place in a file is one all the same. */
function issuesOf({ issues, message, next }: MistakeError): readonly Issue[] {
  if (issues.length > 0) return issues;
  const place = { file: 'desired-state/fleet.yaml', line: 0, column: 0 };
  return [{ severity: 'error', code: 'not-plannable', message, help: next, place }];
}

/** Keeps the whole report on this host, under the same key for each answer. */
async function keepReport(agent: AgentHost, number: number, outcome: PullOutcome): Promise<string> {
  const key = `${agent.name}/pull-${number}.json`;
  if (outcome.kind === 'planned') {
    const plan = { kind: 'pull-plan', pull: number, ...outcome.report };
    await agent.reports.put(key, writeSigned(agent.signer, plan));
  }
  return key;
}
