import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../adapters/clock/index.ts';
import { readCertificate } from '../adapters/net/index.ts';
import { createHostProbe, createServiceProbe, createWebProbe } from '../adapters/probes/index.ts';
import { createSecretSource } from '../adapters/secrets/index.ts';
import { createSigner } from '../adapters/state/index.ts';
import { OperatingError } from '../core/model/errors.ts';
import type { DoctorParts, Given } from '../engine/doctor/doctor-parts.ts';
import { planRealInstances } from '../engine/doctor/plan-real-instances.ts';
import type { Clock } from '../ports/clock.ts';
import type { HostProbe } from '../ports/host-probe.ts';
import type { SecretSource } from '../ports/secret-source.ts';
import { type CheckedSettings, checkSettings } from '../settings/check-settings.ts';
import type { ReadableSettings } from '../settings/compile-settings.ts';
import type { Settings } from '../settings/settings.ts';
import {
  ampPart,
  endpointsOf,
  forgePart,
  given,
  httpPart,
  instancesPart,
  keyFilesOf,
  notGiven,
  repositoryPart,
  stateParts,
  storePart,
  unreadable,
} from './doctor-sections.ts';
import { openAgent, secretEnvironment } from './open-agent.ts';
import { type OpenStores, openStores } from './open-store.ts';
import { openTrial } from './open-trial.ts';

export interface DoctorWorld {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** Who runs this process, for the audit trail. */
  readonly actor: string;
  /** Without one the system's. */
  readonly clock?: Clock;
  /** For each service and address; a few seconds when left out. */
  readonly timeoutMillis?: number;
}

export interface OpenDoctor {
  readonly parts: DoctorParts;
  /** Takes away what had to be kept somewhere else than in the state folder. */
  readonly close: () => Promise<void>;
}

const NOTHING_READABLE: ReadableSettings = {
  host: undefined,
  source: undefined,
  forge: undefined,
  gates: undefined,
  amp: undefined,
  state: undefined,
  store: undefined,
  secrets: undefined,
  schedule: undefined,
  http: undefined,
  log: undefined,
};
const QUIET = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Joins what doctor looks at from those sections of the settings that can be used. Asks nothing of the network yet. */
export async function openDoctor(file: string, world: DoctorWorld): Promise<OpenDoctor> {
  const checked = checkSettings(file, world.environment);
  const readable = checked.readable ?? NOTHING_READABLE;
  const clock = world.clock ?? systemClock;
  const probe = createHostProbe();
  const own = ownState(readable, probe);
  const borrowed = own.kind === 'given' ? undefined : mkdtempSync(join(tmpdir(), 'homeamp-doctor-'));
  const mirrorDir = own.kind === 'given' ? own.value : (borrowed ?? tmpdir());
  const stores = storesOf(readable, own, clock);
  const timing = world.timeoutMillis === undefined ? {} : { timeoutMillis: world.timeoutMillis };
  const parts: DoctorParts = {
    clock,
    probe,
    web: createWebProbe({ now: () => clock.now(), ...timing }),
    readCertificate,
    services: createServiceProbe(timing),
    settings: { file, issues: checked.issues, keyFiles: keyFilesOf(readable) },
    host: readable.host === undefined ? unreadable('host') : given(readable.host),
    state: readable.state === undefined ? unreadable('state') : given(stateParts(readable.state)),
    instances: instancesPart(readable),
    repository: repositoryPart(readable, mirrorDir, clock),
    forge: forgePart(readable, clock),
    proposes: readable.forge?.kind === 'github' && readable.forge.proposals,
    store: storePart(stores),
    amp: ampPart(readable, clock),
    http: httpPart(readable),
    secrets: secretsOf(readable, world),
    signer: createSigner(mirrorDir),
    publicKey: publicKeyPart(own),
    endpoints: endpointsOf(readable),
    trial: trialPart(own, stores, world),
    planHost: planPart(checked, own, world),
  };
  const close = async (): Promise<void> => {
    if (borrowed !== undefined) rmSync(borrowed, { recursive: true, force: true });
  };
  return { parts, close };
}

/** The state folder where this user may work in it: whatever another user leaves there its owner can't write any more. */
function ownState({ state }: ReadableSettings, probe: HostProbe): Given<string> {
  if (state === undefined) return unreadable('state');
  const facts = probe.describe(state);
  const isOwn = facts.kind === 'folder' && facts.uid === probe.user().uid && facts.isWritable;
  return isOwn ? given(state) : notGiven('the state folder is not there, or not this user’s');
}

/** What lies on this host alone lies in the state folder. */
function storesOf(readable: ReadableSettings, own: Given<string>, clock: Clock): Given<OpenStores> {
  const { host, store, state } = readable;
  if (host === undefined) return unreadable('host');
  if (store === undefined) return unreadable('store');
  if (state === undefined) return unreadable('state');
  if (store.kind === 'local' && own.kind === 'not-given') return own;
  return given(openStores({ host, store, state }, { clock, log: QUIET }));
}

/** A key that is not there yet is not made. */
function publicKeyPart(own: Given<string>): DoctorParts['publicKey'] {
  if (own.kind === 'not-given') return own;
  if (!existsSync(join(own.value, 'signing-key.pem'))) {
    return notGiven('the agent makes its signing key at its first start');
  }
  return given(() => createSigner(own.value).publicKey);
}

function trialPart(own: Given<string>, stores: Given<OpenStores>, world: DoctorWorld): DoctorParts['trial'] {
  if (own.kind === 'not-given') return own;
  if (stores.kind === 'not-given') return stores;
  const { version, actor } = world;
  return given(() => openTrial({ stateDir: own.value, stores: stores.value, version, actor }));
}

function planPart(
  { settings }: CheckedSettings,
  own: Given<string>,
  world: DoctorWorld,
): DoctorParts['planHost'] {
  if (settings === undefined) return notGiven('the settings have mistakes');
  if (own.kind === 'not-given') return own;
  return given(() => planOnce(settings, world));
}

async function planOnce(settings: Settings, world: DoctorWorld) {
  const { agent, close } = await openAgent(settings, { ...world, log: QUIET });
  try {
    return await planRealInstances(agent);
  } finally {
    await close();
  }
}

/** A file of secrets that can't be used is told by the check of the settings. */
function secretsOf({ secrets, state }: ReadableSettings, { environment }: DoctorWorld): SecretSource {
  try {
    return createSecretSource(
      secrets === undefined ? environment : secretEnvironment({ secrets }, environment),
      state,
    );
  } catch (failure) {
    if (failure instanceof OperatingError) return createSecretSource({});
    throw failure;
  }
}
