import { MistakeError } from '../../../core/model/errors.ts';
import type { StepInput } from './step.ts';

/** Sets AMP's own settings back. One that AMP refuses to take is left: no server stays down for it. */
export async function setBack({ amp, note }: Pick<StepInput, 'amp' | 'note'>): Promise<void> {
  for (const { node, before } of note.settings.toReversed()) {
    try {
      await amp.operator.settings.write(note.server, node, before);
    } catch (failure) {
      if (!(failure instanceof MistakeError)) throw failure;
    }
  }
}
