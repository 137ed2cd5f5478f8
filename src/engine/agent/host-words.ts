import type { Fleet } from '../../core/model/desired-state.ts';
import { OperatingError } from '../../core/model/errors.ts';
import { isSafeName } from '../../core/model/instance.ts';
import type { Deployment } from '../../core/model/publication.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import type { Signer } from '../../ports/signer.ts';
import { readSigned, writeSigned } from '../signed-documents.ts';
import type { AgentHost } from './agent-host.ts';
import { wordsOf } from './stage-words.ts';

/** What other hosts say of a stage; undefined when they can't be asked at present. A host that says nothing is not in it. */
export type HostWords = (
  stage: string,
  hosts: readonly string[],
) => Promise<ReadonlyMap<string, string> | undefined>;

/** Hosts learn of each other through the forge's deployments, or where there is none through the reports. */
export function createHostWords(agent: AgentHost, rollout: Rollout): HostWords {
  return agent.forge.kind === 'none' ? byReports(agent, rollout) : byForge(agent, rollout.sha);
}

interface Rollout {
  readonly fleet: Pick<Fleet, 'hosts'>;
  readonly sha: CommitSha;
}

function byForge(agent: AgentHost, sha: CommitSha): HostWords {
  let asking: Promise<readonly Deployment[] | undefined> | undefined;
  return async (stage) => {
    asking ??= unlessAway(() => agent.forge.deployments.of(sha));
    const known = await asking;
    return known === undefined ? undefined : wordsOf(known, stage);
  };
}

function byReports(agent: AgentHost, { fleet, sha }: Rollout): HostWords {
  return async (stage, hosts) => {
    const words = new Map<string, string>();
    for (const host of hosts.filter(isSafeName)) {
      const told = await unlessAway(() => agent.reports.get(wordsKey(host)));
      const trusted = fleet.hosts.get(host)?.publicKey;
      const text = told === undefined ? undefined : wordsText(agent.signer, told, trusted);
      const word =
        text === undefined ? undefined : parseWords(text, { sha, signer: trusted && host }).get(stage);
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

const KIND = 'stage-words';
const MAX_BYTES = 64 * 1024;

/** What a host wrote there; where its key is known, only when that key signed it. */
function wordsText(signer: Signer, bytes: Uint8Array, trusted: string | undefined): string | undefined {
  if (bytes.length > MAX_BYTES) return undefined;
  const read = readSigned(signer, bytes, { trusted });
  if (read.kind === 'forged') return undefined;
  return trusted === undefined || read.kind === 'verified' ? read.text : undefined;
}

/** Of this commit alone, and of the signing host. Whatever else lies there, another host wrote it: nothing of it is believed but plain words. */
function parseWords(
  text: string,
  { sha, signer }: { readonly sha: CommitSha; readonly signer: string | undefined },
): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  const told = parseJson(text);
  if (typeof told !== 'object' || told === null || !('sha' in told) || !('words' in told)) return words;
  if (told.sha !== sha || typeof told.words !== 'object' || told.words === null) return words;
  if (signer !== undefined && !isSaidBy(told, signer)) return words;
  for (const [stage, word] of Object.entries(told.words)) {
    if (typeof word === 'string' && /^[a-z]{1,20}$/.test(word)) words.set(stage, word);
  }
  return words;
}

/** A host's key signs other things as well, and the same key may be somebody's by mistake. */
function isSaidBy(told: object, host: string): boolean {
  return 'kind' in told && told.kind === KIND && 'host' in told && told.host === host;
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
  const told = { kind: KIND, host: agent.name, sha, words: Object.fromEntries(words) };
  await agent.reports.put(wordsKey(agent.name), writeSigned(agent.signer, told));
}
