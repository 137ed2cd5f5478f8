import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Settings } from '../../../src/settings/settings.ts';
import type { HostName } from '../../support/agent-fleet.ts';
import { type AmpFleet, type AmpFleetOptions, ampFleet, ruledChairs } from '../../support/amp-fleet.ts';
import { localStore } from '../../support/local-store.ts';
import { baseline, matrix } from '../../support/small-fleet.ts';

/** Restarts at once and is watched for five seconds, so that a story is short. */
export const QUICK = 'restart: now, countdown: none, health: { watch: 5s }';

/** One managed instance by its name: its host, and whatever else the fleet file says of it. */
export type Members = Readonly<Record<string, readonly [host: HostName, more: string]>>;

/** A fleet file of Paper servers in one stage, unless it says something else. */
function fleetOf(members: Members, policy: string): Readonly<Record<string, string>> {
  const names = Object.keys(members);
  const lines = Object.entries(members).map(([name, [host, more]]) => {
    const platform = more.includes('platform:') ? '' : ', platform: paper';
    const stage = more.includes('stage:') ? '' : ', stage: production';
    return `  ${name}: { host: ${host}${platform}${stage}${more === '' ? '' : `, ${more}`} }`;
  });
  const text = `hosts: { alpha: {}, beta: {} }
groups: [survival, hub]
stages: [dev, production]
instances:
${lines.join('\n')}
policy:
  approval: { required: 0 }
${policy}`;
  return { 'desired-state/fleet.yaml': text, ...(matrix(['Chairs'], names) as Record<string, string>) };
}

function namesOf(members: Members): Readonly<Record<HostName, readonly string[]>> {
  const on = (host: HostName) => Object.keys(members).filter((name) => members[name]?.[0] === host);
  return { alpha: on('alpha'), beta: on('beta') };
}

/** What both hosts know of each other's reports: a folder that they share, or nothing. */
type Sharing = 'shared' | 'apart';

/** Hosts that follow the repository by path and ask no forge for anything. */
function withoutForge(sharing: Sharing): NonNullable<AmpFleetOptions['settings']> {
  return ({ hub, work }): Partial<Settings> => ({
    forge: { kind: 'none' },
    source: { url: hub.bareRepository, branch: 'main', access: { kind: 'none' } },
    store: localStore(sharing === 'shared' ? join(work, '..', 'reports') : undefined),
  });
}

interface Story extends Omit<AmpFleetOptions, 'policy' | 'instances'> {
  /** Below `policy`, with two blanks before each line. */
  readonly policy?: string;
  readonly sharing?: Sharing;
}

/** A fleet of these members that nobody reviews and no forge knows. */
export function plainFleet(members: Members, story: Story = {}): Promise<AmpFleet> {
  const { policy = `  activation: { ${QUICK} }\n`, sharing = 'shared', files, ...more } = story;
  return ampFleet({
    ...more,
    instances: namesOf(members),
    files: { ...fleetOf(members, policy), ...files },
    settings: withoutForge(sharing),
  });
}

/** Asks for this range everywhere and gives the commit. Nobody has looked at it yet. */
export function pushRange(fleet: AmpFleet, range: number, rule = ''): string {
  return fleet.push('main', ruledChairs(range, rule));
}

/** The baseline for Paper and Velocity. */
export function chairsForAll(range: number): Readonly<Record<string, string>> {
  const text = `range: ${range}\nsound: true\n`;
  return baseline('Chairs', text, { platforms: '[paper, velocity]' }) as Record<string, string>;
}

/** What a daemon does that has just looked: a pass, and ticks until nothing is under way. */
export async function follow(
  fleet: AmpFleet,
  host: HostName = 'alpha',
  longestMillis?: number,
): Promise<void> {
  await fleet.hosts[host].pass('repository', 'scan');
  await fleet.settle(host, longestMillis);
}

