import type { InstanceId } from '../../core/model/instance.ts';
import type { InstanceReport, LastApply, Report } from '../../core/report/report.ts';
import { reportCourse } from '../../engine/agent/report-course.ts';
import type { Location } from '../../engine/locate-instances.ts';
import { type ExtraFacts, reportPass } from '../../engine/report-pass.ts';
import type { CliContext, CliReaders } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openForReading } from '../open-host.ts';
import { planHost } from '../plan-host.ts';
import { courseLines } from '../print/course-lines.ts';
import { countText, STATE_STYLES } from '../print/print-plan.ts';
import { createScreen, type Line, type Screen, type Span, styled } from '../print/screen.ts';
import { layoutTable } from '../print/table.ts';
import { timeText } from '../print/time-text.ts';

/** How each instance stands, and why. */
export async function runStatus(context: CliContext, given: CliOptions): Promise<ExitCode> {
  const { host, close, options, budget, agent } = await openForReading(context, given);
  try {
    const made = await planHost(context, host, options, { conflicts: 'hold', budget });
    const applies = lastApplies(host);
    const seen = reportPass(context.version, made, ({ instance }) =>
      factsOf(host, made.locations.get(instance.id), applies.get(instance.id)),
    );
    const report = { ...seen, course: agent === undefined ? null : reportCourse(agent.notes) };
    const screen = createScreen(context, context.stdout, options);
    if (options.json === true) screen.json(report);
    else {
      screen.print(...courseLines(report.course));
      printStatus(screen, report);
    }
    const isQuiet = report.totals.states.InSync === report.totals.instances && !report.course?.held;
    return isQuiet ? EXIT.done : EXIT.differs;
  } finally {
    await close();
  }
}

const LOOK_BACK = 10_000;

function lastApplies(host: CliReaders): ReadonlyMap<InstanceId, LastApply> {
  const applies = new Map<InstanceId, LastApply>();
  for (const { id, at, kind, revision, instance, outcome } of host.history.list(LOOK_BACK)) {
    if (outcome === 'applied' && !applies.has(instance)) applies.set(instance, { id, at, kind, revision });
  }
  return applies;
}

function factsOf(host: CliReaders, location: Location | undefined, apply: LastApply | undefined): ExtraFacts {
  if (apply === undefined) return {};
  if (location?.kind !== 'found') return { lastApply: apply };
  const state = host.control.processState(location.root);
  return { lastApply: apply, runsOldValues: state.kind === 'running' && state.startedAt < apply.at };
}

function printStatus(screen: Screen, report: Report): void {
  const head = ['INSTANCE', 'STATE', 'KEYS', 'LAST APPLY', 'WHY'];
  screen.print(...layoutTable(head, report.instances.map(statusRow), screen.width));
  screen.print(...helpLines(report.instances));
  if (report.unknownFolders.length > 0) {
    screen.print([`Folders that the fleet does not name: ${report.unknownFolders.join(', ')}`]);
  }
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
  const { reason } = instance;
  const counts = countText(instance);
  if (reason === null || reason.code === 'pending') return counts;
  if (reason.code === 'drifted' || reason.code === 'conflicting') return reason.message;
  return [reason.message, counts].filter((text) => text !== '').join('; ');
}

/** Each advice once, with the instances that it is for. */
function helpLines(instances: readonly InstanceReport[]): readonly Line[] {
  const byHelp = new Map<string, string[]>();
  for (const { name, reason } of instances) {
    if (reason !== null) byHelp.set(reason.help, [...(byHelp.get(reason.help) ?? []), name]);
  }
  return [...byHelp].map(([help, names]) => [styled('bold', names.join(', ')), ': ', styled('cyan', help)]);
}
