import type { InstancePlan } from '../../core/model/plan.ts';
import { isFailedOnServer } from '../../core/model/server-codes.ts';
import type { Reason, ServerReport } from '../../core/report/report.ts';
import type { HostReaders } from '../host-state.ts';
import type { MadePlan } from '../make-plan.ts';
import { readHeldRevision } from '../orders/held-revisions.ts';
import { type ActivationNote, readActivation } from './activation-note.ts';
import { stepText } from './step-text.ts';
import { readUnloaded } from './waiting-notes.ts';

/** What a report tells of an instance's server beside its files. */
export interface ServerFacts {
  readonly server?: ServerReport;
  readonly notLoaded?: Reason;
  readonly evidence?: readonly string[];
}

/** What is known of servers that are under way, wait, run on old values, or did not do well. Nothing is asked anew. */
export function serverFacts(
  { amp }: Pick<HostReaders, 'amp'>,
  { looks }: Pick<MadePlan, 'looks'>,
): (plan: InstancePlan) => ServerFacts {
  if (amp === undefined) return () => ({});
  return ({ instance, blocked }) => {
    const note = readActivation(amp.notes, instance.id);
    const look = looks.get(instance.id);
    const notLoaded = notLoadedOf(note) ?? unloadedOf(readUnloaded(amp.notes, instance.id)?.reason);
    const held = isFailedOnServer(blocked) ? readHeldRevision(amp.notes, instance.id) : undefined;
    return {
      ...(note === undefined && look === undefined
        ? {}
        : {
            server: {
              state: look?.state ?? null,
              players: look?.players ?? null,
              step: note === undefined ? null : stepText(note),
              since: note?.stepAt ?? null,
            },
          }),
      ...(notLoaded === undefined ? {} : { notLoaded }),
      ...(held === undefined || held.lines.length === 0 ? {} : { evidence: held.lines }),
    };
  };
}

const WRITTEN: ReadonlySet<ActivationNote['step']> = new Set(['starting', 'reloading']);

function notLoadedOf(note: ActivationNote | undefined): Reason | undefined {
  if (note === undefined || !WRITTEN.has(note.step) || note.runId === null) return undefined;
  return { code: 'not-loaded', message: stepText(note), help: 'Nothing to do: the agent watches it.' };
}

function unloadedOf(reason: string | undefined): Reason | undefined {
  if (reason === undefined) return undefined;
  return {
    code: 'not-loaded',
    message: `${reason}, so the server is restarted when its policy allows`,
    help: 'Nothing to do; or restart it in AMP.',
  };
}
