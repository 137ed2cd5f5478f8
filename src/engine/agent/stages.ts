import type { Fleet } from '../../core/model/desired-state.ts';
import type { BlockedReason } from '../../core/model/plan.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import type { AgentHost } from './agent-host.ts';
import { createHostWords } from './host-words.ts';
import { STAGE_WORDS, type StageWord } from './stage-words.ts';

/** Hosts that have managed instances in the stage, sorted. */
export function hostsOfStage(fleet: Fleet, stage: string): readonly string[] {
  const hosts = [...fleet.instances.values()]
    .filter((instance) => instance.managed && instance.stage === stage)
    .map((instance) => instance.host);
  return [...new Set(hosts)].sort();
}

/** Watches a revision climb its stages: which of them are done on every host. */
export interface StageWatch {
  /** What this host has found of its own instances. */
  tell(stage: string, word: StageWord): void;
  /**
   * Why instances of this stage must wait; undefined when every stage before it is done and no host failed in it.
   */
  waitFor(stage: string): Promise<BlockedReason | undefined>;
  /** Those of these hosts that are not done with the stage; all of them where nobody can be asked. */
  missingOf(stage: string, hosts: readonly string[]): Promise<readonly string[]>;
}

export interface Rollout {
  readonly fleet: Fleet;
  readonly sha: CommitSha;
}

type Words = ReadonlyMap<string, string>;

export function watchStages(agent: AgentHost, { fleet, sha }: Rollout): StageWatch {
  const own = new Map<string, StageWord>();
  const wordsOfOthers = createHostWords(agent, { fleet, sha });
  const isByReports = agent.forge.kind === 'none';
  const waiting = (stage: string, words: Words, hosts: readonly string[]): BlockedReason => ({
    code: 'stage',
    message: notDoneText(stage, words, hosts),
    help: isByReports && !hosts.some((host) => words.has(host)) ? SHARE_REPORTS : helpOf(stage),
  });
  const othersIn = (stage: string) => hostsOfStage(fleet, stage).filter((host) => host !== agent.name);

  async function waitForEarlier(stage: string): Promise<BlockedReason | undefined> {
    const others = othersIn(stage);
    const words = others.length === 0 ? new Map<string, string>() : await wordsOfOthers(stage, others);
    if (words === undefined) return UNKNOWN;
    const ownWord = own.get(stage);
    // A host that has nothing of the stage has no word and holds nobody up.
    const all = ownWord === undefined ? words : new Map([...words, [agent.name, ownWord]]);
    const missing = [...others, ...(ownWord === undefined ? [] : [agent.name])].filter(
      (host) => all.get(host) !== STAGE_WORDS.done,
    );
    return missing.length === 0 ? undefined : waiting(stage, all, missing);
  }

  async function stoppedIn(stage: string): Promise<BlockedReason | undefined> {
    const others = othersIn(stage);
    const words = others.length === 0 ? undefined : await wordsOfOthers(stage, others);
    const failed = others.filter((host) => words?.get(host) === STAGE_WORDS.failed);
    return words === undefined || failed.length === 0 ? undefined : waiting(stage, words, failed);
  }

  return {
    tell: (stage, word) => void own.set(stage, word),
    async waitFor(stage) {
      for (const earlier of fleet.stages.slice(0, Math.max(0, fleet.stages.indexOf(stage)))) {
        const reason = await waitForEarlier(earlier);
        if (reason !== undefined) return reason;
      }
      return stoppedIn(stage);
    },
    async missingOf(stage, hosts) {
      const words: Words = (await wordsOfOthers(stage, hosts)) ?? new Map();
      return hosts.filter((host) => words.get(host) !== STAGE_WORDS.done);
    },
  };
}

const MAX_NAMED = 5;

function notDoneText(stage: string, words: Words, hosts: readonly string[]): string {
  const named = hosts.slice(0, MAX_NAMED).map((host) => namedHost(host, words.get(host)));
  const more = hosts.length > MAX_NAMED ? ` and ${hosts.length - MAX_NAMED} more` : '';
  return `stage ${stage} is not done on ${named.join(', ')}${more}`;
}

function helpOf(stage: string): string {
  return `Look at the instances of stage ${stage} on these hosts; this one follows by itself when they are done.`;
}

const SHARE_REPORTS =
  'Without a forge hosts learn of each other through `store.reports` in agent.yaml: name a folder that all of them share, and look whether the agents there run.';

/** A host that waits or never said a word is just not done; what else it said is told. */
function namedHost(host: string, word: string | undefined): string {
  return word === STAGE_WORDS.soaks || word === STAGE_WORDS.failed ? `${host} (${word})` : host;
}

const UNKNOWN: BlockedReason = {
  code: 'stage',
  message: 'how far other hosts are with the stages before can not be looked up at present',
  help: 'Nothing to do: the agent asks again.',
};
