import type { FindSecret } from '../core/render/instance-variables.ts';
import { type LoadedState, loadDesiredState } from '../engine/load-desired-state.ts';
import { openSecrets } from '../engine/secrets/open-secrets.ts';
import type { CliContext } from './cli-context.ts';
import type { CliOptions } from './command.ts';
import { hostPlace, repositoryPlace } from './host-place.ts';
import { createLook, LOOK_NOWHERE, type LookAtLive } from './look-at-live.ts';

export interface LookSession {
  readonly state: LoadedState;
  readonly findSecret: FindSecret;
  readonly look: LookAtLive;
}

/** Runs with the repository, and with the host's live files where `--amp-root` says where they are. */
export async function withLook<T>(
  context: CliContext,
  options: CliOptions,
  run: (session: LookSession) => T | Promise<T>,
): Promise<T> {
  if (options.ampRoot === undefined) {
    const { source, workbooks, secrets } = await context.openRepository(
      repositoryPlace(context.environment, options),
    );
    const state = await loadDesiredState({ source, workbooks, ref: options.revision });
    return run({ state, findSecret: (name) => secrets.get(name), look: LOOK_NOWHERE });
  }
  const { host, close } = await context.openReaders(hostPlace(context.environment, options));
  try {
    const state = await loadDesiredState({ ...host, ref: options.revision });
    const { fleet } = state.desired;
    const managed = [...fleet.instances.values()].filter((instance) => instance.managed);
    const secrets = await openSecrets(host.secrets, state, managed);
    const look = createLook(host, fleet, { wantedHost: options.host, secrets: secrets.known });
    return await run({ state, findSecret: secrets.find, look });
  } finally {
    await close();
  }
}
