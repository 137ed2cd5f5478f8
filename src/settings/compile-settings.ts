import { createSecretSource, readIdentities } from '../adapters/secrets/index.ts';
import { OperatingError } from '../core/model/errors.ts';
import type { YamlNode } from '../core/source/read-yaml-source.ts';
import { compileAmp } from './compile-amp.ts';
import { compileForge } from './compile-forge.ts';
import { compileSource } from './compile-source.ts';
import { compileStore } from './compile-store.ts';
import { fetchSecret, type SecretContext } from './fetch-secret.ts';
import { parseEvery, parseListen, parsePercent } from './setting-values.ts';
import type { GateSettings, HttpSettings, ScheduleSettings, Settings } from './settings.ts';
import type { WrittenSettings } from './settings-schema.ts';

/** Sections as they were written; undefined for one with a mistake, and for `http` where nothing listens. */
export type WrittenSections = { readonly [K in keyof WrittenSettings]: WrittenSettings[K] | undefined };

/** Sections that can be used by themselves; undefined for one with a mistake, and for `http` where nothing listens. */
export type ReadableSettings = { readonly [K in keyof Settings]: Settings[K] | undefined };

/** Fetches every secret, even where sections are wrong. */
export function compileSettings(
  written: WrittenSections,
  root: YamlNode,
  context: SecretContext,
): ReadableSettings {
  const section = (name: string) => root.children.get(name);
  const forge = compileForge(written, section('forge'), context);
  const source = compileSource({ ...written, compiledForge: forge }, section('source'), context);
  const amp = compileAmp(written.amp, section('amp'), context);
  const http = compileHttp(written.http, section('http'), context);
  const secretFile = (name: string) => section('secrets')?.children.get(name);
  checkFile(secretFile('file'), (path) => createSecretSource({ HOMEAMP_SECRETS_FILE: path }), context);
  checkFile(secretFile('identity'), (path) => readIdentities(path, 'secrets.identity'), context);
  const store = compileStore(written.store, section('store'), context);
  const { host, gates, state, secrets, schedule, log } = written;
  return {
    host,
    source,
    forge,
    gates: gates && compileGates(gates),
    amp,
    state,
    store,
    secrets: secrets && { file: secrets.file, identity: secrets.identity },
    schedule: schedule && compileSchedule(schedule),
    http,
    log,
  };
}

/** Undefined as soon as one section is. */
export function wholeSettings(readable: ReadableSettings): Settings | undefined {
  const { host, source, forge, gates, amp, state, store, secrets, schedule, http, log } = readable;
  if (host === undefined || source === undefined || forge === undefined || gates === undefined)
    return undefined;
  if (amp === undefined || state === undefined || store === undefined || secrets === undefined)
    return undefined;
  if (schedule === undefined || log === undefined) return undefined;
  return { host, source, forge, gates, amp, state, store, secrets, schedule, http, log };
}

function compileGates({ signatures, ...gates }: WrittenSettings['gates']): GateSettings {
  const { required, allowedSigners, gnupgHome } = signatures;
  return { ...gates, signatures: { required, allowedSignersFile: allowedSigners, gnupgHome } };
}

function compileSchedule({
  poll,
  pulls,
  scan,
  jitter,
  timezone,
}: WrittenSettings['schedule']): ScheduleSettings {
  return {
    poll: parseEvery(poll, timezone),
    pulls: parseEvery(pulls, timezone),
    scan: parseEvery(scan, timezone),
    jitter: parsePercent(jitter),
  };
}

const LEAST_TOKEN = 16;

/** Undefined where nothing listens, and where something of it has a mistake. */
function compileHttp(
  written: WrittenSettings['http'],
  node: YamlNode | undefined,
  context: SecretContext,
): HttpSettings | undefined {
  const secret = fetchSecret(node?.children.get('webhook')?.children.get('secret'), 'line', context);
  const tokenNode = node?.children.get('token');
  const token = fetchSecret(tokenNode, 'line', context);
  if (tokenNode !== undefined && token !== undefined && token.reveal().length < LEAST_TOKEN) {
    const message = `The token that is named here has fewer than ${LEAST_TOKEN} characters, so that it could be guessed.`;
    context.report('missing-secret', tokenNode.place, message, 'Make a new one: `openssl rand -hex 32`.');
  }
  const listen = written === undefined ? undefined : parseListen(written.listen);
  if (listen === undefined) return undefined;
  return { listen, token, webhook: secret === undefined ? undefined : { secret } };
}

/** Reads a file of secrets as the agent will, to find now what would stop it then. */
function checkFile(
  node: YamlNode | undefined,
  read: (path: string) => unknown,
  { report }: SecretContext,
): void {
  if (typeof node?.value !== 'string' || !node.value.startsWith('/')) return;
  try {
    read(node.value);
  } catch (error) {
    if (!(error instanceof OperatingError)) throw error;
    report('missing-secret', node.place, `The file can’t be used: ${error.message}.`, error.next);
  }
}
