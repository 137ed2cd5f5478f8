import { passPrefix, timeOfPass } from '../core/report/pass-keys.ts';
import type { AgentHost } from '../engine/agent/agent-host.ts';
import { lookAtHosts } from '../engine/agent/look-at-hosts.ts';
import { NO_SOURCE } from '../engine/agent/no-source.ts';
import { listSets } from '../engine/backups/list-keys.ts';
import { readSet } from '../engine/backups/read-set.ts';
import { readSigned } from '../engine/signed-documents.ts';
import type { ApiBackup, ApiHost, ApiPass, ApiPassKey, ApiStatus } from '../web/api/schemas.ts';
import type { ApiSources, Slice } from '../web/api/sources.ts';
import type { ObservedAgent } from './observe-agent.ts';

/** What the API may tell, read from what the agent keeps: memory, the state and the report store. */
export function apiSourcesOf(agent: AgentHost, observed: ObservedAgent, version: string): ApiSources {
  const { history } = agent.over(NO_SOURCE);
  return {
    status: () => statusOf(agent.name, observed, version),
    report: () => observed.facts()?.report,
    history: (limit) => history.list(limit),
    audit: ({ limit, after }) => agent.audit.list({ limit, before: after }),
    passes: (slice) => listPasses(agent, slice),
    pass: (key) => readPass(agent, key),
    hosts: keptFor(HOSTS_MILLIS, () => listHosts(agent)),
    backups: (slice) => listBackups(agent, slice),
  };
}

function statusOf(host: string, observed: ObservedAgent, version: string): Omit<ApiStatus, 'found'> {
  const last = observed.lastPass();
  return {
    host,
    version,
    startedAt: observed.startedAt,
    alive: observed.health.isAlive(),
    notReady: [...observed.health.notReady()],
    lastPass:
      last === undefined
        ? null
        : {
            at: last.at,
            millis: Math.round(last.pass.millis),
            ok: last.pass.end?.isOk === true,
            wants: [...last.pass.wants].sort(),
            waiting: [...(last.pass.end?.waiting ?? [])],
          },
  };
}

const PASS_KEY = /^\d{13}-[0-9a-f]{6}$/;

async function listPasses(agent: AgentHost, { limit, after }: Slice): Promise<readonly ApiPassKey[]> {
  const folder = passPrefix(agent.name);
  return (await agent.reports.list(folder))
    .flatMap((path) => {
      const at = timeOfPass(agent.name, path);
      const key = path.slice(folder.length).replace(/\.json$/, '');
      return at === undefined || (after !== undefined && key <= after) ? [] : [{ key, at }];
    })
    .slice(0, limit);
}

async function readPass(agent: AgentHost, key: string): Promise<ApiPass | undefined> {
  if (!PASS_KEY.test(key)) return undefined;
  const bytes = await agent.reports.get(`${passPrefix(agent.name)}${key}.json`);
  if (bytes === undefined || bytes.length > MOST_BYTES) return undefined;
  const reading = readSigned(agent.signer, bytes, { trusted: agent.signer.publicKey });
  const document = reading.kind === 'forged' ? {} : documentOf(reading.text);
  return document === undefined ? undefined : { key, signature: reading.kind, document };
}

const MOST_BYTES = 16 * 1024 * 1024;

/** Undefined for what is no JSON object. */
function documentOf(text: string): ApiPass['document'] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as ApiPass['document']) : undefined;
  } catch {
    return undefined;
  }
}

/** Looking at the other hosts reads the fleet, which is more than every request is worth. */
const HOSTS_MILLIS = 30_000;

/** What was asked for once holds for a while; what failed is asked for again. */
function keptFor<T>(millis: number, ask: () => Promise<T>): () => Promise<T> {
  let kept: { readonly value: Promise<T>; readonly until: number } | undefined;
  return () => {
    if (kept !== undefined && performance.now() < kept.until) return kept.value;
    const value = ask();
    value.catch(() => {
      kept = undefined;
    });
    kept = { value, until: performance.now() + millis };
    return value;
  };
}

async function listHosts(agent: AgentHost): Promise<readonly ApiHost[]> {
  const looks = await lookAtHosts(agent);
  return looks.map(({ host, heartbeat, signature, isSilent }) => ({
    host,
    at: heartbeat?.at ?? null,
    version: heartbeat?.version ?? null,
    revision: heartbeat?.revision ?? null,
    ok: heartbeat?.isOk ?? null,
    silent: isSilent,
    signature,
  }));
}

async function listBackups(agent: AgentHost, { limit, after }: Slice): Promise<readonly ApiBackup[]> {
  const { backups, signer } = agent.over(NO_SOURCE);
  const reader = { backups, signer, trusted: new Set([signer.publicKey]), host: agent.name };
  const wanted = (await listSets(backups))
    .toSorted((a, b) => (a.id < b.id ? 1 : -1))
    .filter(({ id }) => after === undefined || id < after)
    .slice(0, limit);
  const shown: ApiBackup[] = [];
  for (const name of wanted) {
    const reading = await readSet(reader, name);
    // What is damaged `homeamp backups verify` tells of.
    if (reading.kind !== 'read') continue;
    const { id, at, cause, instance, revision, files } = reading.manifest;
    shown.push({ id, at, cause, instance, revision, files: files.length, signature: reading.trust });
  }
  return shown;
}
