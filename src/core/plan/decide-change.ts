import type { KeyDrift } from '../model/drift.ts';
import type { HoldReason } from '../model/plan.ts';
import type { DriftPolicy } from '../model/policy.ts';

export type Decision =
  | { readonly kind: 'write' }
  | { readonly kind: 'record' }
  | { readonly kind: 'hold'; readonly reason: HoldReason };

export interface ChangePolicy {
  readonly drift: DriftPolicy;
  /**
   * `write` where the plan will be approved as it is shown, live values included; `hold` where nobody looks at it
   * before it is applied.
   */
  readonly conflicts: 'write' | 'hold';
}

/** What to do with one key that is not in sync. */
export function decideChange(drift: KeyDrift, policy: ChangePolicy): Decision {
  if (drift.key.value.kind === 'unresolved') return { kind: 'hold', reason: 'secret-unresolved' };
  switch (drift.verdict) {
    case 'in-sync':
    case 'converged':
      return { kind: 'record' };
    case 'unadopted':
    case 'pending':
      return { kind: 'write' };
    case 'drifted':
      return policy.drift === 'heal' ? { kind: 'write' } : { kind: 'hold', reason: 'drift-reported' };
    case 'conflicting':
      return policy.conflicts === 'write' ? { kind: 'write' } : { kind: 'hold', reason: 'conflict' };
  }
}
