import { MistakeError } from '../../core/model/errors.ts';
import { type CommitSha, parseCommitSha } from '../../core/model/revision.ts';
import { DRIFT_POST, ticksOf } from '../../core/report/fleet-post.ts';
import { leftDrift } from '../../core/report/group-changes.ts';
import type { InstanceReport } from '../../core/report/report.ts';
import { changeRepository, readBase } from '../onramp/adopt/change-repository.ts';
import { findEdited } from '../onramp/adopt/find-edited.ts';
import { proposeAdoption } from '../onramp/adopt/propose-adoption.ts';
import { proposeChange } from '../onramp/adopt/propose-change.ts';
import { reportPass } from '../report-pass.ts';
import type { AgentHost } from './agent-host.ts';
import type { Course } from './follow-branch.ts';
import { boxIdOf, type KeptTick, readTicks, writeTicks } from './keep-ticks.ts';
import type { Pass } from './pass.ts';
import { planToLook } from './plan-to-look.ts';
import type { Reconciled } from './reconcile.ts';

/**
 * Opens a pull request for each instance whose box somebody ticked in the issue about drift. A tick is kept before it is
 * acted upon, so that neither a crash nor a forge that is away loses it; equal drift has one pull request. Only the
 * section of this host counts, and in it only boxes of the drift that is there now. Throws `TransientError` when the
 * forge is away.
 */
export async function keepTicked(
  pass: Pass,
  course: Course | undefined,
  reconciled: Reconciled | undefined,
): Promise<void> {
  const { agent } = pass;
  if (!agent.takesTicks || course?.tip === undefined || reconciled === undefined) return;
  const drifted = reconciled.report.instances.filter((instance) => leftDrift(instance).length > 0);
  const known = stillTrue(readTicks(agent), drifted);
  writeTicks(agent, known);
  if (drifted.length === 0 || !looksAtForge(pass)) return;
  const open = await withoutClosed(agent, known);
  const ticked = await tickedNow(agent, drifted);
  const fresh = ticked.map((instance): KeptTick => {
    return { instance: instance.id, id: boxIdOf(instance), answer: { kind: 'wanted' } };
  });
  const wanted = new Set(fresh.map(({ instance }) => instance));
  writeTicks(agent, [...open.filter(({ instance }) => !wanted.has(instance)), ...fresh]);
  await openWanted(agent, course.tip, reconciled);
}

/** Ticks at drift that is gone, or is another by now, are forgotten. */
function stillTrue(ticks: readonly KeptTick[], drifted: readonly InstanceReport[]): readonly KeptTick[] {
  const boxes = new Map(drifted.map((instance) => [instance.id, boxIdOf(instance)]));
  return ticks.filter(({ instance, id }) => boxes.get(instance) === id);
}

/** Passes for servers alone ask nothing of the network. */
function looksAtForge({ wants }: Pass): boolean {
  return wants.has('repository') || wants.has('pulls') || wants.has('scan');
}

/** What people closed without merging is offered again. */
async function withoutClosed(
  { forge, branch }: AgentHost,
  ticks: readonly KeptTick[],
): Promise<readonly KeptTick[]> {
  const name = branch.name();
  if (name === undefined || !ticks.some(({ answer }) => answer.kind === 'opened')) return ticks;
  const open = new Set((await forge.changes.listOpen(name)).map(({ number }) => number));
  return ticks.filter(({ answer }) => answer.kind !== 'opened' || open.has(answer.number));
}

async function tickedNow(
  { forge, name }: AgentHost,
  drifted: readonly InstanceReport[],
): Promise<readonly InstanceReport[]> {
  const [post] = await forge.posts.find({ kind: 'drift' }, DRIFT_POST.marker);
  const ids = new Set(post === undefined ? [] : ticksOf(DRIFT_POST, post.body, name));
  return drifted.filter((instance) => ids.has(boxIdOf(instance)));
}

async function openWanted(agent: AgentHost, tip: CommitSha, { report }: Reconciled): Promise<void> {
  const compared = parseCommitSha(report.revision.id);
  for (const tick of readTicks(agent)) {
    if (tick.answer.kind !== 'wanted' || compared === undefined) continue;
    const answer = await openOne(agent, tick, { tip, compared });
    const others = readTicks(agent).filter(({ instance }) => instance !== tick.instance);
    writeTicks(agent, answer === undefined ? others : [...others, { ...tick, answer }]);
  }
}

interface Commits {
  /** What the change begins at. */
  readonly tip: CommitSha;
  /** What the host was compared with. */
  readonly compared: CommitSha;
}

/** Undefined when the drift is another by now. */
async function openOne(
  agent: AgentHost,
  tick: KeptTick,
  commits: Commits,
): Promise<KeptTick['answer'] | undefined> {
  try {
    return await propose(agent, tick, commits);
  } catch (failure) {
    if (!(failure instanceof MistakeError)) throw failure;
    agent.log.warn('values could not be kept', { instance: tick.instance, why: failure.message });
    return { kind: 'refused', id: tick.id, message: `${failure.message}. ${failure.next}` };
  }
}

async function propose(
  agent: AgentHost,
  { instance, id }: KeptTick,
  { tip, compared }: Commits,
): Promise<KeptTick['answer'] | undefined> {
  // The values themselves are in no report.
  const made = await planToLook(agent, compared, [instance]);
  const [now] = reportPass('', made).instances;
  if (now === undefined || boxIdOf(now) !== id) return undefined;
  const base = await readBase(agent.over(agent.history.at(tip)), undefined);
  const { edited, left } = findEdited(made.plan.instances, { plugins: [], keys: [] });
  const proposals = proposeAdoption(base.desired, { edited, reason: REASON });
  const chosen = proposals.flatMap(({ key, candidates, proposed }) => {
    const edit = candidates[proposed]?.edit;
    return edit === undefined ? [] : [{ key, edit }];
  });
  const change = await changeRepository(base, chosen);
  const whole = { ...change, left: [...left, ...change.left] };
  const branch = agent.branch.name();
  if (change.files.size === 0 || branch === undefined) {
    const message = whole.left[0]?.why.message ?? 'the branch asks for these values already';
    return { kind: 'refused', id, message: `${message}. See \`homeamp adopt --dry-run\` on the host` };
  }
  const proposal = await proposeChange(agent.forge.proposals, {
    host: agent.name,
    base: branch,
    from: tip,
    change: whole,
  });
  agent.log.info('opened a pull request for a ticked box', { instance, number: proposal.number });
  return { kind: 'opened', number: proposal.number, url: proposal.url };
}

const REASON = 'kept as it was changed on the server';
