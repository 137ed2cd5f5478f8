import type { LocalStoreSettings } from '../../src/settings/settings.ts';

/** The store of a host without settings for one; `reports` is a folder that hosts share. */
export function localStore(reports?: string): LocalStoreSettings {
  return { kind: 'local', reports, keep: { forMillis: 90 * 86_400_000, atLeast: 10 } };
}
