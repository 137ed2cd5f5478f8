import type { InstanceId, InstancePath } from '../../../core/model/instance.ts';

/** A key that the description does not give as the servers have it, on one of them or, without one, in general. */
export interface DifferingKey {
  readonly path: InstancePath;
  readonly id: string;
  readonly instance: InstanceId | undefined;
  readonly reason: string;
}
