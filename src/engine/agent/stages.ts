import type { Fleet } from '../../core/model/desired-state.ts';
import { OperatingError } from '../../core/model/errors.ts';
import type { BlockedReason } from '../../core/model/plan.ts';
import type { Deployment } from '../../core/model/publication.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import type { AgentHost } from './agent-host.ts';

/** How far a host is with a stage. The word is what other hosts read in the deployment's statuses. */
export const STAGE_WORDS = { done: 'done', waits: 'waits', failed: 'failed' } as const;
export type StageWord = (typeof STAGE_WORDS)[keyof typeof STAGE_WORDS];

/** Hosts that have managed instances in the stage, sorted. */
export function hostsOfStage(fleet: Fleet, stage: string): readonly string[] {
  const hosts = [...fleet.instances.values()]
    .filter((instance) => instance.managed && instance.stage === stage)
    .map((instance) => instance.host);
  return [...new Set(hosts)].sort();
}

/** The newest word of each host in the deployments of one stage. */
export function wordsOf(deployments: readonly Deployment[], stage: string): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  for (const deployment of deployments) {
    if (deployment.stage !== stage) continue;
    for (const { description } of deployment.statuses) {
      const [, host, word] = /^([A-Za-z0-9_-]{1,64}): ([a-z]{1,20})/.exec(description) ?? [];
      if (host !== undefined && word !== undefined) words.set(host, word);
    }
  }
  return words;
}

/** Watches a revision climb its stages: which of them are done on every host. */
export interface StageWatch {
  /** What this host has found of its own instances. */
  tell(stage: string, word: StageWord): void;
  /** Why instances of this stage must wait; undefined when every stage before it is done. */
  waitFor(stage: string): Promise<BlockedReason | undefined>;
}

export interface Rollout {
  readonly fleet: Fleet;
  readonly sha: CommitSha;
}

export function watchStages(agent: AgentHost, { fleet, sha }: Rollout): StageWatch {
  const own = new Map<string, StageWord>();
  let asking: Promise<readonly Deployment[] | undefined> | undefined;
  const deployments = () => {
    asking ??= askForge(agent, sha);
    return asking;
  };
  return {
    tell: (stage, word) => void own.set(stage, word),
    async waitFor(stage) {
      for (const earlier of fleet.stages.slice(0, Math.max(0, fleet.stages.indexOf(stage)))) {
        const others = hostsOfStage(fleet, earlier).filter((host) => host !== agent.name);
        const ownWord = own.get(earlier);
        if (ownWord !== undefined && ownWord !== STAGE_WORDS.done) return waiting(earlier, [agent.name]);
        if (others.length === 0 || agent.forge.kind === 'none') continue;
        const known = await deployments();
        if (known === undefined) return UNKNOWN;
        const words = wordsOf(known, earlier);
        const missing = others.filter((host) => words.get(host) !== STAGE_WORDS.done);
        if (missing.length > 0) return waiting(earlier, missing);
      }
      return undefined;
    },
  };
}

async function askForge(agent: AgentHost, sha: CommitSha): Promise<readonly Deployment[] | undefined> {
  try {
    return await agent.forge.deployments.of(sha);
  } catch (failure) {
    if (failure instanceof OperatingError) return undefined;
    throw failure;
  }
}

const MAX_NAMED = 5;

function waiting(stage: string, hosts: readonly string[]): BlockedReason {
  const more = hosts.length > MAX_NAMED ? ` and ${hosts.length - MAX_NAMED} more` : '';
  return {
    code: 'stage',
    message: `stage ${stage} is not done on ${hosts.slice(0, MAX_NAMED).join(', ')}${more}`,
    help: `Look at the instances of stage ${stage} on these hosts; this one follows by itself when they are done.`,
  };
}

const UNKNOWN: BlockedReason = {
  code: 'stage',
  message: 'how far other hosts are with the stages before can not be looked up at present',
  help: 'Nothing to do: the agent asks again.',
};
