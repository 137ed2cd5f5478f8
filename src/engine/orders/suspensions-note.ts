import type { Suspension, SuspensionScope } from '../../core/model/suspension.ts';
import type { Notes } from '../../ports/notes.ts';
import { jsonNote } from '../json-note.ts';

/** A suspension that somebody on this host ordered. */
export interface HostSuspension extends Suspension {
  /** When it was ordered, in milliseconds since 1970, UTC. */
  readonly at: number;
}

/** JSON drops undefined, so one without an end is stored without one. */
type StoredSuspension = Omit<HostSuspension, 'until'> & { readonly until?: number };

const PREFIX = 'suspension/';

// One note a scope, so that two people who pause different things at the same moment don't undo each other's order.
const named = (name: string) => jsonNote<StoredSuspension>(name);

function noteOf(scope: SuspensionScope): ReturnType<typeof named> {
  return named(`${PREFIX}${scope.kind === 'fleet' ? 'fleet' : `${scope.kind}/${scope.name}`}`);
}

/** The suspensions that were ordered on this host, also those that are over. */
export function readSuspensions(notes: Pick<Notes, 'get' | 'names'>): readonly HostSuspension[] {
  const stored = notes.names(PREFIX).map((name) => named(name).read(notes));
  return stored.filter((one) => one !== undefined).map((one) => ({ ...one, until: one.until }));
}

/** Replaces an earlier one of the same scope. */
export function writeSuspension(notes: Pick<Notes, 'get' | 'put'>, { until, ...rest }: HostSuspension): void {
  noteOf(rest.scope).write(notes, until === undefined ? rest : { ...rest, until });
}

export function removeSuspension(notes: Pick<Notes, 'get' | 'put'>, scope: SuspensionScope): void {
  noteOf(scope).write(notes, undefined);
}
