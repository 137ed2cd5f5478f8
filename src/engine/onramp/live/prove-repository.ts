import { MistakeError } from '../../../core/model/errors.ts';
import type { InstanceId } from '../../../core/model/instance.ts';
import type { FilePlan, InstancePlan, KeyCounts } from '../../../core/model/plan.ts';
import type { Secret } from '../../../core/model/secret.ts';
import { addCounts, NO_KEYS } from '../../../core/plan/count-keys.ts';
import { makePlan } from '../../make-plan.ts';
import { memorySource } from '../memory-source.ts';
import type { HostServers } from './collect-servers.ts';
import type { DifferingKey } from './differing-key.ts';
import { keysInError } from './keys-in-error.ts';
import { proofHost, type SightOfServers } from './proof-host.ts';

export interface ProofRequest {
  readonly files: ReadonlyMap<string, string>;
  readonly hosts: readonly HostServers[];
  readonly secrets: ReadonlyMap<string, Secret<string>>;
  readonly onInstance: (done: number, total: number) => void;
}

export type Proof =
  | { readonly kind: 'empty'; readonly ownedKeys: number; readonly instances: number }
  /** Nothing else is wrong; leaving these keys to the servers makes the plan empty, as far as it can be told now. */
  | { readonly kind: 'differs'; readonly keys: readonly DifferingKey[] };

/**
 * Reads the repository as every command does and plans it against the very servers it was made of: nothing may differ.
 * Throws `MistakeError` for what leaving keys out can't mend.
 */
export async function proveRepository(sight: SightOfServers, request: ProofRequest): Promise<Proof> {
  try {
    return judge(await planAll(sight, request));
  } catch (failure) {
    if (!(failure instanceof MistakeError) || failure.issues.length === 0) throw failure;
    const keys = keysInError(request.files);
    if (keys.length === 0) throw failure;
    return { kind: 'differs', keys };
  }
}

async function planAll(
  sight: SightOfServers,
  { files, hosts, secrets, onInstance }: ProofRequest,
): Promise<readonly InstancePlan[]> {
  const source = memorySource(files);
  const plans: InstancePlan[] = [];
  for (const { host, locals } of hosts) {
    const before = plans.length;
    const { plan } = await makePlan(proofHost({ sight, locals, source, secrets }), {
      host,
      instances: [],
      ref: undefined,
      heal: false,
      conflicts: 'write',
      ignoreBudget: true,
      ignoreProcess: true,
      full: true,
      onInstance: (done, total) => onInstance(before + done, before + total),
    });
    plans.push(...plan.instances);
  }
  return plans;
}

function judge(plans: readonly InstancePlan[]): Proof {
  const blocked = plans.find((plan) => plan.blocked !== undefined);
  if (blocked?.blocked !== undefined) {
    const { message, help } = blocked.blocked;
    throw new MistakeError(`${blocked.instance.id} can't be planned: ${message}.`, help);
  }
  const keys = plans.flatMap(({ instance, files }) => files.flatMap((file) => differing(instance.id, file)));
  if (keys.length > 0) return { kind: 'differs', keys };
  const counts = plans.reduce<KeyCounts>((sum, plan) => addCounts(sum, plan.counts), NO_KEYS);
  return { kind: 'empty', ownedKeys: counts['in-sync'] + counts.converged, instances: plans.length };
}

function differing(
  instance: InstanceId,
  { file, finding, changes, held }: FilePlan,
): readonly DifferingKey[] {
  const { path } = file;
  if (finding.kind !== 'present') {
    const reason = `the file is ${finding.kind === 'unreadable' ? "there and can't be read" : 'not there'}`;
    return file.keys.map(({ id }) => ({ path, id, instance, reason }));
  }
  const reason = 'what would be written is not what is there';
  return [...changes, ...held].map(({ key }) => ({ path, id: key.id, instance, reason }));
}
