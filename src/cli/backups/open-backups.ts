import { existsSync } from 'node:fs';
import { MistakeError, OperatingError } from '../../core/model/errors.ts';
import { isPublicKeyText } from '../../core/model/signed-document.ts';
import type { BackupPlace } from '../../engine/backups/backup-places.ts';
import type { Reader } from '../../engine/backups/read-set.ts';
import type { Signer } from '../../ports/signer.ts';
import { loadSettings } from '../../settings/load-settings.ts';
import type { Settings } from '../../settings/settings.ts';
import { isSettingsNamed, settingsPath } from '../../settings/settings-path.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { stateDirOf } from '../host-place.ts';

/** The backups of one host, and who is believed about them. */
export interface OpenedBackups {
  readonly places: readonly BackupPlace[];
  readonly reader: Omit<Reader, 'backups'>;
}

/** Opens the backups for looking: the places that the settings name, or the folder of a state alone. Takes no lock. */
export async function openBackups(
  context: CliContext,
  options: CliOptions,
): Promise<OpenedBackups & { readonly close: () => Promise<void> }> {
  const settings = settingsOf(context, options);
  if (settings === undefined) {
    const { host, close } = await context.openBackups(stateDirOf(context.environment, options));
    return { places: host.places, reader: readerOf(host.signer, options, options.host), close };
  }
  const { agent, close } = await context.openAgent(settings);
  return { places: agent.backupPlaces, reader: readerOf(agent.signer, options, settings.host), close };
}

/** The settings of this host's agent, unless the command line says where to look. */
export function settingsOf({ environment }: CliContext, options: CliOptions): Settings | undefined {
  if (options.state !== undefined || options.ampRoot !== undefined) return undefined;
  const path = settingsPath(environment, options.config);
  if (!isSettingsNamed(environment, options.config) && !existsSync(path)) return undefined;
  return loadSettings(path, environment);
}

/** Believes this host's own key, and those that the person names. */
export function readerOf(
  signer: Signer,
  { trustKey = [] }: CliOptions,
  host: string | undefined,
): OpenedBackups['reader'] {
  const unfit = trustKey.find((key) => !isPublicKeyText(key));
  if (unfit !== undefined) {
    throw new MistakeError(
      '--trust-key names something that is no public key',
      "Copy it from `publicKey` of this host in the repository's fleet.yaml; it begins with `ed25519:`.",
    );
  }
  return { signer, trusted: new Set([...ownKey(signer), ...trustKey]), host };
}

/** A copy of a state folder that may only be read has no key to make. */
function ownKey(signer: Signer): readonly string[] {
  try {
    return [signer.publicKey];
  } catch (failure) {
    if (failure instanceof OperatingError) return [];
    throw failure;
  }
}
