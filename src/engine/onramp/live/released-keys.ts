import { keyId } from '../../../core/model/key-path.ts';
import type { RepositoryDraft } from '../../../core/model/repository-draft.ts';
import type { CollectGuess } from '../../../core/onramp/collect/collect-guess.ts';
import type { SeenFleet } from '../../../core/onramp/seen-fleet.ts';
import type { Unwritten } from '../../../core/source/write/write-repository.ts';
import type { DifferingKey } from './differing-key.ts';

/** A glob of `Plugin:file:key` → what is told of the key that it leaves to the servers. */
type Released = ReadonlyMap<string, CollectGuess>;

/** Keys that a proof found to be wrong. */
export function differingKeys(seen: SeenFleet, keys: readonly DifferingKey[]): Released {
  return new Map(
    keys.flatMap(({ path, id, reason }) => {
      const file = seenFile(seen, path);
      return file === undefined ? [] : [released({ ...file, id, reason })];
    }),
  );
}

/** Keys that the repository's files could not say. */
export function lostKeys(seen: SeenFleet, draft: RepositoryDraft, unwritten: readonly Unwritten[]): Released {
  const folders = new Map(
    draft.baselines.map(({ plugin, folder }) => [plugin, folder ?? `plugins/${plugin}`]),
  );
  return new Map(
    unwritten.flatMap(({ plugin, file, key, reason }) => {
      const folder = folders.get(plugin);
      const found =
        folder === undefined ? undefined : seenFile(seen, folder === '.' ? file : `${folder}/${file}`);
      return found === undefined ? [] : [released({ ...found, id: keyId(key), reason })];
    }),
  );
}

/** How people and globs name a file that lies at a path below the application root. */
function seenFile(
  seen: SeenFleet,
  path: string,
): { readonly plugin: string; readonly file: string } | undefined {
  for (const { files } of seen.instances) {
    for (const file of files) {
      if (path === (file.folder === '.' ? file.path : `${file.folder}/${file.path}`))
        return { plugin: file.plugin, file: file.path };
    }
  }
  return undefined;
}

interface ReleasedKey {
  readonly plugin: string;
  readonly file: string;
  readonly id: string;
  readonly reason: string;
}

function released({ plugin, file, id, reason }: ReleasedKey): readonly [string, CollectGuess] {
  const glob = `${plugin}:${file}:${id}`;
  return [
    glob,
    {
      kind: 'not-reproducible',
      subject: glob,
      text: `\`${id}\` in \`${file}\` of ${plugin} is left to the servers: ${reason.replace(/\.$/, '')}.`,
      change: 'Write the key into the baseline by hand when it should be owned.',
    },
  ];
}
