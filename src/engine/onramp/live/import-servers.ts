import { MistakeError } from '../../../core/model/errors.ts';
import { type InstanceId, isInstanceNamed } from '../../../core/model/instance.ts';
import type { CollectGuess } from '../../../core/onramp/collect/collect-guess.ts';
import { describeFleet } from '../../../core/onramp/describe-fleet.ts';
import type { DescribeOptions, Description } from '../../../core/onramp/description.ts';
import type { SeenFleet } from '../../../core/onramp/seen-fleet.ts';
import { writeRepository } from '../../../core/source/write/write-repository.ts';
import { type CollectRequest, collectServers } from './collect-servers.ts';
import type { SightOfServers } from './proof-host.ts';
import { type Proof, proveRepository } from './prove-repository.ts';
import { differingKeys, lostKeys } from './released-keys.ts';

export interface ImportRequest extends Pick<CollectRequest, 'hosts' | 'own' | 'leave'> {
  readonly options: Pick<DescribeOptions, 'threshold' | 'proposeGroups' | 'stages'>;
  /** Group → its instances as people name them. */
  readonly groups: ReadonlyMap<string, readonly string[]>;
  readonly onStep: (step: ImportStep, done: number, total: number) => void;
}

export type ImportStep = 'reading' | 'describing' | 'proving';

export interface ImportedServers {
  readonly seen: SeenFleet;
  readonly description: Description;
  /** Of `desired-state/` and templates, by path in the repository. */
  readonly files: ReadonlyMap<string, string>;
  readonly guesses: readonly (CollectGuess | Description['guesses'][number])[];
  /** Settings files that were read. */
  readonly read: number;
  readonly proof: Extract<Proof, { kind: 'empty' }>;
}

/** Each round leaves out every key that the last one showed to be wrong, so that a few are enough. */
const MOST_ROUNDS = 8;

/**
 * Describes servers as a repository and proves that its plan on them is empty. Keys that can't be written down, or do not
 * come back as they are, are left to the servers and told.
 */
export async function importServers(sight: SightOfServers, request: ImportRequest): Promise<ImportedServers> {
  const { hosts, onStep } = request;
  const collected = await collectServers(sight, {
    ...request,
    onInstance: (done, total) => onStep('reading', done, total),
  });
  const { seen, guesses, files: read } = collected;
  const options: DescribeOptions = {
    ...request.options,
    groups: groupsOf(seen, request.groups),
    own: request.own.map(toKeyGlob),
    leave: request.leave.map(toKeyGlob),
  };
  const released = new Map<string, CollectGuess>();
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    onStep('describing', round - 1, MOST_ROUNDS);
    const description = describeFleet(seen, { ...options, leave: [...options.leave, ...released.keys()] });
    const { files, unwritten } = writeRepository(description.draft);
    const { secrets } = description;
    const proof = await proveRepository(sight, {
      files,
      hosts,
      secrets,
      onInstance: (done, total) => onStep('proving', done, total),
    });
    const lost = lostKeys(seen, description.draft, unwritten);
    const differing =
      proof.kind === 'differs' ? differingKeys(seen, proof.keys) : new Map<string, CollectGuess>();
    const fresh = [...lost, ...differing].filter(([glob]) => !released.has(glob));
    if (proof.kind === 'empty' && fresh.length === 0)
      return {
        seen,
        description,
        files,
        read,
        proof,
        guesses: [...guesses, ...description.guesses, ...released.values()],
      };
    if (fresh.length === 0) break;
    for (const [glob, guess] of fresh) released.set(glob, guess);
  }
  throw new MistakeError(
    'What was read can not be described so that nothing differs.',
    'Leave out the plugins that the guesses name with --leave, and report what is odd about them.',
  );
}

/** `CMI` and `CMI:config.yml` stand for all of their keys. */
function toKeyGlob(glob: string): string {
  const parts = glob.split(':');
  return parts.length < 3 ? `${glob}${':*'.repeat(3 - parts.length)}` : glob;
}

function groupsOf(seen: SeenFleet, groups: ImportRequest['groups']): DescribeOptions['groups'] {
  const idOf = (group: string, name: string): InstanceId => {
    const [found, second] = seen.instances.filter(({ id }) => isInstanceNamed(id, name));
    if (found !== undefined && second === undefined) return found.id;
    throw new MistakeError(
      found === undefined
        ? `The group ${group} names ${name}, and no instance of this name was found.`
        : `The group ${group} names ${name}, and several hosts have an instance of this name.`,
      'Write --group NAME=INSTANCE,INSTANCE, with HOST/ in front of a name where hosts share it.',
    );
  };
  return new Map([...groups].map(([group, names]) => [group, names.map((name) => idOf(group, name))]));
}
