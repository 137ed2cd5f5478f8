import { ok, problem } from '../../../core/doctor/finding.ts';
import { judgeUnit } from '../../../core/doctor/judge-unit.ts';
import { type Check, type Checks, skip } from '../check.ts';

const UNIT = 'homeamp-agent.service';

const serviceUnit: Check = async ({ probe }) => {
  const unit = await probe.unit(UNIT);
  if (unit === undefined) return skip('service-unit', 'no systemd runs here');
  return [judgeUnit(UNIT, unit)];
};

const agentAnswers: Check = async ({ http, state, web }) => {
  if (http.kind === 'not-given') return skip('agent-answers', http.why);
  const agent = state.kind === 'given' ? state.value.agentProcess() : undefined;
  if (agent === undefined) return skip('agent-answers', 'no agent of this state folder runs now');
  const answer = await web.get(`${http.value}/healthz`);
  if (answer.kind === 'failed') {
    return [problem('agent-silent', `The agent, process ${agent}, does not answer at ${http.value}.`)];
  }
  if (answer.status !== 200) {
    return [
      problem('agent-stuck', `The agent, process ${agent}, says that it is not well (${answer.status}).`),
    ];
  }
  return [ok('agent-answers', `The agent answers at ${http.value}.`)];
};

export const AGENT_CHECKS: Checks = { 'service-unit': serviceUnit, 'agent-answers': agentAnswers };
