import { describeMethods } from '../answers/spec-answer.ts';
import type { MethodRow } from '../description/method-table.ts';
import { isAllowed } from '../http/sessions.ts';
import { type AmpWorld, type Call, textIn } from '../http/world.ts';
import type { Instance } from '../server/instance.ts';

/** Carries out one request to the controller; undefined is an answer without a body. Throws `AmpRefusal`. */
export type ControllerMethod = (world: AmpWorld, call: Call) => unknown;

/** The same for an instance. */
export type InstanceMethod = (world: AmpWorld, call: Call, instance: Instance) => unknown;

/** Methods that both layers have. */
export const sharedMethods: Readonly<Record<string, ControllerMethod>> = {
  'Core/CurrentSessionHasPermission': (_world, call) =>
    isAllowed(call.session, textIn(call, 'PermissionNode')),
};

export function specOf({ methods }: AmpWorld, layer: 'controller' | 'instance', hasBackups = false): unknown {
  const isOfLayer = ({ on }: MethodRow): boolean => on === 'both' || on === layer;
  return describeMethods(
    methods,
    (name, row) => isOfLayer(row) && (hasBackups || !name.startsWith('LocalFileBackupPlugin/')),
  );
}
