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
  const { reload, restartKeys } = file.file.activation;
  if (reload === undefined) return true;
  return file.changes.some((change) => restartKeys.some((glob) => matchesGlob(change.key.id, glob)));
}

/** `*` stands for any run of characters, dots included; everything else is literal. Linear in both lengths. */
export function matchesGlob(text: string, glob: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  const last = rest.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last))
    return false;
  let position = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return position <= text.length - last.length;
}
