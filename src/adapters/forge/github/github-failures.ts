import { MistakeError, type OperatingError, TransientError } from '../../../core/model/errors.ts';

/** What homeamp wants of GitHub, in the words of messages. All of it is constant. */
export interface Call {
  /** GitHub's own name of the operation. */
  readonly operation: string;
  /** Follows "homeamp may not". */
  readonly does: string;
  /** As GitHub's pages for tokens and apps call it. */
  readonly permission: string;
  /** GitHub refuses to speak of a commit that it has not taken in yet. */
  readonly isAboutFreshCommit?: true;
}

const AGAIN = 'Nothing to do: homeamp asks again at its next pass.';

export function outOfReach(): TransientError {
  return new TransientError(
    'GitHub is out of reach.',
    'Check the network and the address of the API if this lasts.',
  );
}

export function serverFails(): TransientError {
  return new TransientError('GitHub fails to answer.', AGAIN);
}

/** Also for a page of a proxy in between. */
export function unusableAnswer(): TransientError {
  return new TransientError(
    "GitHub's answer is not what its API promises.",
    'If this lasts, check that the address of the API is right and that no proxy answers in its place.',
  );
}

export function moved(): MistakeError {
  return new MistakeError(
    'GitHub says that what homeamp asks for has moved.',
    'Check the name of the repository in the settings: it may have been renamed.',
  );
}

export function tooMany(call: Call): MistakeError {
  return new MistakeError(
    `There is more than homeamp reads when it has to ${call.does}.`,
    'Close the pull request and open a new one, or delete what is no longer needed.',
  );
}

/** What an answer between 400 and 499 means for a call that has no use for it. */
export function refusal(call: Call, status: number): OperatingError {
  if (status === 422 && call.isAboutFreshCommit) {
    return new TransientError('GitHub does not know a commit yet.', AGAIN);
  }
  switch (status) {
    case 401:
      return new MistakeError(
        'GitHub does not accept the credentials of homeamp.',
        "Check that the token, or the app's id, installation and key, are right and not expired or revoked, and that the host's clock is right.",
      );
    case 403:
      return new MistakeError(
        `GitHub does not let homeamp ${call.does}.`,
        `Give its token or app the permission "${call.permission}", and check that single sign-on is granted where the organisation demands it.`,
      );
    case 404:
      return new MistakeError(
        `GitHub has nothing to show where homeamp has to ${call.does}.`,
        `Check the name of the repository; GitHub answers so too when the token or app has no rights to it ("${call.permission}").`,
      );
    case 410:
      return new MistakeError(
        `The repository has turned off what homeamp needs to ${call.does}.`,
        "Turn it on in the repository's settings.",
      );
    case 408:
    case 409:
      return new TransientError(`GitHub was busy when homeamp had to ${call.does}.`, AGAIN);
    default:
      return new MistakeError(
        `GitHub refuses what homeamp sends to ${call.does}.`,
        'Check the name of the repository and what is published to it.',
      );
  }
}
