import type { Fleet } from '../core/model/desired-state.ts';
import type { FileDrift } from '../core/model/drift.ts';
import { MistakeError } from '../core/model/errors.ts';
import type { Instance } from '../core/model/instance.ts';
import type { ManagedFile } from '../core/model/managed-file.ts';
import type { Secret } from '../core/model/secret.ts';
import { chooseHost } from '../engine/choose-instances.ts';
import type { HostReaders } from '../engine/host-state.ts';
import { locateInstances } from '../engine/locate-instances.ts';
import { createObserver, secretKnowledgeOf } from '../engine/observe.ts';

/** A live file beside its desired one, or why nobody looked. */
export type Look =
  | { readonly kind: 'not-looked-at'; readonly reason: string }
  | { readonly kind: 'looked'; readonly drift: FileDrift; readonly text: string };

export type LookAtLive = (instance: Instance, file: ManagedFile) => Promise<Look>;

/** For commands that were not told where the instances lie. */
export const LOOK_NOWHERE: LookAtLive = async () => ({
  kind: 'not-looked-at',
  reason: 'say --amp-root to look at the server as well',
});

interface LookRequest {
  readonly wantedHost: string | undefined;
  /** Never shown, wherever they stand. */
  readonly secrets: readonly Secret<string>[];
}

/** Looks at single files of the instances on this host; those of other hosts are told to be elsewhere. */
export function createLook(
  host: HostReaders,
  fleet: Fleet,
  { wantedHost, secrets }: LookRequest,
): LookAtLive {
  const locals = host.locals.list();
  const hostName = hostOrNone(() => chooseHost(fleet, wantedHost, locals));
  const here = [...fleet.instances.values()].filter((instance) => instance.host === hostName);
  const locations = locateInstances(here, locals);
  const observer = createObserver(host, secretKnowledgeOf(host, secrets));
  return async (instance, file) => {
    const location = locations.get(instance.id);
    if (location === undefined) return { kind: 'not-looked-at', reason: elsewhere(instance, hostName) };
    if (location.kind === 'blocked') return { kind: 'not-looked-at', reason: location.reason.message };
    const applied = host.applied.get(instance.id).get(file.path);
    const { drift, text } = await observer.observe(location.root, file, applied);
    return { kind: 'looked', drift, text };
  };
}

function hostOrNone(choose: () => string): string | undefined {
  try {
    return choose();
  } catch (error) {
    if (error instanceof MistakeError) return undefined;
    throw error;
  }
}

function elsewhere({ host }: Instance, here: string | undefined): string {
  return here === undefined
    ? 'it is not clear which host this is, so say --host'
    : `the instance is on ${host}, and this is ${here}`;
}
