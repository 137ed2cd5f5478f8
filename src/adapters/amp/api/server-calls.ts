import { MistakeError, type OperatingError } from '../../../core/model/errors.ts';
import type { ServerName } from '../../../ports/server-operator.ts';
import { type ApiDescription, readApiDescription } from './api-description.ts';
import type { Call, Params } from './call.ts';
import type { Controller } from './controller.ts';
import { failureOf } from './failure-of.ts';
import { instanceDown, methodMissing, noSuchSetting, sessionLost } from './failures.ts';
import type { InstanceDirectory } from './instance-directory.ts';
import type { Answer } from './judge-reply.ts';
import type { Layer, Session } from './layer.ts';
import type { ListedInstance } from './list-instances.ts';

/** What came of a call to a server. */
export type Outcome =
  | {
      readonly kind: 'answered';
      readonly value: unknown;
      readonly session: Session;
      /** Makes the next call log in anew. */
      readonly renew: () => void;
    }
  /** The server's own part of AMP is down. */
  | { readonly kind: 'unavailable' };

/** Calls the application of a server by its name; every failure is thrown as a kind of core/model/errors.ts. */
export interface ServerCalls {
  ask(server: ServerName, call: Call, params?: Params): Promise<Outcome>;
  /** The value alone. Throws `TransientError` for a server that is unavailable. */
  demand(server: ServerName, call: Call, params?: Params): Promise<unknown>;
  /**
   * The names of a method's parameters, which differ between versions; undefined where AMP does not describe itself.
   * Throws `MistakeError` where AMP does not offer the method to this account.
   */
  parametersOf(server: ServerName, call: Call): Promise<readonly string[] | undefined>;
}

export interface ServerCallsOptions {
  readonly controller: Controller;
  readonly directory: InstanceDirectory;
  readonly layerOf: (instance: ListedInstance) => Layer;
}

const DESCRIBE: Call = {
  method: 'Core/GetAPISpec',
  does: 'see which methods it may use',
  permission: 'Core.*',
  isRepeatable: true,
};

interface Sent {
  readonly call: Call;
  readonly params: Params;
}

type Exchange =
  | { readonly answer: { readonly kind: 'unavailable' } }
  | {
      readonly answer: Exclude<Answer, { kind: 'unavailable' }>;
      readonly session: Session;
      readonly renew: () => void;
    };

export function createServerCalls(options: ServerCallsOptions): ServerCalls {
  const parametersOf = createParametersOf(options);
  const ask: ServerCalls['ask'] = async (server, call, params = {}) => {
    const exchanged = await exchange(server, { call, params }, options);
    if (!('session' in exchanged)) return { kind: 'unavailable' };
    const { answer, session, renew } = exchanged;
    if (answer.kind === 'value') return { kind: 'answered', value: answer.value, session, renew };
    if (mayBeMissing(answer)) await assertOffered(parametersOf(server, call));
    throw explain(answer, call);
  };
  return {
    ask,
    demand: async (server, call, params) => {
      const outcome = await ask(server, call, params);
      if (outcome.kind === 'unavailable') throw instanceDown();
      return outcome.value;
    },
    parametersOf,
  };
}

/** Asks for AMP's description of itself once for each login, which fixed what is in it. */
function createParametersOf(options: ServerCallsOptions): ServerCalls['parametersOf'] {
  const descriptions = new WeakMap<Session, ApiDescription>();
  const describe = async (server: ServerName, session: Session | undefined) => {
    const known = session && descriptions.get(session);
    if (known !== undefined) return known;
    const exchanged = await exchange(server, { call: DESCRIBE, params: {} }, options);
    if (!('session' in exchanged)) throw instanceDown();
    const { answer } = exchanged;
    const description = answer.kind === 'value' ? readApiDescription(answer.value) : undefined;
    if (description !== undefined) descriptions.set(exchanged.session, description);
    return description;
  };
  return async (server, call) => {
    const { layer, entry } = await enter(server, options);
    const session = entry.kind === 'entered' ? entry.session : undefined;
    const description = await describe(server, session);
    if (description === undefined || description.has(call.method)) return description?.get(call.method);
    if (session !== undefined) layer.leaveOld(session);
    throw methodMissing(call);
  };
}

async function exchange(server: ServerName, sent: Sent, options: ServerCallsOptions): Promise<Exchange> {
  const first = await exchangeOnce(server, sent, options);
  if (first.answer.kind !== 'session-lost') return first;
  const second = await exchangeOnce(server, sent, options);
  if (second.answer.kind === 'session-lost') throw sessionLost();
  return second;
}

async function enter(server: ServerName, { directory, layerOf }: ServerCallsOptions) {
  const found = await directory.find(server);
  const layer = layerOf(found.instance);
  return { found, layer, entry: await layer.enter() };
}

async function exchangeOnce(
  server: ServerName,
  { call, params }: Sent,
  options: ServerCallsOptions,
): Promise<Exchange> {
  const { found, layer, entry } = await enter(server, options);
  const answer = entry.kind === 'unavailable' ? entry : await send(layer, entry.session, { call, params });
  if (answer.kind === 'unavailable' || entry.kind === 'unavailable') {
    // It may be gone for good, and another of its name be there.
    options.directory.forget();
    return { answer: { kind: 'unavailable' } };
  }
  const { session } = entry;
  if (answer.kind === 'forbidden') layer.leaveOld(session);
  if (answer.kind === 'session-lost') {
    layer.leave(session);
    options.controller.leave(found.session);
  }
  return { answer, session, renew: () => layer.leave(session) };
}

async function send(layer: Layer, session: Session, { call, params }: Sent): Promise<Answer> {
  try {
    return await layer.send(session, call, params);
  } catch (error) {
    if (call.readsOnward === true) layer.leave(session);
    throw error;
  }
}

/** AMP answers a call of a method that it does not have as it likes. */
function mayBeMissing({ kind }: Answer): boolean {
  return kind === 'refused' || kind === 'crashed' || kind === 'unusable';
}

/** A description that can't be had says nothing. */
async function assertOffered(described: Promise<unknown>): Promise<void> {
  await described.catch((error: unknown) => {
    if (error instanceof MistakeError) throw error;
  });
}

function explain(answer: Exclude<Answer, { kind: 'value' }>, call: Call): OperatingError {
  return answer.kind === 'refused' && answer.isUnknownNode ? noSuchSetting() : failureOf(answer, call);
}
