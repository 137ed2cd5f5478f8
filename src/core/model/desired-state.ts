import type { Baseline, SourceKey } from './baseline.ts';
import type { ConfigValue } from './config-value.ts';
import type { Instance, InstanceId } from './instance.ts';
import type { SourcePlace } from './issue.ts';
import type { FleetPolicy } from './policy.ts';
import type { Service } from './service.ts';

/** All that the repository says, read and checked. */
export interface DesiredState {
  readonly fleet: Fleet;
  readonly baselines: ReadonlyMap<string, Baseline>;
  /** Plugins placed on each instance, in the matrix's order. */
  readonly placements: ReadonlyMap<InstanceId, readonly string[]>;
  readonly variables: readonly VariableDefinition[];
  readonly overrides: readonly Override[];
}

export interface Fleet {
  readonly hosts: ReadonlyMap<string, Host>;
  /** In order: a later group wins over an earlier one. */
  readonly groups: readonly string[];
  readonly stages: readonly string[];
  readonly instances: ReadonlyMap<InstanceId, Instance>;
  /** By name. Nothing is planned or applied by them; they are only looked at. */
  readonly services: ReadonlyMap<string, Service>;
  readonly policy: FleetPolicy;
}

export interface Host {
  readonly name: string;
  readonly address: string | undefined;
  /** As in the `Signer` port: what the host says to others counts only when this key signed it. */
  readonly publicKey: string | undefined;
}

/** Where a variable or an override counts. `name` is a host, a group, or an instance's id. */
export type Scope =
  | { readonly kind: 'fleet' }
  | { readonly kind: 'host' | 'group'; readonly name: string }
  | { readonly kind: 'instance'; readonly name: InstanceId };

export interface VariableDefinition {
  readonly name: string;
  readonly scope: Scope;
  readonly value: ConfigValue;
  readonly place: SourcePlace;
}

/** A key's value for one scope. */
export interface Override {
  readonly scope: Scope;
  readonly plugin: string;
  /** As in the baseline: below its folder. */
  readonly file: string;
  readonly key: SourceKey;
  readonly reason: string | undefined;
}
