import type { Annotation, CommitStatus } from '../../core/model/publication.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import type { CommonPart } from '../../core/report/common-part.ts';
import type { PostSection } from '../../core/report/fleet-post.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Notes } from '../../ports/notes.ts';
import { sha256 } from '../digest.ts';
import type { StageWord } from './stage-words.ts';

/** Something that this host wants to be read on the forge. Only the newest of a name counts. */
export type Message =
  | { readonly kind: 'status'; readonly sha: CommitSha; readonly status: CommitStatus }
  | {
      readonly kind: 'pull-post';
      readonly number: number;
      readonly section: PostSection;
      /** As of `SharedPost`. */
      readonly common?: CommonPart | undefined;
    }
  | { readonly kind: 'drift-post'; readonly section: PostSection }
  | {
      readonly kind: 'deployment';
      readonly sha: CommitSha;
      readonly stage: string;
      readonly word: StageWord;
      /** Hosts that have instances in the stage. */
      readonly hosts: readonly string[];
    }
  | {
      readonly kind: 'annotations';
      readonly sha: CommitSha;
      readonly annotations: readonly Annotation[];
    };

export interface Envelope {
  readonly message: Message;
  /** When it was last changed, in milliseconds since 1970, UTC. */
  readonly at: number;
  /** `refused`: the forge does not let us; tried again with every scan, and when the message changes. */
  readonly state: 'waiting' | 'delivered' | 'refused';
}

/** Messages by name, kept on disk until they arrived: a forge that is away gets them later, once. */
export interface Outbox {
  /** The same message again changes nothing. */
  put(message: Message): void;
  get(name: string): Envelope | undefined;
  names(): readonly string[];
  mark(name: string, state: Envelope['state']): void;
}

const PREFIX = 'outbox/';
const KEPT = 400;

export function createOutbox(notes: Notes, clock: Clock): Outbox {
  const get = (name: string): Envelope | undefined => {
    const text = notes.get(`${PREFIX}${name}`);
    return text === undefined ? undefined : (JSON.parse(text) as Envelope);
  };
  const write = (name: string, envelope: Envelope) => notes.put(`${PREFIX}${name}`, JSON.stringify(envelope));
  const names = () => notes.names(PREFIX).map((name) => name.slice(PREFIX.length));
  return {
    put(message) {
      const name = nameOf(message);
      const known = get(name);
      if (known !== undefined && JSON.stringify(known.message) === JSON.stringify(message)) return;
      write(name, { message, at: clock.now(), state: 'waiting' });
      prune(names(), get, (old) => notes.put(`${PREFIX}${old}`, undefined));
    },
    get,
    names,
    mark(name, state) {
      const known = get(name);
      if (known !== undefined && known.state !== state) write(name, { ...known, state });
    },
  };
}

export function nameOf(message: Message): string {
  switch (message.kind) {
    case 'status':
      return `status/${message.sha}`;
    case 'pull-post':
      return `pull/${message.number}`;
    case 'drift-post':
      return 'drift';
    case 'deployment':
      return `deployment/${message.sha}/${message.stage}`;
    case 'annotations':
      return `annotations/${message.sha}`;
  }
}

/** A section with the digest that tells it from others of the host. */
export function sealSection(section: Omit<PostSection, 'digest'>): PostSection {
  return { ...section, digest: sha256(JSON.stringify(section)).slice(0, 16) };
}

/** Forgets the oldest that arrived, beyond a number that no steady fleet reaches. */
function prune(
  names: readonly string[],
  get: (name: string) => Envelope | undefined,
  forget: (name: string) => void,
): void {
  if (names.length <= KEPT) return;
  const settled = names
    .map((name) => ({ name, envelope: get(name) }))
    .filter(({ envelope }) => envelope?.state !== 'waiting')
    .sort((a, b) => (a.envelope?.at ?? 0) - (b.envelope?.at ?? 0));
  for (const { name } of settled.slice(0, names.length - KEPT)) forget(name);
}
