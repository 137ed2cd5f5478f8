import { MistakeError, TransientError } from '../../../core/model/errors.ts';
import { type Call, MANAGE_INSTANCE } from './call.ts';

const AGAIN = 'Nothing to do: homeamp asks again at its next pass.';

export function outOfReach(): TransientError {
  return new TransientError(
    'AMP is out of reach.',
    'Check that AMP runs, and that `amp.url` leads to it; the certificate of an https address must be one that Node trusts.',
  );
}

export function tooSlow(): TransientError {
  return new TransientError('AMP takes too long to answer.', AGAIN);
}

/** For a status of 500 and more: AMP's own, or a proxy's that can't reach it. */
export function serverFails(retryAfterMillis?: number): TransientError {
  return new TransientError(
    'AMP fails to answer, or a proxy in front of it does.',
    'Check that AMP runs if this lasts.',
    retryAfterMillis === undefined ? undefined : { retryAfterMillis },
  );
}

export function tooManyCalls(retryAfterMillis: number): TransientError {
  return new TransientError('AMP, or a proxy in front of it, limits the calls for now.', AGAIN, {
    retryAfterMillis,
  });
}

/** Also for a page of a proxy in between, and for what is too long or too deep. */
export function unusableAnswer(): TransientError {
  return new TransientError(
    "AMP's answer is not what its API promises.",
    'If this lasts, check that `amp.url` is the address of AMP itself and that no proxy answers in its place.',
  );
}

export function moved(): MistakeError {
  return new MistakeError(
    'The address of AMP leads on to another one, and homeamp does not follow with its password.',
    'Write the address that it leads to as `amp.url`.',
  );
}

/** After a login that AMP accepted. */
export function sessionLost(): TransientError {
  return new TransientError(
    'AMP does not know the session that it has just given.',
    'If this lasts, set `amp.session` to `bearer` or `body`, and check that a proxy passes the header Authorization on.',
  );
}

export function instanceDown(): TransientError {
  return new TransientError(
    "The instance's own part of AMP is not available.",
    'Start the instance in AMP if this lasts.',
  );
}

export function crashed(call: Call): TransientError {
  return new TransientError(
    `AMP failed by a fault of its own when homeamp had to ${call.does}.`,
    "If this lasts, look for the fault in the instance's log in AMP.",
  );
}

export function forbidden(call: Call, permission: string | undefined): MistakeError {
  return new MistakeError(
    `AMP does not let homeamp ${call.does}.`,
    `Grant \`${permission ?? call.permission}\` to the role of homeamp's account in AMP.`,
  );
}

export function refused(call: Call): MistakeError {
  return new MistakeError(
    `AMP refuses to let homeamp ${call.does}.`,
    'Do the same in AMP by hand once: it says there what is in the way.',
  );
}

/** AMP shows each account only the methods that its role may use. */
export function methodMissing(call: Call): MistakeError {
  return new MistakeError(
    `AMP does not offer \`${call.method}\`, which homeamp needs to ${call.does}.`,
    `Grant \`${call.permission}\` to the role of homeamp's account, and check that this instance has the plugin.`,
  );
}

export function noSuchSetting(): MistakeError {
  return new MistakeError(
    'AMP knows no setting of this name.',
    'Write the node as AMP names it, such as `MinecraftModule.Limits.MaxPlayers`.',
  );
}

export function noSuchInstance(server: string): MistakeError {
  return new MistakeError(
    `AMP shows homeamp no instance \`${server}\`.`,
    `Check the name in AMP, and grant \`${MANAGE_INSTANCE}\` to the role of homeamp's account.`,
  );
}

export function ambiguousInstance(server: string): MistakeError {
  return new MistakeError(
    `AMP shows homeamp more than one instance \`${server}\`.`,
    'Let `amp.url` lead to the AMP of this very host, or take the rights to the others from the account.',
  );
}
