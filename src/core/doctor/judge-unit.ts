import { type Finding, ok, problem } from './finding.ts';

interface Unit {
  readonly isLoaded: boolean;
  readonly isEnabled: boolean;
  readonly state: 'active' | 'failed' | 'inactive';
}

/** The agent's unit as systemd knows it. */
export function judgeUnit(name: string, unit: Unit): Finding {
  if (!unit.isLoaded) return problem('unit-missing', `systemd has no unit ${name}.`);
  if (unit.state === 'failed') return problem('unit-failed', `${name} has failed.`);
  if (!unit.isEnabled) return problem('unit-disabled', `${name} does not start with the host.`);
  if (unit.state === 'inactive') return problem('unit-stopped', `${name} does not run.`);
  return ok('service-unit', `${name} runs, and starts with the host.`);
}
