import type { Fleet } from '../core/model/desired-state.ts';
import { MistakeError } from '../core/model/errors.ts';
import type { Instance } from '../core/model/instance.ts';
import { suggestName } from '../core/source/suggest-name.ts';

/** The one managed instance of the whole fleet that a name, alias or HOST/NAME stands for. */
export function findInstance(fleet: Fleet, wanted: string, host: string | undefined): Instance {
  const candidates = [...fleet.instances.values()].filter(
    (instance) => instance.managed && (host === undefined || instance.host === host),
  );
  const found = candidates.filter(
    ({ id, name, aliases }) => id === wanted || name === wanted || aliases.includes(wanted),
  );
  const [first, second] = found;
  if (first === undefined) {
    const names = candidates.map((instance) => instance.name);
    throw new MistakeError(
      `no managed instance is named ${wanted}.${suggestName(wanted, names)}`,
      `Take one of: ${names.join(', ')}.`,
    );
  }
  if (second === undefined) return first;
  throw new MistakeError(
    `several instances are named ${wanted}`,
    `Say which: ${found.map(({ id }) => id).join(' or ')}.`,
  );
}

/** Throws `MistakeError` unless the repository has a baseline for the plugin. */
export function assertPlugin(plugins: Iterable<string>, wanted: string): void {
  const known = [...plugins];
  if (known.includes(wanted)) return;
  throw new MistakeError(
    `no baseline is for the plugin ${wanted}.${suggestName(wanted, known)}`,
    `Take one of: ${known.sort().join(', ')}.`,
  );
}
