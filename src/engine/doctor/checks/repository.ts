import { ok, problem } from '../../../core/doctor/finding.ts';
import { hasErrors, type Issue } from '../../../core/model/issue.ts';
import { type Check, type Checks, failure, skip } from '../check.ts';
import { attempt } from '../doctor-facts.ts';

const MAX_COMMITS = 10_000;
const SHORT = 12;

const gitRemote: Check = async ({ repository }, facts) => {
  const tip = await facts.tip();
  if (tip.kind === 'unknown') {
    if (tip.failure === undefined) return skip('git-remote', tip.why);
    return [failure(tip.failure, { passing: 'git-away', lasting: 'git-refused' })];
  }
  const branch = repository.kind === 'given' ? repository.value.branch.name() : undefined;
  return [ok('git-remote', `The branch ${branch ?? ''} is at ${tip.value.slice(0, SHORT)}.`)];
};

const gitHistory: Check = async ({ repository }, facts) => {
  const [tip, state] = await Promise.all([facts.tip(), facts.state()]);
  if (repository.kind === 'not-given') return skip('git-history', repository.why);
  if (tip.kind === 'unknown') return skip('git-history', tip.why);
  if (state.kind === 'unknown') return skip('git-history', state.why);
  const { accepted } = state.value;
  if (accepted === undefined) {
    return [problem('nothing-taken', 'This host has not taken any revision yet.')];
  }
  const line = await attempt('', () => repository.value.history.line(accepted.sha, tip.value, MAX_COMMITS));
  const isKnown = line.kind === 'known' && line.value.kind !== 'rewritten';
  const taken = accepted.sha.slice(0, SHORT);
  if (!isKnown)
    return [problem('history-rewritten', `${taken}, which this host has taken, is not on the branch.`)];
  return [ok('git-history', `${taken}, which this host has taken, is on the branch.`)];
};

const fleetValid: Check = async (_parts, facts) => {
  const repository = await facts.repository();
  if (repository.kind === 'unknown') {
    if (repository.failure === undefined) return skip('fleet-valid', repository.why);
    return [failure(repository.failure, { passing: 'git-away', lasting: 'fleet-mistakes' })];
  }
  const { issues } = repository.value;
  const errors = issues.filter(({ severity }) => severity === 'error');
  if (hasErrors(issues)) {
    return [
      problem(
        'fleet-mistakes',
        `The branch’s newest commit has ${countOf(errors, 'mistake')}: ${firstOf(errors)}`,
      ),
    ];
  }
  if (issues.length > 0) {
    return [
      problem(
        'fleet-doubts',
        `The branch’s newest commit has ${countOf(issues, 'warning')}: ${firstOf(issues)}`,
      ),
    ];
  }
  return [ok('fleet-valid', 'What the branch’s newest commit says has no mistake.')];
};

const fleetHost: Check = async ({ host }, facts) => {
  if (host.kind === 'not-given') return skip('fleet-host', host.why);
  const desired = await facts.desired();
  if (desired.kind === 'unknown') return skip('fleet-host', desired.why);
  const { hosts, instances } = desired.value.fleet;
  if (!hosts.has(host.value)) return [problem('host-unknown', `The fleet lists no host ${host.value}.`)];
  const own = [...instances.values()].filter((instance) => instance.host === host.value);
  return [ok('fleet-host', `The fleet lists ${host.value} with ${countOf(own, 'instance')}.`)];
};

export const REPOSITORY_CHECKS: Checks = {
  'git-remote': gitRemote,
  'git-history': gitHistory,
  'fleet-valid': fleetValid,
  'fleet-host': fleetHost,
};

function firstOf([first]: readonly Issue[]): string {
  return first === undefined ? '' : `${first.place.file}:${first.place.line}: ${first.message}`;
}

function countOf(items: readonly unknown[], what: string): string {
  return `${items.length} ${what}${items.length === 1 ? '' : 's'}`;
}
