import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createFilesOnlyControl, createLocalInstances } from '../../src/adapters/amp/index.ts';
import { systemClock } from '../../src/adapters/clock/index.ts';
import { createLiveFileReader, createLiveFileWriter, openLiveFile } from '../../src/adapters/files/index.ts';
import { createLocalObjectStore } from '../../src/adapters/object-store/index.ts';
import { createJarReader } from '../../src/adapters/plugins/index.ts';
import { createSecretSource } from '../../src/adapters/secrets/index.ts';
import { createSigner, openState } from '../../src/adapters/state/index.ts';
import type { Instance, InstanceId, InstancePath } from '../../src/core/model/instance.ts';
import type { ManagedFile } from '../../src/core/model/managed-file.ts';
import type { InstancePlan, Plan } from '../../src/core/model/plan.ts';
import { CAREFUL_ACTIVATION, type DriftPolicy, type FleetPolicy } from '../../src/core/model/policy.ts';
import { planText } from '../../src/core/plan/plan-text.ts';
import type { HostWriters } from '../../src/engine/apply/host-writers.ts';
import { sha256 } from '../../src/engine/digest.ts';
import type { Location } from '../../src/engine/locate-instances.ts';
import { createObserver, secretKnowledgeOf } from '../../src/engine/observe.ts';
import { planInstance } from '../../src/engine/plan-instance.ts';
import { sampleInstance } from './model-samples.ts';

/** One host with one instance on a real disk, a real state database and a real backup folder. */
export interface HostRig {
  readonly dir: string;
  readonly root: string;
  readonly host: HostWriters;
  readonly instance: Instance;
  readonly locations: ReadonlyMap<InstanceId, Location>;
  plan(
    files: readonly ManagedFile[],
    options?: { heal?: boolean; conflicts?: 'write' | 'hold' },
  ): Promise<Plan>;
  /** The same host over ports that are wrapped for a fault. */
  with(overrides: Partial<HostWriters>): HostWriters;
  dispose(): Promise<void>;
}

export async function createHostRig(files: Readonly<Record<string, string | Uint8Array>>): Promise<HostRig> {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'homeamp-rig-')));
  const root = join(dir, 'instances/TOW01/Minecraft');
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  mkdirSync(root, { recursive: true });
  const state = await openState(join(dir, 'state'));
  const host = hostOver(dir, state);
  const instance = sampleInstance();
  const locations = new Map([[instance.id, { kind: 'found', root, folder: 'TOW01' } as const]]);
  return {
    dir,
    root,
    host,
    instance,
    locations,
    plan: (managed, options = {}) => planFor(host, { instance, root, files: managed, options }),
    with: (overrides) => ({ ...host, ...overrides }),
    dispose: async () => {
      await state.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export function hostOver(dir: string, state: Awaited<ReturnType<typeof openState>>): HostWriters {
  const unused = (): never => {
    throw new Error('this rig has no repository');
  };
  return {
    source: { identify: unused, readTree: unused },
    workbooks: { read: unused },
    files: createLiveFileReader(),
    locals: createLocalInstances(join(dir, 'instances')),
    jars: createJarReader(openLiveFile),
    knownJars: state.knownJars,
    control: createFilesOnlyControl(),
    amp: undefined,
    applied: state.applied,
    observations: state.observations,
    journal: state.journal,
    history: state.history,
    notes: state.notes,
    audit: state.audit,
    fingerprints: state.fingerprints,
    secrets: createSecretSource({}),
    clock: systemClock,
    suspensions: () => [],
    version: 'test',
    writer: createLiveFileWriter(),
    backups: createLocalObjectStore(join(dir, 'backups')),
    undoBackups: createLocalObjectStore(join(dir, 'backups')),
    signer: createSigner(dir),
  };
}

interface PlanFor {
  readonly instance: Instance;
  readonly root: string;
  readonly files: readonly ManagedFile[];
  readonly options: { heal?: boolean; conflicts?: 'write' | 'hold' };
}

async function planFor(host: HostWriters, { instance, root, files, options }: PlanFor): Promise<Plan> {
  const planned = await planInstance({
    render: { instance, files },
    root,
    applied: host.applied.get(instance.id),
    observer: createObserver(host, secretKnowledgeOf(host)),
    policy: policyWith('report'),
    override: { heal: options.heal ?? false, conflicts: options.conflicts ?? 'hold' },
    recall: () => undefined,
  });
  return planOf([planned.plan], host);
}

export function planOf(instances: readonly InstancePlan[], host: HostWriters): Plan {
  const id = sha256(planText(instances, (text) => host.fingerprints.of(text)));
  return { id, host: 'hetzner-xeon', revision: { kind: 'files', digest: 'f'.repeat(64) }, instances };
}

export function policyWith(drift: DriftPolicy): FleetPolicy {
  return {
    approval: { required: 0, by: [] },
    drift,
    driftByHost: new Map(),
    driftByGroup: new Map(),
    driftByInstance: new Map(),
    driftByPlugin: new Map(),
    activation: { ...CAREFUL_ACTIVATION, restart: { kind: 'manual' } },
    activationByHost: new Map(),
    activationByGroup: new Map(),
    activationByInstance: new Map(),
    keepUp: [],
    soakMillisByStage: new Map(),
    suspensions: [],
    budget: { instances: undefined, keys: undefined },
  };
}

export const at = (path: string) => path as InstancePath;
