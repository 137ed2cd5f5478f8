import type { DesiredState } from '../../../core/model/desired-state.ts';
import { MistakeError } from '../../../core/model/errors.ts';
import { type InstanceId, isInstanceNamed } from '../../../core/model/instance.ts';
import type { LeftReason } from '../../../core/onramp/adopt/edited-key.ts';
import { readReportedValue } from '../../../core/onramp/adopt/read-reported-value.ts';
import {
  parseReportedChanges,
  type ReportedChange,
  type ReportedChanges,
} from '../../../core/report/edited-in-report.ts';
import type { AgentHost } from '../../agent/agent-host.ts';
import { heartbeatKey } from '../../agent/heartbeat.ts';
import { readHeartbeat } from '../../agent/look-at-hosts.ts';
import { readSigned } from '../../signed-documents.ts';
import {
  type EditedFilter,
  type FoundEdits,
  gather,
  isEdited,
  isMeant,
  type Judged,
  judgeRead,
  leave,
} from './find-edited.ts';
import { fileBelow, type RenderedKeys, renderKeys } from './render-keys.ts';

export interface ReportedEdits extends FoundEdits {
  /** When the host looked, in milliseconds since 1970, UTC. */
  readonly at: number;
}

interface Asked extends EditedFilter {
  readonly host: string;
  /** Names or ids; empty = all. */
  readonly instances: readonly string[];
}

const MAX_BYTES = 64 * 1024 * 1024;

/** What another host's newest report says was edited there. It counts only with the signature that the fleet knows. */
export async function findReported(
  agent: Pick<AgentHost, 'name' | 'reports' | 'signer'>,
  desired: DesiredState,
  asked: Asked,
): Promise<ReportedEdits> {
  const { at, changes } = await readNewest(agent, desired, asked.host);
  const rendered = renderKeys(desired);
  const isAsked = ({ instance }: ReportedChange) =>
    asked.instances.length === 0 ||
    asked.instances.some((name) => isInstanceNamed(instance as InstanceId, name));
  const judged = changes
    .filter((change) => isEdited(change) && isMeant(asked, change.plugin, change.key) && isAsked(change))
    .map((change) => judge(desired, rendered, { host: asked.host, change }));
  return { at, ...gather(judged) };
}

async function readNewest(
  agent: Pick<AgentHost, 'name' | 'reports' | 'signer'>,
  { fleet }: DesiredState,
  name: string,
): Promise<ReportedChanges> {
  const host = fleet.hosts.get(name);
  if (host === undefined) {
    throw new MistakeError(
      `the fleet has no host ${name}`,
      `Take one of: ${[...fleet.hosts.keys()].join(', ')}.`,
    );
  }
  const trusted = host.publicKey ?? (name === agent.name ? agent.signer.publicKey : undefined);
  if (trusted === undefined) {
    throw new MistakeError(
      `fleet.yaml has no key for ${name}, so nobody can tell whether its report is its own`,
      `Run \`homeamp hosts\` on ${name} and put its key into fleet.yaml as \`publicKey\`, or adopt there.`,
    );
  }
  const bytes = await agent.reports.get(heartbeatKey(name));
  const { signature, heartbeat } = readHeartbeat(agent, bytes, { host: name, trusted });
  const key = signature === 'verified' ? heartbeat?.report : undefined;
  if (key === undefined || key === null || !key.startsWith(`${name}/`)) throw noReport(name);
  const report = await agent.reports.get(key);
  if (report === undefined || report.length > MAX_BYTES) throw noReport(name);
  const read = readSigned(agent.signer, report, { trusted });
  const found = read.kind === 'verified' ? parseReportedChanges(read.text, name) : undefined;
  if (found === undefined) throw noReport(name);
  return found;
}

function noReport(host: string): MistakeError {
  return new MistakeError(
    `${host} has told of no comparison that its key vouches for`,
    'Let its agent look once, and look at `homeamp hosts`: both hosts must share a report store.',
  );
}

interface Told {
  readonly host: string;
  readonly change: ReportedChange;
}

/** What the report names is looked up in the repository: a report says nothing about what Git owns. */
function judge(desired: DesiredState, rendered: RenderedKeys, { host, change }: Told): Judged {
  const instance = change.instance as InstanceId;
  const file = rendered
    .get(instance)
    ?.find(({ path, plugin }) => path === change.file && plugin === change.plugin);
  const key = file?.keys.find(({ id }) => id === change.key);
  const isOfHost = desired.fleet.instances.get(instance)?.host === host;
  if (file === undefined || key === undefined || !isOfHost) {
    return leave({ instance, plugin: change.plugin, file: change.file, id: change.key }, NOT_OWNED);
  }
  const place = { instance, plugin: file.plugin, file: fileBelow(file), format: file.format, path: key.path };
  return judgeRead(place, readReportedValue(change.live));
}

const NOT_OWNED: LeftReason = {
  code: 'not-owned',
  message: 'the repository does not own this key there',
  help: 'Let the host look again; the repository may have moved since.',
};
