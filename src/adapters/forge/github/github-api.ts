import type { Octokit } from '@octokit/core';
import * as z from 'zod';
import {
  type Asked,
  createGitHubClient,
  type GitHubClient,
  type GitHubClientOptions,
  type Outcome,
  type Sent,
} from './github-client.ts';
import { type Call, refusal, tooMany } from './github-failures.ts';

interface Question<T> {
  readonly call: Call;
  /** Only the fields in use; GitHub adds others as it likes. */
  readonly answer: z.ZodType<T>;
  send(octokit: Octokit, asked: Asked): Promise<Sent>;
}

interface ListQuestion<T> {
  readonly call: Call;
  readonly item: z.ZodType<T>;
  /** The first thousand will do. Otherwise more is a `MistakeError`, since what is missing would be acted upon. */
  readonly mayBePart?: true;
  send(octokit: Octokit, asked: Asked & { readonly per_page: number; readonly page: number }): Promise<Sent>;
}

/** GitHub's API as the forge uses it: every answer checked, every failure one of core/model/errors.ts. */
export interface GitHubApi {
  ask<T>(question: Question<T>): Promise<T>;
  /** Undefined when GitHub says that the thing itself is not there (any more). */
  askIfThere<T>(question: Question<T>): Promise<T | undefined>;
  /** Undefined when GitHub does not let us, or shows us no such thing. */
  askIfAllowed<T>(question: Question<T>): Promise<T | undefined>;
  /** Undefined when GitHub refuses to make it, as it does for what is there already. */
  askIfNew<T>(question: Question<T>): Promise<T | undefined>;
  /** At most a thousand. */
  list<T>(question: ListQuestion<T>): Promise<readonly T[]>;
  /** A hundred at a time, for asking no further than needed. */
  pages<T>(question: ListQuestion<T>): AsyncIterable<readonly T[]>;
  readonly token: GitHubClient['token'];
}

const PER_PAGE = 100;
const MAX_PAGES = 10;
const GONE: readonly number[] = [404, 410];
const NOT_ALLOWED: readonly number[] = [403, 404];
const NOT_NEW: readonly number[] = [422];

/** Throws `MistakeError` for settings that can't work; nothing is asked yet. */
export function createGitHubApi(options: GitHubClientOptions): GitHubApi {
  const client = createGitHubClient(options);
  const askUnless = async <T>(question: Question<T>, absence: readonly number[]): Promise<T | undefined> => {
    const outcome = await client.send(question.call, question.send);
    if (outcome.kind === 'refused' && absence.includes(outcome.status)) return undefined;
    return client.read(question.answer, answered(question.call, outcome).data);
  };
  return {
    ask: async ({ call, answer, send }) =>
      client.read(answer, answered(call, await client.send(call, send)).data),
    askIfThere: (question) => askUnless(question, GONE),
    askIfAllowed: (question) => askUnless(question, NOT_ALLOWED),
    askIfNew: (question) => askUnless(question, NOT_NEW),
    list: async (question) => {
      const items = [];
      for await (const page of readPages(client, question)) items.push(...page);
      return items;
    },
    pages: (question) => readPages(client, question),
    token: client.token,
  };
}

/** Counts pages itself instead of following the addresses in an answer, which could lead elsewhere with our token. */
async function* readPages<T>(client: GitHubClient, question: ListQuestion<T>): AsyncGenerator<readonly T[]> {
  const { call, item, send } = question;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const outcome = await client.send(call, (octokit, asked) =>
      send(octokit, { ...asked, per_page: PER_PAGE, page }),
    );
    const { data, hasNext } = answered(call, outcome);
    yield client.read(z.array(item).max(PER_PAGE), data);
    if (!hasNext) return;
  }
  if (question.mayBePart === undefined) throw tooMany(call);
}

function answered(call: Call, outcome: Outcome): Extract<Outcome, { kind: 'answered' }> {
  if (outcome.kind === 'refused') throw refusal(call, outcome.status);
  return outcome;
}
