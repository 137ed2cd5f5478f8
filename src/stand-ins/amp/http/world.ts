import type { Agenda } from '../agenda.ts';
import type { MethodTable } from '../description/method-table.ts';
import type { AmpStandInOptions, AmpVersion } from '../options.ts';
import type { Instance } from '../server/instance.ts';
import type { InstanceFolder } from '../server/instance-folder.ts';
import type { Session, Sessions } from './sessions.ts';

/** All that the stand-in is. */
export interface AmpWorld {
  readonly options: AmpStandInOptions;
  readonly version: AmpVersion;
  readonly methods: MethodTable;
  readonly agenda: Agenda;
  readonly sessions: Sessions;
  /** By InstanceID, without the controller. */
  readonly instances: ReadonlyMap<string, Instance>;
  /** Undefined when no server of the module ADS was given. */
  readonly controller: InstanceFolder | undefined;
}

/** A request that fits the description, from somebody who may ask. */
export interface Call {
  readonly parameters: ReadonlyMap<string, unknown>;
  readonly session: Session;
}

export function textIn({ parameters }: Call, name: string): string {
  return String(parameters.get(name) ?? '');
}

export function flagIn({ parameters }: Call, name: string): boolean {
  return parameters.get(name) === true;
}
