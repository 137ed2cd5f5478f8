import { MistakeError } from '../../../core/model/errors.ts';
import type { Secret } from '../../../core/model/secret.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { ServerName, ServerOperator } from '../../../ports/server-operator.ts';
import type { RequestResult } from '../../../ports/telemetry.ts';
import { createAmpHttp } from './amp-http.ts';
import { type Controller, createController } from './controller.ts';
import { createInstanceDirectory } from './instance-directory.ts';
import { createLayer, type Layer, type LayerOptions, type SessionPlace } from './layer.ts';
import type { ListedInstance } from './list-instances.ts';
import { createServerBackups } from './server-backups.ts';
import { createServerCalls, type ServerCalls } from './server-calls.ts';
import { createServerConsole } from './server-console.ts';
import { createServerPower } from './server-power.ts';
import { createServerSettings } from './server-settings.ts';
import { createServerWatch } from './server-watch.ts';

export interface AmpOperatorOptions {
  /** Where AMP of this host is: https, or http on loopback. */
  readonly url: string;
  readonly username: string;
  readonly password: Secret<string>;
  /** `auto`: in the header, and in the body as well unless the server says that it is AMP 2.8 or newer. */
  readonly session: 'auto' | 'bearer' | 'body';
  readonly clock: Clock;
  readonly timeoutMillis?: number;
  readonly maxAnswerBytes?: number;
  readonly retryPauseMillis?: number;
  /** The ids that this host's own files give its instances, so that none of another host with such a name is taken for one. */
  readonly localIds?: () => ReadonlyMap<ServerName, string>;
  /** Told of every exchange, for metrics. */
  readonly onRequest?: ((result: RequestResult) => void) | undefined;
}

const TIMEOUT_MILLIS = 10_000;
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
const RETRY_PAUSE_MILLIS = 500;
const LOOPBACK = /^(?:localhost|\[::1\]|127(?:\.\d{1,3}){3})$/;

/** Throws `MistakeError` for an address that can't work; nothing is asked yet. */
export function createAmpOperator(options: AmpOperatorOptions): ServerOperator {
  const { calls } = createAmpParts(options);
  const watch = createServerWatch(calls, options.clock);
  return {
    watch,
    power: createServerPower(calls, watch),
    console: createServerConsole(calls),
    backups: createServerBackups(calls),
    settings: createServerSettings(calls),
  };
}

/** What every call to AMP goes through. Throws `MistakeError` for an address that can't work. */
export function createAmpParts(options: AmpOperatorOptions): {
  readonly controller: Controller;
  readonly calls: ServerCalls;
} {
  const { clock, username, password } = options;
  const api = `${checkedUrl(options.url)}/API/`;
  const http = createAmpHttp({
    timeoutMillis: options.timeoutMillis ?? TIMEOUT_MILLIS,
    maxAnswerBytes: options.maxAnswerBytes ?? MAX_ANSWER_BYTES,
    retryPauseMillis: options.retryPauseMillis ?? RETRY_PAUSE_MILLIS,
    onRequest: options.onRequest,
  });
  const shared = { http, clock, account: { username, password } };
  const sessionPlace = placeOf(options.session, undefined);
  const controller = createController({ ...shared, baseUrl: api, sessionPlace });
  const directory = createInstanceDirectory({
    controller,
    clock,
    localIds: options.localIds ?? (() => new Map()),
  });
  const layerOf = keepLayers((instance) => {
    const baseUrl = `${api}ADSModule/Servers/${instance.id}/API/`;
    return { ...shared, baseUrl, sessionPlace: placeOf(options.session, instance.version) };
  }, controller);
  return { controller, calls: createServerCalls({ controller, directory, layerOf }) };
}

/**
 * One layer for each instance, made anew where AMP is another version now. After an instance has refused the account the
 * controller must accept it once more: a password that is wrong is then tried twice in all, and not at each instance.
 */
function keepLayers(
  optionsOf: (instance: ListedInstance) => LayerOptions,
  controller: Controller,
): (instance: ListedInstance) => Layer {
  const layers = new Map<string, Layer>();
  return (instance) => {
    const options = optionsOf(instance);
    const key = `${instance.id} ${options.sessionPlace}`;
    const layer = layers.get(key) ?? createLayer({ ...options, onRefused: controller.doubt });
    layers.set(key, layer);
    return layer;
  };
}

function placeOf(session: AmpOperatorOptions['session'], version: string | undefined): SessionPlace {
  if (session !== 'auto') return session === 'bearer' ? 'header' : 'body';
  const [, major = '0', minor = '0'] = /^(\d{1,4})\.(\d{1,4})/.exec(version ?? '') ?? [];
  const isNew = Number(major) > 2 || (Number(major) === 2 && Number(minor) >= 8);
  return isNew ? 'header' : 'both';
}

function checkedUrl(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.test(url.hostname));
  if (isSafe && url.username === '' && url.password === '' && url.search === '' && url.hash === '')
    return url.href.replace(/\/{1,16}$/, '');
  throw new MistakeError(
    "The address of AMP can't be used.",
    'Write one that begins with https://, or with http:// on this machine, and has no user, query or fragment.',
  );
}
