import type { ObjectStore } from '../../ports/object-store.ts';
import type { HostWriters } from '../apply/host-writers.ts';
import { remakeLostSnapshots } from '../backups/remake-lost-snapshots.ts';
import { isRetentionDue, retainBackups } from '../backups/retain-backups.ts';
import { snapshotInstances } from '../backups/snapshot-instances.ts';
import type { AgentHost } from './agent-host.ts';
import { NO_SOURCE } from './no-source.ts';
import type { Pass } from './pass.ts';
import type { Reconciled } from './reconcile.ts';

/** Snapshots what changed on the servers, and once a day lets go of what is old. */
export async function keepBackups({ agent, wants, shouldStop }: Pass, reconciled: Reconciled): Promise<void> {
  const isScan = wants.has('scan');
  if (!isScan && !reconciled.hasApplied) return;
  const host = { ...agent.over(NO_SOURCE), name: agent.name, notes: agent.notes, log: agent.log };
  if (isScan) await remakeInStore(agent);
  await snapshotInstances(host, reconciled.places, shouldStop);
  if (isScan && isRetentionDue(host))
    await retainBackups({ ...host, rule: agent.retention, own: ownPlace(agent, host) });
}

async function remakeInStore({ notes, backupPlaces }: AgentHost): Promise<void> {
  const store = backupPlaces.find(({ name }) => name === 'store')?.store;
  if (store !== undefined) await remakeLostSnapshots(notes, store);
}

function ownPlace({ backupPlaces }: AgentHost, { backups }: HostWriters): ObjectStore {
  return backupPlaces.find(({ name }) => name === 'host')?.store ?? backups;
}
