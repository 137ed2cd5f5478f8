import type { OperatingError } from '../../../core/model/errors.ts';
import type { Call } from './call.ts';
import { crashed, forbidden, instanceDown, refused, sessionLost, unusableAnswer } from './failures.ts';
import type { Answer } from './judge-reply.ts';

/** The failure that an answer without a value stands for. */
export function failureOf(answer: Exclude<Answer, { kind: 'value' }>, call: Call): OperatingError {
  switch (answer.kind) {
    case 'session-lost':
      return sessionLost();
    case 'forbidden':
      return forbidden(call, answer.permission);
    case 'unavailable':
      return instanceDown();
    case 'refused':
      return refused(call);
    case 'crashed':
      return crashed(call);
    case 'unusable':
      return unusableAnswer();
  }
}
