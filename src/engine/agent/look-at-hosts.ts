import type { Host } from '../../core/model/desired-state.ts';
import { isSafeName } from '../../core/model/instance.ts';
import { type Heartbeat, parseHeartbeat } from '../../core/report/heartbeat.ts';
import { type HeartbeatSignature, type HostLook, isOverdue } from '../../core/report/host-look.ts';
import type { Signer } from '../../ports/signer.ts';
import { desiredInForce } from '../orders/known-fleet.ts';
import { readSigned } from '../signed-documents.ts';
import type { AgentHost } from './agent-host.ts';
import { heartbeatKey } from './heartbeat.ts';

const MAX_BYTES = 64 * 1024;

/** Every host of the fleet by its last heartbeat, in the fleet's order. Throws `TransientError` when the store is away. */
export async function lookAtHosts(agent: AgentHost): Promise<readonly HostLook[]> {
  const fleet = (await desiredInForce(agent))?.fleet;
  const own: Host = { name: agent.name, address: undefined, publicKey: undefined };
  const hosts = fleet === undefined ? [own] : [...fleet.hosts.values()];
  const looks: HostLook[] = [];
  for (const host of hosts) if (isSafeName(host.name)) looks.push(await lookAt(agent, host));
  return looks;
}

async function lookAt(agent: AgentHost, { name, publicKey }: Host): Promise<HostLook> {
  const isSelf = name === agent.name;
  const trusted = publicKey ?? (isSelf ? agent.signer.publicKey : undefined);
  const bytes = await agent.reports.get(heartbeatKey(name));
  const { signature, heartbeat } = readHeartbeat(agent, bytes, { host: name, trusted });
  return {
    host: name,
    isSelf,
    heartbeat,
    signature,
    hasKey: publicKey !== undefined,
    isSilent: isOverdue(heartbeat, agent.clock.now()),
  };
}

/** Nothing is shown of what was changed after it was signed. */
export function readHeartbeat(
  { signer }: { readonly signer: Pick<Signer, 'verify'> },
  bytes: Uint8Array | undefined,
  { host, trusted }: { readonly host: string; readonly trusted: string | undefined },
): { readonly signature: HeartbeatSignature; readonly heartbeat: Heartbeat | null } {
  if (bytes === undefined || bytes.length > MAX_BYTES) return { signature: 'none', heartbeat: null };
  const read = readSigned(signer, bytes, { trusted });
  if (read.kind === 'forged') return { signature: 'forged', heartbeat: null };
  const heartbeat = parseHeartbeat(read.text, host);
  return heartbeat === undefined
    ? { signature: 'none', heartbeat: null }
    : { signature: read.kind, heartbeat };
}
