import { type LoadedState, loadDesiredState } from '../engine/load-desired-state.ts';
import type { SecretSource } from '../ports/secret-source.ts';
import type { CliContext } from './cli-context.ts';
import type { CliOptions } from './command.ts';
import { hostPlace, repositoryPlace } from './host-place.ts';
import { createLook, LOOK_NOWHERE, type LookAtLive } from './look-at-live.ts';

export interface LookSession {
  readonly state: LoadedState;
  readonly secrets: SecretSource;
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
    return run({ state, secrets, look: LOOK_NOWHERE });
  }
  const { host, close } = await context.openReaders(hostPlace(context.environment, options));
  try {
    const state = await loadDesiredState({ ...host, ref: options.revision });
    return await run({
      state,
      secrets: host.secrets,
      look: createLook(host, state.desired.fleet, options.host),
    });
  } finally {
    await close();
  }
}
