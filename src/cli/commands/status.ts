import type { InstanceId } from '../../core/model/instance.ts';
import type { InstancePlan } from '../../core/model/plan.ts';
import { liveWaitingText } from '../../core/plan/waiting-text.ts';
import type { InstanceReport, LastApply, Report } from '../../core/report/report.ts';
import { waitingRestarts } from '../../engine/activation/due-restarts.ts';
import type { AgentHost } from '../../engine/agent/agent-host.ts';
import { withLastGates } from '../../engine/agent/last-gates.ts';
import { reportCourse } from '../../engine/agent/report-course.ts';
import { factsAfter } from '../../engine/facts-after.ts';
import type { MadePlan } from '../../engine/make-plan.ts';
import { reportRestartOrders } from '../../engine/orders/report-orders.ts';
import { type ExtraFacts, reportPass } from '../../engine/report-pass.ts';
import type { CliContext, CliReaders } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openForReading } from '../open-host.ts';
import { planHost } from '../plan-host.ts';
import { courseLines } from '../print/course-lines.ts';
import { orderLines } from '../print/order-lines.ts';
import { countText, STATE_STYLES } from '../print/print-plan.ts';
import { createScreen, type Line, type Screen, type Span, styled } from '../print/screen.ts';
import { layoutTable } from '../print/table.ts';
import { timeText } from '../print/time-text.ts';
import { unknownFolderLines } from '../print/unknown-folder-lines.ts';

/** How each instance stands, and why. */
export async function runStatus(context: CliContext, given: CliOptions): Promise<ExitCode> {
  const { host, close, options, budget, agent } = await openForReading(context, given);
  try {
    const planned = await planHost(context, host, options, { conflicts: 'hold', budget });
    const made = agent === undefined ? planned : withLastGates(agent.notes, planned);
    const seen = reportPass(context.version, made, factsFor(host, made));
    const ordered = agent === undefined ? seen : withOrders(seen, agent);
    const report = withWaiting(ordered, await waitingRestarts(host, made));
    const screen = createScreen(context, context.stdout, options);
    if (options.json === true) screen.json(report);
    else {
      screen.print(...courseLines(report.course), ...orderLines(report));
      printStatus(screen, report);
    }
    const isQuiet = report.totals.states.InSync === report.totals.instances && !report.course?.held;
    return isQuiet ? EXIT.done : EXIT.differs;
  } finally {
    await close();
  }
}

/** What this host's agent decided and was told. */
function withOrders(seen: Report, { notes }: AgentHost): Report {
  return { ...seen, course: reportCourse(notes), restartOrders: reportRestartOrders(notes) };
}

/** Servers without changes that are to be restarted: what they wait for stands beside them. */
function withWaiting(report: Report, waiting: ReadonlyMap<InstanceId, string>): Report {
  const instances = report.instances.map((instance) => {
    const step = waiting.get(instance.id);
    const known = instance.server ?? { state: null, players: null, since: null };
    return step === undefined ? instance : { ...instance, server: { ...known, step } };
  });
  return { ...report, instances };
}

const LOOK_BACK = 10_000;

function lastApplies(host: CliReaders): ReadonlyMap<InstanceId, LastApply> {
  const applies = new Map<InstanceId, LastApply>();
  for (const { id, at, kind, revision, instance, outcome } of host.history.list(LOOK_BACK)) {
    if (outcome === 'applied' && !applies.has(instance)) applies.set(instance, { id, at, kind, revision });
  }
  return applies;
}

function factsFor(host: CliReaders, made: MadePlan): (plan: InstancePlan) => ExtraFacts {
  const applies = lastApplies(host);
  const facts = factsAfter(host, made, { outcomes: [], unloadedSince: (id) => applies.get(id)?.at });
  return (plan) => {
    const lastApply = applies.get(plan.instance.id);
    return lastApply === undefined ? facts(plan) : { ...facts(plan), lastApply };
  };
}

function printStatus(screen: Screen, report: Report): void {
  const head = ['INSTANCE', 'STATE', 'KEYS', 'LAST APPLY', 'WHY'];
  screen.print(...layoutTable(head, report.instances.map(statusRow), screen.width));
  screen.print(...helpLines(report.instances));
  screen.print(...unknownFolderLines(report));
}

function statusRow(instance: InstanceReport): readonly Span[] {
  const { inSync, converged, unadopted, pending, drifted, conflicting, unknown } = instance.counts;
  const owned = inSync + converged + unadopted + pending + drifted + conflicting + unknown;
  return [
    instance.name,
    styled(STATE_STYLES[instance.state], instance.state),
    `${inSync} of ${owned}`,
    instance.lastApply === null ? '-' : timeText(instance.lastApply.at),
    whyText(instance),
  ];
}

/** The reason and the counts, each said once. */
function whyText(instance: InstanceReport): string {
  const { reason, server } = instance;
  const counts = countText(instance);
  const step = server?.step ?? '';
  if (reason === null || reason.code === 'pending')
    return [counts, step].filter((text) => text !== '').join('; ');
  if (reason.code === 'drifted' || reason.code === 'conflicting') return reason.message;
  const words = reason.message.replace(/\.$/, '');
  const live = server === null ? words : liveWaitingText(words, server.players);
  return [live, counts, reason.code === 'restarting' ? '' : step].filter((text) => text !== '').join('; ');
}

/** Each advice once, with the instances that it is for. */
function helpLines(instances: readonly InstanceReport[]): readonly Line[] {
  const byHelp = new Map<string, string[]>();
  for (const { name, reason } of instances) {
    if (reason !== null) byHelp.set(reason.help, [...(byHelp.get(reason.help) ?? []), name]);
  }
  return [...byHelp].map(([help, names]) => [styled('bold', names.join(', ')), ': ', styled('cyan', help)]);
}
