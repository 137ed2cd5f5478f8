import { INSTANCE_STATES, type InstanceReport } from '../../core/report/report.ts';
import type { HistoryEntry } from '../../ports/state-store.ts';
import { toPage } from './query.ts';
import type { apiSchemas } from './schemas.ts';
import type { ApiSources, Slice } from './sources.ts';

export type SchemaName = keyof typeof apiSchemas;

/** A request that was found to be for this route. */
export interface RouteRequest {
  readonly slice: Slice;
  readonly filters: ReadonlyMap<string, string>;
  /** What stands in the place of `{…}` in the path, decoded; empty where there is no such place. */
  readonly name: string;
}

export interface Route {
  /** Below `/api/v1`; its last part may be `{…}`. */
  readonly path: string;
  readonly id: string;
  readonly summary: string;
  readonly schema: SchemaName;
  /** True for a list that comes in pages. */
  readonly isPaged: boolean;
  /** Parameters besides those of pages, with what their values must look like. */
  readonly filters: ReadonlyMap<string, RegExp>;
  /** Undefined where there is no such thing. */
  readonly answer: (sources: ApiSources, request: RouteRequest) => Promise<unknown>;
}

const STATE = new RegExp(`^(?:${INSTANCE_STATES.join('|')})$`);
/** How far back pages of the history go. */
const LOOK_BACK = 2000;
const plain = { isPaged: false, filters: new Map() };
const paged = { isPaged: true, filters: new Map() };

/** Everything that can be asked, in the order in which it is described. */
export const ROUTES: readonly Route[] = [
  {
    ...plain,
    path: '/status',
    id: 'getStatus',
    summary: 'How the agent does, and what its last comparison found on this host.',
    schema: 'Status',
    answer: async (sources) => ({ ...sources.status(), found: foundOf(sources) }),
  },
  {
    ...paged,
    filters: new Map([['state', STATE]]),
    path: '/instances',
    id: 'listInstances',
    summary: 'The instances of this host by name, each with its state.',
    schema: 'InstancePage',
    answer: async (sources, request) => instancePage(sources, request),
  },
  {
    ...plain,
    path: '/instances/{id}',
    id: 'getInstance',
    summary: 'One instance with every key that differs. By its id or its name.',
    schema: 'Instance',
    answer: async (sources, { name }) => sources.report()?.instances.find((one) => isNamed(one, name)),
  },
  {
    ...plain,
    path: '/hosts',
    id: 'listHosts',
    summary: 'The hosts that share a report store with this one, and when each was last heard of.',
    schema: 'HostPage',
    answer: async (sources) => ({ items: await sources.hosts(), next: null }),
  },
  {
    ...paged,
    path: '/history',
    id: 'listHistory',
    summary: 'What was done to instances of this host, newest first.',
    schema: 'HistoryPage',
    answer: async (sources, { slice }) => historyPage(sources, slice),
  },
  {
    ...paged,
    path: '/audit',
    id: 'listAudit',
    summary: 'Who did what on this host, newest first.',
    schema: 'AuditPage',
    answer: async (sources, { slice }) => toPage(sources.audit(oneMore(slice)), slice.limit, ({ id }) => id),
  },
  {
    ...paged,
    path: '/passes',
    id: 'listPasses',
    summary: 'The reports of passes that this host kept, newest first.',
    schema: 'PassPage',
    answer: async (sources, { slice }) =>
      toPage(await sources.passes(oneMore(slice)), slice.limit, ({ key }) => key),
  },
  {
    ...plain,
    path: '/passes/{key}',
    id: 'getPass',
    summary: 'One report of a pass.',
    schema: 'Pass',
    answer: (sources, { name }) => sources.pass(name),
  },
  {
    ...paged,
    path: '/backups',
    id: 'listBackups',
    summary: 'The backups of this host, newest first.',
    schema: 'BackupPage',
    answer: async (sources, { slice }) =>
      toPage(await sources.backups(oneMore(slice)), slice.limit, ({ id }) => id),
  },
];

function oneMore({ limit, after }: Slice): Slice {
  return { limit: limit + 1, after };
}

function isNamed({ id, name }: InstanceReport, wanted: string): boolean {
  return id === wanted || name === wanted;
}

function foundOf(sources: ApiSources) {
  const report = sources.report();
  if (report === undefined) return null;
  const { version: _version, host: _host, steersServers: _steers, instances: _instances, ...found } = report;
  return found;
}

function instancePage(sources: ApiSources, { slice, filters }: RouteRequest) {
  const state = filters.get('state');
  const { after } = slice;
  const wanted = (sources.report()?.instances ?? [])
    .filter((one) => state === undefined || one.state === state)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .filter((one) => after === undefined || one.id > after);
  return toPage(wanted.map(summaryOf), slice.limit, ({ id }) => id);
}

function summaryOf(instance: InstanceReport) {
  const { id, name, platform, stage, state, reason, counts, lastApply, server } = instance;
  return { id, name, platform, stage, state, reason, counts, lastApply, server };
}

function historyPage(sources: ApiSources, { limit, after }: Slice) {
  const entries = sources
    .history(after === undefined ? limit + 1 : LOOK_BACK)
    .filter(({ id }) => after === undefined || id < after)
    .slice(0, limit + 1);
  return toPage(entries.map(entryOf), limit, ({ id }) => id);
}

/** Without the journal's payload, which holds fingerprints for undoing. */
function entryOf({ payload: _payload, of, files, ...entry }: HistoryEntry) {
  return { ...entry, of: of ?? null, files: files.map(({ path }) => path) };
}