interface KeptReport {
  readonly instances: readonly {
    readonly name: string;
    readonly state: string;
    readonly reason: { readonly code: string; readonly message: string; readonly help: string } | null;
  }[];
  readonly course: { readonly stages: readonly { readonly stage: string; readonly word: string }[] } | null;
}

/** What a host has last kept as its report. */
export function reportOf(fleet: AmpFleet, host: HostName = 'alpha'): KeptReport {
  const { settings, folder } = fleet.hosts[host];
  const { store } = settings;
  const shared = store.kind === 'local' ? store.reports : undefined;
  const folders = [shared ?? join(folder, 'state/reports')];
  const path = folders.map((each) => join(each, host, 'status.json')).find((each) => existsSync(each));
  return JSON.parse(readFileSync(path ?? '', 'utf8')) as KeptReport;
}

/** Why an instance is as it is: the reason's text; empty where there is none. */
export function reasonOf(fleet: AmpFleet, name: string): string {
  const { instances } = reportOf(fleet, hostOf(fleet, name));
  return instances.find((instance) => instance.name === name)?.reason?.message ?? '';
}

/** The value that each of these servers has in its file. */
export function rangesOf(fleet: AmpFleet, ...names: readonly string[]): readonly string[] {
  const liveOf = (name: string) => fleet.hosts[hostOf(fleet, name)].live(name);
  return names.map((name) => /^range: (.*)$/m.exec(liveOf(name))?.[1] ?? 'none');
}

function hostOf(fleet: AmpFleet, name: string): HostName {
  return existsSync(join(fleet.hosts.beta.folder, 'instances', name)) ? 'beta' : 'alpha';
}

interface Outage {
  readonly from: number;
  /** Infinite while it lasts. */
  readonly to: number;
}

/** From when to when a server was not ready. */
export function outages(fleet: AmpFleet, name: string): readonly Outage[] {
  const found: Outage[] = [];
  let from: number | undefined;
  for (const event of fleet.events(name)) {
    if (event.kind !== 'state') continue;
    if (event.from === 20) from = event.at;
    if (event.to === 20 && from !== undefined) {
      found.push({ from, to: event.at });
      from = undefined;
    }
  }
  return from === undefined ? found : [...found, { from, to: Number.POSITIVE_INFINITY }];
}

/** How many of these servers were not ready at once, at most. */
export function mostAtOnce(fleet: AmpFleet, ...names: readonly string[]): number {
  const all = names.flatMap((name) => outages(fleet, name));
  return Math.max(
    0,
    ...all.map(({ from }) => all.filter((other) => other.from <= from && from < other.to).length),
  );
}

export function starts(fleet: AmpFleet, name: string): number {
  return fleet.events(name).filter((event) => event.kind === 'state' && event.to === 10).length;
}

/** What every story must be free of: writes under a running server, and calls that AMP does not know. */
export function misdeeds(fleet: AmpFleet): readonly unknown[] {
  const amps = [fleet.amp.alpha, fleet.amp.beta];
  const careless = (kind: string) => kind === 'changed-while-running' || kind === 'bukkit-reload';
  return amps.flatMap(({ violations, events }) => [
    ...violations,
    ...events.filter((event) => careless(event.kind) || (event.kind === 'file-saved' && event.undid)),
  ]);
}

/** The file of the fleet's one plugin, below a server's root. */
export const CONFIG = 'plugins/Chairs/config.yml';
/** What a plugin says that can't read its file. */
export const TRACE = 'org.yaml.snakeyaml.error.YAMLException: the configuration could not be read';

/** A server's own file. */
export function pathIn(fleet: AmpFleet, name: string, file: string): string {
  return join(fleet.server(name).root, file);
}

/** A plugin that does something to its server's files whenever it reads this range; the fleet has to be put in. */
export function whenRead(range: number, act: (fleet: AmpFleet) => void) {
  const place: { fleet?: AmpFleet } = {};
  const failsOn = (_: string, text: string): undefined => {
    if (text.includes(`range: ${range}`) && place.fleet !== undefined) act(place.fleet);
    return undefined;
  };
  return { chairs: { failsOn }, place };
}
