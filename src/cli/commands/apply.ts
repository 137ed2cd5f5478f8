import { userInfo } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { auditEvent } from '../../core/model/audit-event.ts';
import { MistakeError, OperatingError, StalePlanError } from '../../core/model/errors.ts';
import type { BudgetPolicy } from '../../core/model/policy.ts';
import { describeRevision } from '../../core/model/revision.ts';
import type { Report } from '../../core/report/report.ts';
import { applyAndFollow } from '../../engine/activation/apply-and-follow.ts';
import type { AgentHost } from '../../engine/agent/agent-host.ts';
import { approvedOrCareful } from '../../engine/agent/approved-or-careful.ts';
import type { InstanceOutcome } from '../../engine/apply/apply-plan.ts';
import type { HostWriters } from '../../engine/apply/host-writers.ts';
import type { Recovery } from '../../engine/apply/recover.ts';
import { managedPlaces } from '../../engine/backups/managed-places.ts';
import { snapshotInstances } from '../../engine/backups/snapshot-instances.ts';
import { factsAfter } from '../../engine/facts-after.ts';
import type { MadePlan } from '../../engine/make-plan.ts';
import { reportPass } from '../../engine/report-pass.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { decideApplyExit } from '../decide-apply-exit.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { openForWriting } from '../open-host.ts';
import { planHost } from '../plan-host.ts';
import { printOutcome } from '../print/print-outcome.ts';
import { printPlan } from '../print/print-plan.ts';
import { createProgress } from '../print/progress.ts';
import { createScreen, type Screen, styled } from '../print/screen.ts';
import { stepLog } from '../print/step-log.ts';
import { readWantedPlan } from '../read-wanted-plan.ts';
import { recoverFirst } from '../recover-first.ts';

/** Recovers, plans, shows, asks, applies and tells what became of it, all under one lock. */
export async function runApply(context: CliContext, given: CliOptions): Promise<ExitCode> {
  const order = readOrder(context, given);
  const { host, close, options, budget, agent } = await openForWriting(context, given);
  try {
    // JSON on stdout stays whole: what is told on the way goes to stderr.
    const output = options.json === true ? context.stderr : context.stdout;
    const screen = createScreen(context, output, options);
    return await applyOrdered({ context, options, order, host, screen, budget, agent });
  } finally {
    await close();
  }
}

interface Order {
  /** The beginning of the id that the plan must have. */
  readonly planId: string | undefined;
  /** Undefined when the command line is the answer. */
  readonly ask: CliContext['ask'];
}

function readOrder(context: CliContext, options: CliOptions): Order {
  const planId = options.plan === undefined ? undefined : readWantedPlan(options.plan);
  if (options.yes === true) return { planId, ask: undefined };
  if (context.ask !== undefined && options.json !== true) return { planId, ask: context.ask };
  if (planId !== undefined) return { planId, ask: undefined };
  throw new MistakeError(
    'an apply asks before it writes, and there is nobody to ask',
    'Look at `homeamp plan` first, then say --plan with its id, or --yes for whatever the plan will be.',
  );
}

interface Session {
  readonly context: CliContext;
  readonly options: CliOptions;
  readonly order: Order;
  readonly host: HostWriters;
  readonly screen: Screen;
  readonly budget: BudgetPolicy | undefined;
  readonly agent: AgentHost | undefined;
}

async function applyOrdered(session: Session): Promise<ExitCode> {
  const { context, options, order, host, screen } = session;
  const recoveries = await recoverFirst(host, screen);
  // A conflict is written only where somebody sees it first.
  const isSeen = order.planId !== undefined || order.ask !== undefined;
  const made = await planHost(context, host, options, {
    conflicts: isSeen ? 'write' : 'hold',
    budget: session.budget,
  });
  const report = reportPass(context.version, made);
  // Whoever names a plan has seen it; only another one is news.
  if (options.json !== true && !isNamed(made, order)) {
    printPlan(screen, report, { detailed: options.detailed ?? false });
  }
  assertWanted(made, order);
  if (report.totals.changes > 0 && order.ask !== undefined && !(await order.ask('Apply this plan?'))) {
    screen.print(['Nothing was changed.']);
    return EXIT.differs;
  }
  await takeByForce(session, made);
  if (report.totals.changes > 0) auditByHand(session, made);
  const applied = await applyInterruptibly(session, made);
  await snapshotWritten(session, applied);
  return finish(session, { recoveries, ...applied });
}

