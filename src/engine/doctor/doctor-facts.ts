import type { DesiredState, Fleet } from '../../core/model/desired-state.ts';
import { OperatingError } from '../../core/model/errors.ts';
import type { CommitSha } from '../../core/model/revision.ts';
import type { RepositorySecrets } from '../../core/model/secret-recipients.ts';
import type { AmpInstance } from '../../ports/amp-access.ts';
import type { ForgeAccount } from '../../ports/forge-access.ts';
import type { LocalInstance } from '../../ports/local-instances.ts';
import type { JournalEntry } from '../../ports/state-store.ts';
import { type AcceptedRevision, readAccepted } from '../agent/accepted-revision.ts';
import { type ValidatedRepository, validateRepository } from '../load-desired-state.ts';
import type { DoctorParts, Given } from './doctor-parts.ts';

/** Something that several checks need and one of them tells about: known, or why it can't be. */
export type Fact<T> =
  | { readonly kind: 'known'; readonly value: T }
  /** `why` is for those that need it; `failure` for the one that tells, where it was asked for. */
  | { readonly kind: 'unknown'; readonly why: string; readonly failure: OperatingError | undefined };

/** What several checks need, each asked for once however many do. */
export interface DoctorFacts {
  /** The branch's newest commit, its objects here. */
  tip(): Promise<Fact<CommitSha>>;
  /** What the state remembers. */
  state(): Promise<Fact<StateFacts>>;
  /** The repository at the tip with all its mistakes. */
  repository(): Promise<Fact<ValidatedRepository>>;
  /** What the tip says, where it has no mistake. */
  desired(): Promise<Fact<DesiredState>>;
  /** The fleet as this host has taken it: a commit that no gate let through says nothing here. */
  takenFleet(): Promise<Fact<Fleet>>;
  /** The secrets beside it. */
  takenSecrets(): Promise<Fact<RepositorySecrets>>;
  locals(): Fact<readonly LocalInstance[]>;
  /** Who homeamp is at the forge: known only where the forge answers and takes it. */
  account(): Promise<Fact<ForgeAccount>>;
  /** What AMP lists: known only where it answers and takes the account. */
  ampInstances(): Promise<Fact<readonly AmpInstance[]>>;
}

export interface StateFacts {
  readonly accepted: AcceptedRevision | undefined;
  readonly unfinished: readonly JournalEntry[];
}

export function createFacts(parts: DoctorParts): DoctorFacts {
  const tip = once(() => tipOf(parts));
  const state = once(() => stateOf(parts));
  const repository = once(async () => repositoryAt(parts, await tip()));
  const taken = once(async () => takenOf(parts, await state()));
  return {
    tip,
    state,
    repository,
    desired: once(async () => desiredOf(await repository())),
    takenFleet: once(async () => fleetOf(await taken())),
    takenSecrets: once(async () => secretsOf(await taken())),
    locals: onceNow(() => localsOf(parts)),
    account: once(() => ask(parts.forge, 'the forge is away or refuses homeamp', (forge) => forge.account())),
    ampInstances: once(() => ask(parts.amp, 'AMP is away or refuses homeamp', (amp) => amp.instances())),
  };
}

export function known<T>(value: T): Fact<T> {
  return { kind: 'known', value };
}

export function unknown(why: string, failure?: OperatingError): Extract<Fact<never>, { kind: 'unknown' }> {
  return { kind: 'unknown', why, failure };
}

/** A failure that is expected becomes a fact that is unknown. */
export async function attempt<T>(why: string, ask: () => Promise<T>): Promise<Fact<T>> {
  try {
    return known(await ask());
  } catch (failure) {
    if (failure instanceof OperatingError) return unknown(why, failure);
    throw failure;
  }
}

async function ask<Part, T>(
  given: Given<Part>,
  why: string,
  question: (part: Part) => Promise<T>,
): Promise<Fact<T>> {
  return given.kind === 'given' ? attempt(why, () => question(given.value)) : unknown(given.why);
}

async function tipOf({ repository }: DoctorParts): Promise<Fact<CommitSha>> {
  if (repository.kind === 'not-given') return unknown(repository.why);
  return attempt('the repository can’t be asked', () => repository.value.branch.refresh());
}

async function stateOf({ state }: DoctorParts): Promise<Fact<StateFacts>> {
  if (state.kind === 'not-given') return unknown(state.why);
  return attempt('the state can’t be read', async () => {
    const { notes, journal, close } = await state.value.open();
    try {
      return { accepted: readAccepted(notes), unfinished: journal.unfinished() };
    } finally {
      await close();
    }
  });
}

async function repositoryAt(
  { repository }: DoctorParts,
  tip: Fact<CommitSha>,
): Promise<Fact<ValidatedRepository>> {
  if (repository.kind === 'not-given') return unknown(repository.why);
  if (tip.kind === 'unknown') return unknown(tip.why);
  const { history, workbooks } = repository.value;
  return attempt('the repository can’t be read', () =>
    validateRepository(history.at(tip.value), workbooks, undefined),
  );
}

function desiredOf(repository: Fact<ValidatedRepository>): Fact<DesiredState> {
  if (repository.kind === 'unknown') return unknown(repository.why);
  const { desired } = repository.value;
  return desired === undefined ? unknown('the repository has mistakes') : known(desired);
}

async function takenOf(
  { repository }: DoctorParts,
  state: Fact<StateFacts>,
): Promise<Fact<ValidatedRepository>> {
  if (repository.kind === 'not-given') return unknown(repository.why);
  if (state.kind === 'unknown') return unknown(state.why);
  const { accepted } = state.value;
  if (accepted === undefined) return unknown('this host has not taken any revision yet');
  const { history, workbooks } = repository.value;
  return attempt('the revision that this host has taken can’t be read', () =>
    validateRepository(history.at(accepted.sha), workbooks, undefined),
  );
}

function fleetOf(taken: Fact<ValidatedRepository>): Fact<Fleet> {
  const desired = desiredOf(taken);
  return desired.kind === 'unknown' ? unknown(desired.why) : known(desired.value.fleet);
}

function secretsOf(taken: Fact<ValidatedRepository>): Fact<RepositorySecrets> {
  return taken.kind === 'unknown' ? unknown(taken.why) : known(taken.value.secrets);
}

function localsOf({ instances }: DoctorParts): Fact<readonly LocalInstance[]> {
  if (instances.kind === 'not-given') return unknown(instances.why);
  try {
    return known(instances.value.locals.list());
  } catch (failure) {
    if (failure instanceof OperatingError) return unknown('the folder of instances can’t be read', failure);
    throw failure;
  }
}

function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}

function onceNow<T>(ask: () => T): () => T {
  let asked: { readonly value: T } | undefined;
  return () => {
    asked ??= { value: ask() };
    return asked.value;
  };
}
