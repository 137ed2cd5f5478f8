import type { BlockedReason, InstancePlan } from '../../core/model/plan.ts';
import { SERVER_CODES } from '../../core/model/server-codes.ts';
import { writeHeldRevision } from '../orders/held-revisions.ts';
import { type ActivationNote, atStep, isBusy, readActivation, writeActivation } from './activation-note.ts';
import { underWay } from './gate-by-server.ts';
import type { RoundInput, Steered } from './round.ts';

/**
 * Compares what servers made of their new files when they started: a file that can't be read any more is taken back,
 * and keys that the server set back are not written again and again. What else it rewrote is its own affair. Gives the
 * plans with what is not to be touched any more.
 */
export function judgeStarts(steered: Steered, input: RoundInput): readonly InstancePlan[] {
  return input.plans.map((plan) => {
    const note = readActivation(steered.amp.notes, plan.instance.id);
    const isFresh =
      note?.step === 'watching' && note.runId !== null && isBusy(note, steered.host.clock.now());
    // What differs later, while its stage soaks, is somebody's own edit.
    if (!isFresh) return plan;
    const blocked = judgeStart(steered, input, { plan, note });
    return blocked === undefined ? plan : { ...plan, blocked };
  });
}

interface Started {
  readonly plan: InstancePlan;
  readonly note: ActivationNote;
}

function judgeStart(steered: Steered, input: RoundInput, started: Started): BlockedReason | undefined {
  const { plan, note } = started;
  const { history } = steered.host;
  const written = new Set(history.get(note.runId ?? '')?.files.map(({ path }) => path) ?? []);
  const files = plan.files.filter(({ file }) => written.has(file.path));
  const broken = files.find(({ finding }) => finding.kind === 'unreadable' || finding.kind === 'missing');
  if (broken !== undefined) {
    return takeBack(steered, note, `${broken.file.path} can't be read since the server started`);
  }
  const setBack = files.flatMap(({ file, changes }) =>
    changes.filter(({ verdict }) => verdict === 'drifted').map(({ key }) => `${file.path}: ${key.id}`),
  );
  return setBack.length === 0 ? undefined : hold(steered, input, { ...started, setBack });
}

function takeBack({ host, amp }: Steered, note: ActivationNote, trouble: string): BlockedReason {
  const undoing = { ...atStep(note, { step: 'undoing', now: host.clock.now() }), trouble };
  writeActivation(amp.notes, undoing);
  return underWay(undoing);
}

function hold(
  { host, amp }: Steered,
  { made }: RoundInput,
  { plan, note, setBack }: Started & { readonly setBack: readonly string[] },
): BlockedReason {
  const { id, name } = plan.instance;
  const more = setBack.length > 1 ? ` and ${setBack.length - 1} more` : '';
  const reason: BlockedReason = {
    code: SERVER_CODES.notTaken,
    message: `the server set back what was written: ${setBack[0] ?? ''}${more}`,
    help: `Correct it in Git to what the plugin takes; or try again with \`homeamp resume --instance ${name}\`.`,
  };
  writeHeldRevision(amp.notes, id, {
    digest: made.digests.get(id) ?? '',
    at: host.clock.now(),
    reason,
    lines: [],
    revision: note.cause.revision,
    pulls: [],
  });
  return reason;
}
