import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type ImportedServers, importServers } from '../../src/engine/onramp/live/import-servers.ts';
import { openImportPlace } from '../../src/main/open-import-place.ts';

/** By path; text, or bytes. */
export type Tree = Readonly<Record<string, string | Uint8Array>>;

/** A folder with these files, gone when the test ends. */
export function createTree(tree: Tree): string {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'homeamp-import-test-')));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(tree)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  return dir;
}

export interface ImportWishes {
  readonly name?: string;
  readonly groups?: ReadonlyMap<string, readonly string[]>;
  readonly proposeGroups?: boolean;
  readonly own?: readonly string[];
  readonly leave?: readonly string[];
}

/** Imports a folder or an archive as the host `frost`. */
export async function importPlace(place: string, wishes: ImportWishes = {}): Promise<ImportedServers> {
  const { host, close } = await openImportPlace(place, wishes.name);
  try {
    return await importServers(
      { ...host, knownJars: { get: () => new Map(), put: () => undefined } },
      {
        hosts: [{ host: 'frost', locals: host.locals }],
        options: {
          threshold: 0.6,
          proposeGroups: wishes.proposeGroups ?? false,
          stages: ['dev', 'production'],
        },
        groups: wishes.groups ?? new Map(),
        own: wishes.own ?? [],
        leave: wishes.leave ?? [],
        onStep: () => undefined,
      },
    );
  } finally {
    await close();
  }
}

/** `Plugin:file` → the ids of the keys that were seen on an instance. */
export function seenKeys(
  { seen }: ImportedServers,
  name: string,
): Readonly<Record<string, readonly string[]>> {
  const files = seen.instances.find((instance) => instance.name === name)?.files ?? [];
  return Object.fromEntries(
    files.map(({ plugin, path, keys }) => [`${plugin}:${path}`, keys.map(({ id }) => id)]),
  );
}
