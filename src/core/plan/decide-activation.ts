import { matchesGlob } from '../model/glob.ts';
import type { FilePlan } from '../model/plan.ts';

/** What the changed files of an instance need before the server uses them. */
export type Activation =
  | { readonly kind: 'none' }
  | { readonly kind: 'reload'; readonly commands: readonly string[] }
  /** `causes` are the paths of the files that no command reloads. */
  | { readonly kind: 'restart'; readonly causes: readonly string[] };

export function decideActivation(files: readonly FilePlan[]): Activation {
  const changed = files.filter((file) => file.changes.length > 0);
  if (changed.length === 0) return { kind: 'none' };
  const causes = changed.filter(needsRestart).map((file) => file.file.path);
  if (causes.length > 0) return { kind: 'restart', causes };
  const commands = changed
    .map((file) => file.file.activation.reload)
    .filter((command) => command !== undefined);
  return { kind: 'reload', commands: [...new Set(commands)] };
}

/** True when every changed file may be written while the server runs. */
export function isSafeToWriteLive(files: readonly FilePlan[]): boolean {
  return files.every(
    (file) => file.changes.length === 0 || (file.file.activation.liveWriteSafe && !needsRestart(file)),
  );
}

function needsRestart(file: FilePlan): boolean {
  const { reload, restartKeys, ampSettings } = file.file.activation;
  if (reload === undefined) return true;
  return file.changes.some(
    ({ key }) => ampSettings.has(key.id) || restartKeys.some((glob) => matchesGlob(key.id, glob)),
  );
}
