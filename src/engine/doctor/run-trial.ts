import { type Finding, ok, problem } from '../../core/doctor/finding.ts';
import { OperatingError } from '../../core/model/errors.ts';
import type { Plan } from '../../core/model/plan.ts';
import { applyPlan } from '../apply/apply-plan.ts';
import { planRollback, rollBack } from '../apply/rollback.ts';
import { type MadePlan, makePlan } from '../make-plan.ts';
import type { TrialGround } from './trial-ground.ts';

type Step = 'plan' | 'apply' | 'drift' | 'rollback' | 'clear';

/** Thrown by a step that came out otherwise than it has to. */
class TrialFailure extends Error {
  readonly step: Step;

  constructor(step: Step, message: string) {
    super(message);
    this.step = step;
  }
}

/** Plans, applies, reads back, edits, finds the edit and rolls back, then takes everything away again, whatever failed. */
export async function runTrial(ground: TrialGround): Promise<readonly Finding[]> {
  const failed = await failureOf(() => goThrough(ground));
  const left = await failureOf(async () => {
    if (!(await ground.clear())) throw new TrialFailure('clear', 'something of it is left behind');
  });
  const found = [failed, left].filter((finding) => finding !== undefined);
  return found.length > 0 ? found : [ok('trial', WELL)];
}

const WELL =
  'A made-up change was planned, applied with a backup in the store, read back, found again after an edit, and rolled back to the byte; nothing of it is left.';

async function failureOf(part: () => Promise<void>): Promise<Finding | undefined> {
  try {
    await part();
    return undefined;
  } catch (failure) {
    if (failure instanceof TrialFailure) {
      return problem('trial-failed', `The trial failed: ${failure.message}.`, { subject: failure.step });
    }
    if (!(failure instanceof OperatingError)) throw failure;
    return problem('trial-failed', `The trial failed: ${failure.message}`, { next: failure.next });
  }
}

async function goThrough(ground: TrialGround): Promise<void> {
  const before = ground.read();
  const run = await applied(ground);
  expect(ground.read() === ground.wanted, 'apply', 'the file does not hold what was written');
  const steady = await planOf(ground);
  expect(changesOf(steady.plan) === 0, 'plan', 'a second plan would write once more');
  ground.write(ground.wanted.replace(/\d+/, '99'));
  const edited = await planOf(ground);
  expect(hasDrift(edited.plan), 'drift', 'an edit of the file was not found');
  ground.write(ground.wanted);
  await rollBack(ground.host, planRollback(ground.host, run));
  expect(ground.read() === before, 'rollback', 'the file is not what it was, to the byte');
}

async function applied(ground: TrialGround): Promise<string> {
  const { plan, locations } = await planOf(ground);
  expect(changesOf(plan) === 1, 'plan', 'the plan does not show the one change');
  const { run, outcomes } = await applyPlan(ground.host, {
    plan,
    locations,
    onInstance: () => undefined,
    shouldStop: () => false,
  });
  const failed = outcomes.find((outcome) => outcome.kind === 'failed');
  if (failed?.kind === 'failed') throw failed.failure;
  expect(
    outcomes.every(({ kind }) => kind === 'applied'),
    'apply',
    'the change was not applied',
  );
  return run;
}

function planOf({ host, hostName }: TrialGround): Promise<MadePlan> {
  return makePlan(host, {
    host: hostName,
    instances: [],
    ref: undefined,
    heal: false,
    conflicts: 'write',
    ignoreBudget: false,
    full: true,
    onInstance: () => undefined,
  });
}

function changesOf({ instances }: Plan): number {
  const open = instances.filter(({ blocked }) => blocked === undefined);
  return open.flatMap(({ files }) => files.flatMap(({ changes }) => changes)).length;
}

function hasDrift({ instances }: Plan): boolean {
  return instances.some(({ files }) =>
    files.some(({ held }) => held.some(({ verdict }) => verdict === 'drifted')),
  );
}

function expect(holds: boolean, step: Step, otherwise: string): void {
  if (!holds) throw new TrialFailure(step, otherwise);
}
