import { MistakeError, type OperatingError, TransientError } from '../../core/model/errors.ts';
import type { GitResult } from './run-git.ts';
import { scrubCredentials } from './scrub-credentials.ts';

interface Cause {
  /** How git, ssh or curl words it in the C locale; they have no codes for it. */
  readonly sign: RegExp;
  readonly kind: 'mistake' | 'transient';
  readonly says: string;
  readonly next: string;
}

const CAUSES: readonly Cause[] = [
  {
    sign: /Host key verification failed|REMOTE HOST IDENTIFICATION HAS CHANGED/,
    kind: 'mistake',
    says: 'shows a host key that the list of known hosts does not have.',
    next: 'Compare the fingerprint with the one that its owner publishes, then put the key into known_hosts.',
  },
  {
    sign: /Authentication failed|could not read (?:Username|Password)|returned error: 40[137]|Permission denied \(|Too many authentication failures/,
    kind: 'mistake',
    says: 'refuses the credentials.',
    next: 'Check that they are still valid and may read this repository.',
  },
  {
    sign: /returned error: 30\d|unable to update url base from redirection/,
    kind: 'mistake',
    says: 'sends on to another address, which is not followed.',
    next: 'Name the new address; a renamed repository, or one without .git at its end, is answered so.',
  },
  {
    sign: /repository '[^'\n]*' not found|returned error: 404|Repository not found|does not appear to be a git repository/i,
    kind: 'mistake',
    says: 'is not there, or is hidden from these credentials.',
    next: 'Check the address, and that the credentials may read the repository.',
  },
  {
    sign: /dubious ownership/,
    kind: 'mistake',
    says: 'belongs to another user, so git does not read it.',
    next: 'Run homeamp as its owner, or let git trust it with `safe.directory` in the configuration of this user.',
  },
  {
    sign: /SSL certificate|certificate verif|certificate has expired/i,
    kind: 'mistake',
    says: 'shows a certificate that this host does not trust.',
    next: 'Check the clock of this host and its list of certificates.',
  },
  {
    sign: /No space left on device|Disk quota exceeded/,
    kind: 'transient',
    says: "can't be fetched: the disk is full.",
    next: 'Make room where the state folder lies.',
  },
];

const UNREACHABLE = {
  kind: 'transient',
  says: "can't be reached.",
  next: 'Check the address and the network; `git ls-remote` with this address tells more.',
} as const;

/** A failure with a text that is the same for the same cause, or undefined for a cause that git's words do not give. */
export function knownFailure(name: string, result: GitResult): OperatingError | undefined {
  const said = ownWords(result);
  const cause = CAUSES.find(({ sign }) => sign.test(said));
  return cause === undefined ? undefined : failureOf(name, cause, said);
}

/** The same, where everything else counts as a remote that is away. What git said is the error's cause. */
export function remoteFailure(name: string, result: GitResult): OperatingError {
  return knownFailure(name, result) ?? failureOf(name, UNREACHABLE, ownWords(result));
}

/** For a fetch that failed though the remote answers. */
export function fetchFailure(name: string, result: GitResult): OperatingError {
  const cause = {
    kind: 'transient',
    says: "can't be fetched.",
    next: 'Check the room on the disk and the rights on the state folder.',
  } as const;
  return knownFailure(name, result) ?? failureOf(name, cause, ownWords(result));
}

function failureOf(name: string, { kind, says, next }: Omit<Cause, 'sign'>, said: string): OperatingError {
  const message = `${name} ${says}`;
  if (kind === 'mistake') return new MistakeError(message, next);
  return new TransientError(message, next, { cause: new Error(said.slice(0, 500)) });
}

/** Without the lines that the server wrote, which could pretend any cause. */
function ownWords(result: GitResult): string {
  const lines = result.stderr.split('\n').filter((line) => !line.startsWith('remote:'));
  return scrubCredentials(lines.join('\n').trim());
}
