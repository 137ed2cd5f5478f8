import type { GitHubAuth } from '../adapters/forge/index.ts';
import type { Every } from '../core/model/schedule.ts';
import type { AmpSettings, ForgeSettings, Settings, SourceSettings, StoreSettings } from './settings.ts';

/** One setting as it is in force. */
export interface SettingInForce {
  /** As in the file: `source.url`. */
  readonly field: string;
  /** In the file's own words; undefined where nothing is set. Never a secret. */
  readonly value: string | undefined;
  /** True where a secret is set, whose value is not told. */
  readonly isSecret: boolean;
}

/** Every setting in the order of the file, defaults included. */
export function describeSettings(settings: Settings): readonly SettingInForce[] {
  const { host, source, forge, gates, amp, state, store, secrets, schedule, http, log } = settings;
  return [
    plain('host', host),
    ...describeSource(source),
    ...describeForge(forge),
    plain('gates.signatures.required', gates.signatures.required),
    plain('gates.signatures.allowedSigners', gates.signatures.allowedSignersFile),
    plain('gates.signatures.gnupgHome', gates.signatures.gnupgHome),
    plain('gates.minimumApprovals', gates.minimumApprovals),
    plain('gates.trustFirstRevision', gates.trustFirstRevision),
    ...describeAmp(amp),
    plain('state', state),
    ...describeStore(store),
    plain('secrets.file', secrets.file),
    plain('secrets.identity', secrets.identity),
    plain('schedule.poll', everyText(schedule.poll)),
    plain('schedule.pulls', everyText(schedule.pulls)),
    plain('schedule.scan', everyText(schedule.scan)),
    plain('schedule.jitter', `${Math.round(schedule.jitter * 100)}%`),
    plain('http.listen', http && listenText(http.listen)),
    ...(http?.token === undefined ? [] : [secret('http.token')]),
    ...(http?.webhook === undefined ? [] : [secret('http.webhook.secret')]),
    plain('log.format', log.format),
  ];
}

function plain(field: string, value: string | number | boolean | undefined): SettingInForce {
  return { field, value: value === undefined ? undefined : String(value), isSecret: false };
}

function secret(field: string): SettingInForce {
  return { field, value: undefined, isSecret: true };
}

function describeSource({ url, branch, access }: SourceSettings): readonly SettingInForce[] {
  const where = [plain('source.url', url), plain('source.branch', branch)];
  switch (access.kind) {
    case 'none':
    case 'forge':
      return where;
    case 'password':
      return [...where, plain('source.username', access.username), secret('source.password')];
    case 'ssh':
      return [
        ...where,
        plain('source.sshKey', access.keyFile),
        plain('source.knownHosts', access.knownHostsFile),
      ];
  }
}

function describeStore(store: StoreSettings): readonly SettingInForce[] {
  const kind = plain('store.kind', store.kind);
  const keep = [
    plain('store.keep.for', millisText(store.keep.forMillis)),
    plain('store.keep.atLeast', store.keep.atLeast),
  ];
  if (store.kind === 'local') return [kind, plain('store.reports', store.reports), ...keep];
  return [
    kind,
    plain('store.endpoint', store.endpoint),
    plain('store.region', store.region),
    secret('store.accessKey'),
    secret('store.secretKey'),
    plain('store.buckets.backups', store.buckets.backups),
    plain('store.buckets.reports', store.buckets.reports),
    ...(store.encryptionKey === undefined ? [] : [secret('store.encryptionKey')]),
    plain('store.whenAway', store.whenAway),
    ...keep,
  ];
}

function describeForge(forge: ForgeSettings): readonly SettingInForce[] {
  const kind = plain('forge.kind', forge.kind);
  if (forge.kind === 'none') return [kind];
  return [
    kind,
    plain('forge.repository', forge.repository),
    ...describeAuth(forge.auth),
    plain('forge.apiUrl', forge.apiUrl),
    plain('forge.writeGap', `${forge.writeGapMillis / 1000}s`),
    plain('forge.proposals', `${forge.proposals}`),
  ];
}

function describeAuth(auth: GitHubAuth): readonly SettingInForce[] {
  if (auth.kind === 'token') return [secret('forge.token')];
  return [
    plain('forge.app.id', auth.appId),
    plain('forge.app.installation', auth.installationId),
    secret('forge.app.privateKey'),
  ];
}

function describeAmp(amp: AmpSettings): readonly SettingInForce[] {
  const files = [plain('amp.kind', amp.kind), plain('amp.instances', amp.instances)];
  if (amp.kind === 'files') return files;
  return [
    ...files,
    plain('amp.url', amp.url),
    plain('amp.username', amp.username),
    secret('amp.password'),
    plain('amp.session', amp.session),
  ];
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;

function everyText(every: Every): string {
  if (every.kind === 'cron') return `${every.expression} (${every.timezone})`;
  return millisText(every.millis);
}

function millisText(millis: number): string {
  let rest = millis;
  let text = '';
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text;
}

function listenText({ host, port }: { readonly host: string; readonly port: number }): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}