/** The agent must know of the order before a file changes, or it would hold what was written against the old revision. */
async function takeByForce({ agent, options }: Session, { plan }: MadePlan): Promise<void> {
  const { breakGlass: reason } = options;
  if (agent === undefined || reason === undefined || plan.revision.kind !== 'commit') return;
  const { breakGlass } = await import('../../engine/agent/orders.ts');
  await breakGlass(agent, plan.revision.sha, { by: userInfo().username, reason });
}

/** Whoever applies by hand answers for it; the runs that follow say what was written. */
function auditByHand({ host, options }: Session, { plan }: MadePlan): void {
  const facts = { plan: plan.id, heal: options.heal === true, ignoreBudget: options.ignoreBudget === true };
  const commit = describeRevision(plan.revision);
  const by = [userInfo().username];
  const reason = options.breakGlass ?? '';
  host.audit.append(auditEvent('apply-by-hand', { at: host.clock.now(), by, commit, reason, facts }));
}

function isNamed({ plan }: MadePlan, { planId }: Order): boolean {
  return planId !== undefined && plan.id.startsWith(planId);
}

function assertWanted(made: MadePlan, order: Order): void {
  const { planId } = order;
  if (planId === undefined || isNamed(made, order)) return;
  const { plan } = made;
  throw new StalePlanError(
    `the plan is now ${plan.id.slice(0, 12)} and not ${planId.slice(0, 12)}, so nothing was done`,
    'Look at the new plan. It has another id too when --instance, --heal, --ignore-budget or --revision are not as they were.',
  );
}

interface Applied {
  /** With what servers wait for after it was applied. */
  readonly made: MadePlan;
  readonly outcomes: readonly InstanceOutcome[];
  readonly isInterrupted: boolean;
}

async function applyInterruptibly(session: Session, made: MadePlan): Promise<Applied> {
  const { context, host, screen } = session;
  let isInterrupted = false;
  const release = context.onInterrupt(() => {
    if (!isInterrupted) screen.print(['Interrupted: the running instance is finished, then this stops.']);
    isInterrupted = true;
  });
  const progress = createProgress(context, 'applying');
  let done = 0;
  try {
    const followed = await applyAndFollow(host, stepLog(screen), {
      made,
      replan: () => replan(session, made),
      onInstance: () => {
        done += 1;
        progress.step(done, made.plan.instances.length);
      },
      shouldStop: () => isInterrupted,
      pause: (millis) => setTimeout(millis),
    });
    return { ...followed, isInterrupted };
  } finally {
    progress.stop();
    release();
  }
}

/** What a server saved while it stopped is new, and nobody has seen it: such a conflict is held. */
async function replan({ context, host, options, budget }: Session, seen: MadePlan): Promise<MadePlan> {
  const approved = { planId: seen.plan.id, instances: [...seen.digests] };
  const plan = (conflicts: 'write' | 'hold') => planHost(context, host, options, { conflicts, budget });
  return (await approvedOrCareful(plan, { approved, how: 'order' })).made;
}

/** What was applied is applied, whether or not it could be kept as a snapshot too. */
async function snapshotWritten({ context, options, host }: Session, applied: Applied): Promise<void> {
  if (!applied.outcomes.some(({ kind }) => kind === 'applied')) return;
  try {
    await snapshotInstances(host, managedPlaces(host, applied.made));
  } catch (failure) {
    if (!(failure instanceof OperatingError)) throw failure;
    createScreen(context, context.stderr, options).print(
      [styled('yellow', 'no snapshot: '), failure.message],
      [failure.next],
    );
  }
}

interface Finished extends Applied {
  readonly recoveries: readonly Recovery[];
}

function finish(session: Session, finished: Finished): ExitCode {
  const { context, options, host, screen } = session;
  const report: Report = reportPass(
    context.version,
    finished.made,
    factsAfter(host, finished.made, finished),
  );
  if (options.json === true) createScreen(context, context.stdout, options).json(report);
  else printOutcome(screen, report);
  return decideApplyExit({ ...finished, report });
}
