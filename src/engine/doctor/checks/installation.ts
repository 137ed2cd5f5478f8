import { ok, problem } from '../../../core/doctor/finding.ts';
import { type Check, type Checks, failure, skip } from '../check.ts';
import { attempt } from '../doctor-facts.ts';
import { runTrial } from '../run-trial.ts';

const trial: Check = async (parts) => {
  if (parts.trial.kind === 'not-given') return skip('trial', parts.trial.why);
  const { value: prepare } = parts.trial;
  const ground = await attempt('', prepare);
  if (ground.kind === 'known') return runTrial(ground.value);
  const { failure: error } = ground;
  if (error === undefined) return skip('trial', ground.why);
  return [failure(error, { passing: 'trial-failed', lasting: 'trial-failed' })];
};

const hostPlan: Check = async ({ planHost }) => {
  if (planHost.kind === 'not-given') return skip('host-plan', planHost.why);
  const made = await attempt('', () => planHost.value());
  if (made.kind === 'unknown') {
    if (made.failure === undefined) return skip('host-plan', made.why);
    return [failure(made.failure, { passing: 'plan-failed', lasting: 'plan-failed' })];
  }
  const { instances, keys, blocked } = made.value;
  if (blocked.length > 0) {
    return blocked.map(({ instance, message }) =>
      problem('plan-blocked', `${instance}: ${message}.`, { subject: instance }),
    );
  }
  return [
    ok(
      'host-plan',
      `${counted(instances, 'instance')} can be planned; an apply would write ${counted(keys, 'key')} now.`,
    ),
  ];
};

export const INSTALLATION_CHECKS: Checks = { trial, 'host-plan': hostPlan };

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
