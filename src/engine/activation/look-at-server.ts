import { OperatingError } from '../../core/model/errors.ts';
import { isDown, type ServerLook } from '../../core/model/server-look.ts';
import type { InstanceControl } from '../../ports/instance-control.ts';
import type { RootPath } from '../../ports/live-files.ts';
import type { ServerName, ServerWatch } from '../../ports/server-operator.ts';

/** A server as both sides name it: its application root, and AMP's InstanceName. */
export interface ServerAddress {
  readonly root: RootPath;
  readonly server: ServerName;
}

export interface ServerLooker {
  readonly control: InstanceControl;
  readonly amp: { readonly watch: ServerWatch } | undefined;
}

/**
 * AMP's word and the host's processes, joined so that neither can be wrong about a running server alone: down is only
 * what AMP calls down while no Java process works in its folder. Where AMP knows nothing, since the server's own part
 * of it is down, the processes decide. While AMP does not answer nothing is known, since it could start the server
 * at any moment.
 */
export async function lookAtServer(host: ServerLooker, { root, server }: ServerAddress): Promise<ServerLook> {
  if (host.amp === undefined) return lookAtProcess(host, root, '');
  try {
    const seen = await host.amp.watch.look(server);
    if (seen.state === 'unknown') return lookAtProcess(host, root, seen.detail);
    return isDown(seen) && hasJava(host, root) ? { ...seen, state: 'stopping' } : seen;
  } catch (failure) {
    if (!(failure instanceof OperatingError)) throw failure;
    return unknown(whyText(failure));
  }
}

/** A mistake does not pass by itself, so that what to do about it is told as well. */
export function whyText({ kind, message, next }: OperatingError): string {
  return kind === 'mistake' ? `${message} ${next}` : message;
}

function lookAtProcess({ control }: ServerLooker, root: RootPath, detail: string): ServerLook {
  const process = control.processState(root);
  switch (process.kind) {
    case 'stopped':
      return { state: 'stopped', players: 0, startedAt: undefined, detail: '' };
    case 'running':
      return { state: 'ready', players: undefined, startedAt: process.startedAt, detail: '' };
    case 'unknown':
      return unknown(detail === '' ? process.reason : detail);
  }
}

function unknown(detail: string): ServerLook {
  return { state: 'unknown', players: undefined, startedAt: undefined, detail };
}

function hasJava({ control }: ServerLooker, root: RootPath): boolean {
  const process = control.processState(root);
  return process.kind === 'running' && process.isJava;
}
