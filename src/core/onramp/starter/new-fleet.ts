import type { Host } from '../../model/desired-state.ts';
import type { Instance, InstanceId } from '../../model/instance.ts';
import type { ApprovalPolicy } from '../../model/policy.ts';
import type { Sample } from './samples.ts';

/** What somebody said of their fleet at the very beginning; every name is safe and every reference holds. */
export interface NewFleet {
  readonly hosts: readonly Pick<Host, 'name' | 'address'>[];
  readonly groups: readonly string[];
  /** First to last; at least one. */
  readonly stages: readonly string[];
  readonly instances: readonly Instance[];
  readonly approval: ApprovalPolicy;
  /** Undefined where no sample fits any of the instances. */
  readonly sample: Sample | undefined;
  /** The instances that have the sample's plugin. */
  readonly placed: readonly InstanceId[];
  readonly workflow: boolean;
}

/** How the files call an instance: by its name, and with its host where two hosts share the name. */
export function shortName({ id, name }: Instance, instances: readonly Instance[]): string {
  return instances.filter((other) => other.name === name).length > 1 ? id : name;
}
