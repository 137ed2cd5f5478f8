import { MistakeError, TransientError } from '../../core/model/errors.ts';
import type { DeploymentStatus } from '../../core/model/publication.ts';
import { DRIFT_POST, PULL_POST } from '../../core/report/fleet-post.ts';
import { type AgentHost, statusContext } from './agent-host.ts';
import { ensureSection } from './ensure-section.ts';
import type { Message, Outbox } from './outbox.ts';
import { STAGE_WORDS, wordsOf } from './stage-words.ts';

/** What is left after everything was tried. */
export interface Delivery {
  readonly failure: TransientError | undefined;
}

interface DeliveryOptions {
  readonly isWatched: (name: string) => boolean;
  readonly shouldStop: () => boolean;
  /** Try again what was refused: a token may have been renewed, or a permission given. */
  readonly retriesRefused: boolean;
}

/**
 * Hands over what waits in the outbox, and looks again at the posts that other hosts write to as well. A forge that is
 * away, or a wish to stop, ends it: the rest waits for the next pass.
 */
export async function deliver(
  agent: AgentHost,
  outbox: Outbox,
  { isWatched, shouldStop, retriesRefused }: DeliveryOptions,
): Promise<Delivery> {
  for (const name of outbox.names().toSorted(byUrgency)) {
    if (shouldStop()) break;
    const envelope = outbox.get(name);
    if (envelope === undefined) continue;
    if (envelope.state === 'refused' && !(retriesRefused && isNeeded(envelope.message))) continue;
    if (envelope.state === 'delivered' && !isWatched(name)) continue;
    // Nothing tells whether a lost answer meant that they are there, and the status says the same: better none than two.
    if (envelope.message.kind === 'annotations') outbox.mark(name, 'delivered');
    try {
      const isSettled = await handOver(agent, envelope.message);
      outbox.mark(name, isSettled ? 'delivered' : 'waiting');
    } catch (failure) {
      if (failure instanceof TransientError) return { failure };
      if (!(failure instanceof MistakeError)) throw failure;
      outbox.mark(name, 'refused');
      agent.log.warn('the forge refuses a message', { about: envelope.message.kind, why: failure.message });
    }
  }
  return { failure: undefined };
}

/** Annotations need a permission that many tokens are never given, and the status says the same. */
function isNeeded({ kind }: Message): boolean {
  return kind !== 'annotations';
}

const URGENCY = ['status', 'pull', 'drift', 'deployment', 'annotations'];

/** What people wait for comes first, should the forge stop listening in between. */
function byUrgency(a: string, b: string): number {
  const urgencyOf = (name: string) => URGENCY.indexOf(name.split('/')[0] ?? '');
  return urgencyOf(a) - urgencyOf(b);
}

/** False when it has to be looked at again at the next pass. */
async function handOver(agent: AgentHost, message: Message): Promise<boolean> {
  const { forge } = agent;
  switch (message.kind) {
    case 'status': {
      const context = statusContext(agent.name);
      const known = await forge.statuses.latest(message.sha, context);
      const isSame =
        known?.state === message.status.state && known.description === message.status.description;
      if (!isSame) await forge.statuses.set(message.sha, context, message.status);
      return true;
    }
    case 'pull-post': {
      const thread = { kind: 'pull', number: message.number } as const;
      const { section, common } = message;
      await ensureSection(forge.posts, { thread, kind: PULL_POST, section, common });
      return true;
    }
    case 'drift-post':
      await ensureSection(forge.posts, {
        thread: { kind: 'drift' },
        kind: DRIFT_POST,
        section: message.section,
      });
      return true;
    case 'annotations':
      await forge.annotations.publish(message.sha, statusContext(agent.name), message.annotations);
      return true;
    case 'deployment':
      return handOverDeployment(agent, message);
  }
}

/**
 * A deployment's state is that of its newest status, and hosts know nothing of each other: each says its own word, and
 * the last one to be done, or else the first by name, says that all are.
 */
async function handOverDeployment(
  agent: AgentHost,
  message: Extract<Message, { kind: 'deployment' }>,
): Promise<boolean> {
  const { deployments } = agent.forge;
  const known = await deployments.of(message.sha);
  const own = known.filter((deployment) => deployment.stage === message.stage);
  // Hosts that find none at the same moment make several. People may look at any of them, so all say the same.
  const shown = own.length > 0 ? own : [await deployments.create(message.sha, message.stage)];
  const words = new Map(wordsOf(own, message.stage));
  const isTold = words.get(agent.name) === message.word;
  words.set(agent.name, message.word);
  const state = stateOf(message.hosts, words);
  const isFirst = message.hosts.find((host) => words.get(host) === message.word) === agent.name;
  for (const deployment of shown) {
    const isShown = deployment.statuses.at(-1)?.state === state;
    if (isTold && (isShown || !isFirst)) continue;
    await deployments.addStatus(deployment, { state, description: `${agent.name}: ${message.word}` });
  }
  const isOwnToFollow = message.word === STAGE_WORDS.waits || message.word === STAGE_WORDS.soaks;
  return isOwnToFollow || state !== 'in_progress';
}

function stateOf(hosts: readonly string[], words: ReadonlyMap<string, string>): DeploymentStatus['state'] {
  if ([...words.values()].includes(STAGE_WORDS.failed)) return 'failure';
  return hosts.every((host) => words.get(host) === STAGE_WORDS.done) ? 'success' : 'in_progress';
}
