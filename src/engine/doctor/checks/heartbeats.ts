import { allOr, type Finding, ok, problem } from '../../../core/doctor/finding.ts';
import type { Host } from '../../../core/model/desired-state.ts';
import { isOverdue } from '../../../core/report/host-look.ts';
import type { ObjectStore } from '../../../ports/object-store.ts';
import { heartbeatKey } from '../../agent/heartbeat.ts';
import { readHeartbeat } from '../../agent/look-at-hosts.ts';
import { type Check, type Checks, skip } from '../check.ts';
import { attempt } from '../doctor-facts.ts';
import type { DoctorParts } from '../doctor-parts.ts';

/** A host that has never been heard of is told as well: it may not be installed yet. */
const heartbeats: Check = async (parts, facts) => {
  const { store, host } = parts;
  if (store.kind === 'not-given') return skip('heartbeats', store.why);
  if (host.kind === 'not-given') return skip('heartbeats', host.why);
  const desired = await facts.desired();
  if (desired.kind === 'unknown') return skip('heartbeats', desired.why);
  const others = [...desired.value.fleet.hosts.values()].filter(({ name }) => name !== host.value);
  if (others.length === 0) return skip('heartbeats', 'the fleet has no other host');
  const { reports } = store.value;
  const looked = await attempt('', () => Promise.all(others.map((other) => lookAt(parts, reports, other))));
  if (looked.kind === 'unknown') return skip('heartbeats', 'the store of reports can’t be read');
  const names = others.map(({ name }) => name).join(', ');
  return allOr(looked.value.flat(), ok('heartbeats', `The agents of ${names} have been heard of lately.`));
};

export const HEARTBEAT_CHECKS: Checks = { heartbeats };

async function lookAt(
  { signer, clock }: DoctorParts,
  reports: ObjectStore,
  { name, publicKey }: Host,
): Promise<readonly Finding[]> {
  const bytes = await reports.get(heartbeatKey(name));
  const read = readHeartbeat({ signer }, bytes, { host: name, trusted: publicKey });
  const { signature, heartbeat } = read;
  const about = { subject: name };
  if (signature === 'forged' || (publicKey !== undefined && heartbeat !== null && signature !== 'verified')) {
    return [problem('host-unproven', `What is kept as the heartbeat of ${name} is not signed by it.`, about)];
  }
  if (!isOverdue(heartbeat, clock.now())) return [];
  const since =
    heartbeat === null ? 'was never heard of' : `is silent since ${new Date(heartbeat.at).toISOString()}`;
  return [problem('host-silent', `The agent of ${name} ${since}.`, about)];
}
