import type { FleetPolicy } from '../../../../src/core/model/policy.ts';
import { assemble, type Change, GOOD_FILES } from './small-fleet.ts';

const FLEET = GOOD_FILES['desired-state/fleet.yaml'] ?? '';
const HEAD = FLEET.slice(0, FLEET.indexOf('policy:\n'));

/** Where the second line of a policy's text stands in the file. */
export const SECOND_LINE = HEAD.split('\n').length + 2;

/** The good fleet with another policy, written without indentation. */
export function withPolicy(policy: string): Change {
  return { 'fleet.yaml': `${HEAD}policy:\n${policy.replace(/^(?=.)/gm, '  ')}\n` };
}

/** The policy as it is read; throws where anything is wrong with it. */
export function policyOf(policy: string): FleetPolicy {
  const { desired, issues } = assemble(withPolicy(policy));
  if (desired === undefined) throw new Error(issues.map(({ message }) => message).join('\n'));
  return desired.fleet.policy;
}
