import { MistakeError } from '../../core/model/errors.ts';
import type { InstanceId } from '../../core/model/instance.ts';
import type { SuspensionInForce, SuspensionScope } from '../../core/model/suspension.ts';
import { inForceOn } from '../../core/plan/suspension-of.ts';
import type { AgentHost } from '../agent/agent-host.ts';
import { scopeEvent } from '../audit/audit-orders.ts';
import { type HeldRevision, readHeldRevision, removeHeldRevision } from './held-revisions.ts';
import { desiredInForce } from './known-fleet.ts';
import { howToEnd, scopeText, suspendedText } from './suspension-words.ts';
import { readSuspensions, removeSuspension } from './suspensions-note.ts';

/** What an order to resume found of one scope; at least one of the two is there. */
export interface Resumed {
  readonly scope: SuspensionScope;
  readonly suspension: SuspensionInForce | undefined;
  /** A change that had been taken back and may be tried again. */
  readonly lifted: HeldRevision | undefined;
}

/**
 * Ends what people paused on this host, and lifts changes that are held for an instance. All of it or, with a
 * `MistakeError` that says what is known, nothing.
 */
export async function endSuspensions(
  agent: AgentHost,
  scopes: readonly SuspensionScope[],
  order: { readonly by: string; readonly reason: string },
): Promise<{ readonly ended: readonly Resumed[]; readonly left: readonly SuspensionInForce[] }> {
  const all = await inForceHere(agent);
  const resumed = scopes.map((scope) => resumedOf(agent, all, scope));
  const idle = resumed.filter(({ suspension, lifted }) => suspension === undefined && lifted === undefined);
  if (idle.length > 0) throw nothingToEnd(agent, all, idle);
  const at = agent.clock.now();
  agent.atOnce(() => {
    for (const one of resumed) end(agent, one, { ...order, at });
  });
  const over = resumed.map(({ suspension }) => suspension);
  return { ended: resumed, left: all.filter((one) => !over.includes(one)) };
}

function end(
  { notes, audit }: AgentHost,
  { scope, suspension, lifted }: Resumed,
  order: { readonly by: string; readonly reason: string; readonly at: number },
): void {
  if (suspension !== undefined) audit.append(scopeEvent('resumed', { ...order, scope }));
  removeSuspension(notes, scope);
  if (lifted === undefined) return;
  const facts = { code: lifted.reason.code, pulls: lifted.pulls };
  audit.append(scopeEvent('held-change-released', { ...order, scope }, { commit: lifted.revision, facts }));
  removeHeldRevision(notes, idOf(scope));
}

/** Everything that is in force on this host, whoever ordered it. */
export async function inForceHere(agent: AgentHost): Promise<readonly SuspensionInForce[]> {
  const ofRepository = (await desiredInForce(agent))?.fleet.policy.suspensions ?? [];
  const ordered = { repository: ofRepository, host: readSuspensions(agent.notes) };
  return inForceOn({ host: agent.name, now: agent.clock.now() }, ordered);
}

function resumedOf(agent: AgentHost, all: readonly SuspensionInForce[], scope: SuspensionScope): Resumed {
  const suspension = all.find((one) => one.origin === 'host' && isSame(one.scope, scope));
  const lifted = scope.kind === 'instance' ? readHeldRevision(agent.notes, idOf(scope)) : undefined;
  return { scope, suspension, lifted };
}

function nothingToEnd(
  { name }: AgentHost,
  all: readonly SuspensionInForce[],
  idle: readonly Resumed[],
): MistakeError {
  const what = idle.map(({ scope }) => scopeText(scope)).join(', ');
  const known = all.map((one) => `${scopeText(one.scope)} is ${suspendedText(one)}. ${howToEnd(one, name)}`);
  return new MistakeError(
    `no order on this host suspends ${what}, so nothing was changed`,
    known.length === 0
      ? 'Nothing is suspended here at all: `homeamp status` says what else holds a change back.'
      : `In force: ${known.join(' ')}`,
  );
}

function isSame(a: SuspensionScope, b: SuspensionScope): boolean {
  return a.kind === 'fleet' || b.kind === 'fleet'
    ? a.kind === b.kind
    : a.kind === b.kind && a.name === b.name;
}

function idOf(scope: SuspensionScope): InstanceId {
  return (scope.kind === 'fleet' ? '' : scope.name) as InstanceId;
}
