import { randomBytes } from 'node:crypto';
import type { OperatingError } from '../../core/model/errors.ts';
import { passKey } from '../../core/report/pass-keys.ts';
import { type PassReport, passNews } from '../../core/report/pass-report.ts';
import type { Report } from '../../core/report/report.ts';
import type { Recovery } from '../apply/recover.ts';
import { sha256 } from '../digest.ts';
import { jsonNote } from '../json-note.ts';
import { reportRestartOrders } from '../orders/report-orders.ts';
import { writeSigned } from '../signed-documents.ts';
import type { Course } from './follow-branch.ts';
import { NO_SOURCE } from './no-source.ts';
import type { Pass } from './pass.ts';
import type { Reconciled } from './reconcile.ts';
import { reportCourse } from './report-course.ts';

/** Keeps how the host stands now, unless the last pass found the same. */
export async function keepStatus(pass: Pass, { report }: Reconciled): Promise<void> {
  const { agent, memory } = pass;
  const text = `${JSON.stringify(wholeReport(pass, report), undefined, 2)}\n`;
  if (text === memory.lastReport) return;
  await agent.reports.put(`${agent.name}/status.json`, Buffer.from(text));
  memory.lastReport = text;
}

function wholeReport({ agent: { notes } }: Pass, report: Report): Report {
  return { ...report, course: reportCourse(notes), restartOrders: reportRestartOrders(notes) };
}

/** What a pass came to, for its report. */
export interface PassFindings {
  readonly begunAt: number;
  readonly course: Course | undefined;
  readonly reconciled: Reconciled | undefined;
  readonly recoveries: readonly Recovery[];
  readonly troubles: readonly OperatingError[];
}

/** Digests of what was found last, apart for passes that compared and those that could not, and the newest report's key. */
interface LastPass {
  readonly compared: string;
  readonly uncompared: string;
  readonly key: string | null;
}

const lastPass = jsonNote<LastPass>('report/last-pass');
const NONE: LastPass = { compared: '', uncompared: '', key: null };

/** The key of the newest report of a pass; null before there is one. */
export function newestPassKey({ agent }: Pick<Pass, 'agent'>): string | null {
  return (lastPass.read(agent.notes) ?? NONE).key;
}

/** Keeps a signed report of a pass that found or did something that the one before it did not. */
export async function keepPassReport(pass: Pass, findings: PassFindings): Promise<void> {
  const { agent } = pass;
  const known = lastPass.read(agent.notes) ?? NONE;
  const part = findings.reconciled === undefined ? 'uncompared' : 'compared';
  const isQuiet = part === 'uncompared' && findings.troubles.length + findings.recoveries.length === 0;
  const report = passReport(pass, findings);
  const digest = isQuiet ? '' : sha256(passNews(report));
  const hasDone = findings.reconciled?.hasApplied === true || findings.recoveries.length > 0;
  if (known[part] === digest && !hasDone) return;
  if (isQuiet) return lastPass.write(agent.notes, { ...known, uncompared: '' });
  const key = passKey(agent.name, report.endedAt, randomBytes(3).toString('hex'));
  await agent.reports.put(key, writeSigned(agent.signer, report));
  lastPass.write(agent.notes, { ...known, [part]: digest, key });
}

function passReport(pass: Pass, findings: PassFindings): PassReport {
  const { agent, wants } = pass;
  const { begunAt, course, reconciled, recoveries, troubles } = findings;
  const report = reconciled === undefined ? null : wholeReport(pass, reconciled.report);
  return {
    kind: 'pass',
    host: agent.name,
    version: agent.over(NO_SOURCE).version,
    begunAt,
    endedAt: agent.clock.now(),
    wants: [...wants].sort(),
    revision: { attempted: course?.accepted?.sha ?? null, applied: report?.revision.id ?? null },
    planId: report?.planId ?? null,
    instances: (report?.instances ?? []).map(({ id, state, outcome }) => ({ id, state, outcome })),
    recoveries: recoveries.map(({ id, outcome }) => ({ id, outcome })),
    troubles: [...troubles, ...(reconciled?.mistakes === undefined ? [] : [reconciled.mistakes])].map(
      ({ kind, message, next }) => ({ kind, message, help: next }),
    ),
    report,
  };
}
