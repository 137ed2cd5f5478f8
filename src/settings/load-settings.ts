import { MistakeError } from '../core/model/errors.ts';
import { checkSettings } from './check-settings.ts';
import type { Settings } from './settings.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Settings with their secrets, read anew. Throws `MistakeError` with every mistake, warnings included. */
export function loadSettings(path: string, environment: Environment): Settings {
  const { settings, issues } = checkSettings(path, environment);
  if (settings !== undefined) return settings;
  throw new MistakeError(
    `the settings in ${path} can't be used`,
    'Correct what is listed above; `homeamp config check` tells whether it is right.',
    issues,
  );
}
