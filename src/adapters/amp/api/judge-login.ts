import * as z from 'zod';
import { MistakeError, TransientError } from '../../../core/model/errors.ts';
import { Secret } from '../../../core/model/secret.ts';
import { LOGIN, MANAGE_INSTANCE } from './call.ts';
import { crashed, sessionLost, unusableAnswer } from './failures.ts';
import type { Answer } from './judge-reply.ts';

/** What came of a login. */
export type LoginResult =
  | { readonly kind: 'accepted'; readonly id: Secret<string> }
  | { readonly kind: 'unavailable' }
  /** `error` makes the refusal anew, for each time that it must be told. */
  | { readonly kind: 'refused'; readonly error: () => MistakeError };

const OK = 10;
const loginResponse = z.object({
  success: z.boolean(),
  result: z.number().nullish(),
  sessionID: z.string().nullish(),
});
/** What can stand in a header. */
const SESSION_ID = /^[\x21-\x7e]{1,200}$/;
const SERVER_AWAY = 500;

/** Throws `TransientError` where AMP did not say whether it accepts the account. */
export function judgeLogin(answer: Answer): LoginResult {
  switch (answer.kind) {
    case 'value':
      return judgeResponse(answer.value);
    case 'unavailable':
      return { kind: 'unavailable' };
    case 'forbidden':
      return { kind: 'refused', error: noAccess };
    case 'refused':
      return { kind: 'refused', error: notAccepted };
    case 'session-lost':
      throw sessionLost();
    case 'crashed':
      throw crashed(LOGIN);
    case 'unusable':
      throw unusableAnswer();
  }
}

function judgeResponse(value: unknown): LoginResult {
  const response = loginResponse.safeParse(value);
  if (!response.success) throw unusableAnswer();
  const { success, sessionID } = response.data;
  const result = response.data.result ?? (success ? OK : 0);
  if (success && result === OK) {
    if (typeof sessionID !== 'string' || !SESSION_ID.test(sessionID)) throw unusableAnswer();
    return { kind: 'accepted', id: new Secret(sessionID) };
  }
  if (result === SERVER_AWAY) throw loginServerAway();
  return { kind: 'refused', error: REFUSALS.get(result) ?? notAccepted };
}

const PAUSED = 'homeamp tries again after a pause, so that AMP does not lock the account.';

function notAccepted(): MistakeError {
  return new MistakeError(
    'AMP does not accept the name and password of homeamp.',
    `Check \`amp.username\` and \`amp.password\`. ${PAUSED}`,
  );
}

function noAccess(): MistakeError {
  return new MistakeError(
    "AMP does not let homeamp's account into the instance.",
    `Grant \`${MANAGE_INSTANCE}\` to its role. ${PAUSED}`,
  );
}

function secondFactor(): MistakeError {
  return new MistakeError(
    "AMP asks for a second factor, which homeamp's account can't give.",
    `Make an account for homeamp alone, without two-factor authentication and with few rights. ${PAUSED}`,
  );
}

function passwordChange(): MistakeError {
  return new MistakeError(
    "AMP wants the password of homeamp's account to be changed.",
    `Log in with it once, change it, and change the secret that \`amp.password\` names. ${PAUSED}`,
  );
}

function disabled(): MistakeError {
  return new MistakeError(
    "homeamp's account is disabled in AMP.",
    `Enable it in AMP, or name another as \`amp.username\`. ${PAUSED}`,
  );
}

function suspended(): MistakeError {
  return new MistakeError(
    'The instance is suspended in AMP, which lets nobody in.',
    `End the suspension in AMP. ${PAUSED}`,
  );
}

function loginServerAway(): TransientError {
  return new TransientError(
    "AMP can't reach its own login server.",
    'Check that the controller of AMP runs if this lasts.',
  );
}

/** By AMP's AuthenticationResult. */
const REFUSALS: ReadonlyMap<number, () => MistakeError> = new Map([
  [5, noAccess],
  [6, suspended],
  [20, passwordChange],
  [25, disabled],
  [40, secondFactor],
  [45, secondFactor],
  [50, secondFactor],
]);
