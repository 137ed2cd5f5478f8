import type { InstancePlan } from '../../core/model/plan.ts';
import { SERVER_CODES } from '../../core/model/server-codes.ts';
import { writeHeldRevision } from '../orders/held-revisions.ts';
import { type ActivationNote, atStep, readActivation, writeActivation } from './activation-note.ts';
import type { RoundInput, Steered } from './round.ts';

/**
 * Compares what servers made of their new files when they started: a file that can't be read any more is taken back,
 * and keys that the server set back are not written again and again. What else it rewrote is its own affair.
 */
export function judgeStarts(steered: Steered, input: RoundInput): void {
  for (const plan of input.plans) {
    const note = readActivation(steered.amp.notes, plan.instance.id);
    if (note?.step === 'watching' && note.runId !== null) judgeStart(steered, input, { plan, note });
  }
}

interface Started {
  readonly plan: InstancePlan;
  readonly note: ActivationNote;
}

function judgeStart({ host, amp }: Steered, { made }: RoundInput, { plan, note }: Started): void {
  const now = host.clock.now();
  const written = new Set(host.history.get(note.runId ?? '')?.files.map(({ path }) => path) ?? []);
  const files = plan.files.filter(({ file }) => written.has(file.path));
  const broken = files.find(({ finding }) => finding.kind === 'unreadable' || finding.kind === 'missing');
  if (broken !== undefined) {
    const trouble = `${broken.file.path} can't be read since the server started`;
    writeActivation(amp.notes, { ...atStep(note, { step: 'undoing', now }), trouble });
    return;
  }
  const setBack = files.flatMap(({ file, changes }) =>
    changes.filter(({ verdict }) => verdict === 'drifted').map(({ key }) => `${file.path}: ${key.id}`),
  );
  const [first] = setBack;
  if (first === undefined) return;
  const more = setBack.length > 1 ? ` and ${setBack.length - 1} more` : '';
  writeHeldRevision(amp.notes, plan.instance.id, {
    digest: made.digests.get(plan.instance.id) ?? '',
    at: now,
    reason: {
      code: SERVER_CODES.notTaken,
      message: `the server set back what was written: ${first}${more}`,
      help: `Correct it in Git to what the plugin takes; or try again with \`homeamp resume --instance ${plan.instance.name}\`.`,
    },
    lines: [],
    revision: note.cause.revision,
    pulls: [],
  });
}
