import type { BlockedReason } from '../../core/model/plan.ts';
import { SERVER_CODES } from '../../core/model/server-codes.ts';
import type { Log } from '../../ports/log.ts';
import type { AmpHands, HostWriters } from '../apply/host-writers.ts';
import { writeHeldRevision } from '../orders/held-revisions.ts';
import { readRestartOrder, removeRestartOrder } from '../orders/restart-orders.ts';
import { type ActivationNote, forgetActivation } from './activation-note.ts';
import { secretHider } from './redact-secrets.ts';
import type { StepEnd } from './steps/step.ts';
import { removeUnloaded, removeWaiting, writeUnloaded } from './waiting-notes.ts';

interface Settling {
  readonly host: HostWriters;
  readonly amp: AmpHands;
  readonly log: Log;
}

/** Keeps what came of an activation: nothing more to do, or why the change is not tried again by itself. */
export function settleActivation(
  { host, amp, log }: Settling,
  { note, end }: Extract<StepEnd, { kind: 'done' }>,
): void {
  const { notes } = amp;
  const { id } = note.instance;
  switch (end) {
    case 'healthy':
      removeWaiting(notes, id);
      removeUnloaded(notes, id);
      break;
    case 'called-off':
      break;
    case 'unloaded':
      writeUnloaded(notes, id, {
        at: note.begunAt,
        runId: note.runId ?? '',
        reason: note.trouble ?? '',
      });
      break;
    case 'taken-back':
    case 'given-up':
      removeWaiting(notes, id);
      removeUnloaded(notes, id);
      writeHeldRevision(notes, id, {
        digest: note.cause.digest,
        at: host.clock.now(),
        reason: heldReason(note, end),
        lines: note.lines.map(secretHider(host.secrets)),
        revision: note.cause.revision,
        pulls: [],
      });
  }
  if (end !== 'called-off') endOrder(notes, note);
  forgetActivation(notes, id);
  const fields = { instance: id, end, ...(note.trouble === null ? {} : { why: note.trouble }) };
  if (end === 'healthy' || end === 'called-off') log.info('a server is done', fields);
  else log.warn('a server is done', fields);
}

/** One that was carried out, and that was kept since we were killed before we could remove it. */
function endOrder(notes: Settling['amp']['notes'], { instance, begunAt }: ActivationNote): void {
  const order = readRestartOrder(notes, instance.id);
  if (order !== undefined && order.at <= begunAt) removeRestartOrder(notes, instance.id);
}

function heldReason(
  { instance, trouble, runId }: ActivationNote,
  end: 'taken-back' | 'given-up',
): BlockedReason {
  const why = trouble ?? 'the server was not healthy';
  const again = `Correct it in Git; or try the same once more with \`homeamp resume --instance ${instance.name}\`.`;
  if (end === 'taken-back') {
    return {
      code: SERVER_CODES.rolledBack,
      message: `rolled back: ${why}`,
      help: `The server runs on its old files; \`homeamp history\` lists them. ${again}`,
    };
  }
  return {
    code: SERVER_CODES.rolledBack,
    message: runId === null ? `not applied: ${why}` : `given up: ${why}`,
    help: `Look at ${instance.name} in AMP: homeamp does nothing more with it. ${again}`,
  };
}
