import { OperatingError } from '../../core/model/errors.ts';
import { isSafeName } from '../../core/model/instance.ts';
import type { Deployment } from '../../core/model/publication.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import type { AgentHost } from './agent-host.ts';
import { wordsOf } from './stage-words.ts';

/** What other hosts say of a stage; undefined when they can't be asked at present. A host that says nothing is not in it. */
export type HostWords = (
  stage: string,
  hosts: readonly string[],
) => Promise<ReadonlyMap<string, string> | undefined>;

/** Hosts learn of each other through the forge's deployments, or where there is none through the reports. */
export function createHostWords(agent: AgentHost, sha: CommitSha): HostWords {
  return agent.forge.kind === 'none' ? byReports(agent, sha) : byForge(agent, sha);
}

function byForge(agent: AgentHost, sha: CommitSha): HostWords {
  let asking: Promise<readonly Deployment[] | undefined> | undefined;
  return async (stage) => {
    asking ??= unlessAway(() => agent.forge.deployments.of(sha));
    const known = await asking;
    return known === undefined ? undefined : wordsOf(known, stage);
  };
}

function byReports(agent: AgentHost, sha: CommitSha): HostWords {
  return async (stage, hosts) => {
    const words = new Map<string, string>();
    for (const host of hosts.filter(isSafeName)) {
      const told = await unlessAway(() => agent.reports.get(wordsKey(host)));
      const word = told === undefined ? undefined : parseWords(told, sha).get(stage);
      if (word !== undefined) words.set(host, word);
    }
    return words;
  };
}

async function unlessAway<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (failure) {
    if (failure instanceof OperatingError) return undefined;
    throw failure;
  }
}

/** Where a host keeps its words among the reports. */
function wordsKey(host: string): string {
  return `${host}/stages.json`;
}

const MAX_BYTES = 64 * 1024;

/** Of this commit alone. Whatever else lies there, another host wrote it: nothing of it is believed but plain words. */
function parseWords(bytes: Uint8Array, sha: CommitSha): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  const told = bytes.length > MAX_BYTES ? undefined : parseJson(Buffer.from(bytes).toString('utf8'));
  if (typeof told !== 'object' || told === null || !('sha' in told) || !('words' in told)) return words;
  if (told.sha !== sha || typeof told.words !== 'object' || told.words === null) return words;
  for (const [stage, word] of Object.entries(told.words)) {
    if (typeof word === 'string' && /^[a-z]{1,20}$/.test(word)) words.set(stage, word);
  }
  return words;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Tells the other hosts how far this one is. */
export async function publishWords(
  agent: AgentHost,
  sha: CommitSha,
  words: ReadonlyMap<string, string>,
): Promise<void> {
  const text = `${JSON.stringify({ sha, words: Object.fromEntries(words) })}\n`;
  await agent.reports.put(wordsKey(agent.name), Buffer.from(text));
}
