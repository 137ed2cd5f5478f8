import type { InstalledJar, JarContent } from '../../core/model/installed-plugin.ts';
import { type InstancePath, parseInstancePath } from '../../core/model/instance.ts';
import { describeJar } from '../../core/plugins/describe-jar.ts';
import type { RootPath } from '../../ports/live-files.ts';
import type { KnownJar } from '../../ports/plugin-inventory.ts';
import type { HostReaders } from '../host-state.ts';
import { isSettled } from '../steady-instances.ts';

/** What it takes to tell installed plugins. */
export type PluginHost = Pick<HostReaders, 'files' | 'jars' | 'knownJars' | 'clock'>;

const PLUGINS = 'plugins' as InstancePath;
const MAX_JARS = 1000;

/**
 * The jars in an instance's `plugins` folder, sorted by name. Only those that moved since they were last opened are
 * opened. Throws `MistakeError` where the folder can't be looked into.
 */
export async function listJars(host: PluginHost, root: RootPath): Promise<readonly InstalledJar[]> {
  const names = host.files.list(root, PLUGINS).filter((name) => name.toLowerCase().endsWith('.jar'));
  if (names.length === 0) return [];
  const known = host.knownJars.get(root);
  const looks: JarLook[] = [];
  for (const jar of names.slice(0, MAX_JARS)) looks.push(await lookAt(host, root, { jar, known }));
  const settled = looks.flatMap(({ jar, content, identity }): [string, KnownJar][] =>
    identity !== undefined && isSettled(identity, host.clock.now()) ? [[jar, { identity, content }]] : [],
  );
  if (looks.some(({ isNew }) => isNew) || settled.length !== known.size)
    host.knownJars.put(root, new Map(settled));
  return [...looks, ...names.slice(MAX_JARS).map(tooMany)];
}

interface JarLook extends InstalledJar {
  /** Undefined for what is no regular file. */
  readonly identity: string | undefined;
  /** True when it was opened. */
  readonly isNew: boolean;
}

async function lookAt(
  { files, jars }: PluginHost,
  root: RootPath,
  { jar, known }: { readonly jar: string; readonly known: ReadonlyMap<string, KnownJar> },
): Promise<JarLook> {
  const path = parseInstancePath(`${PLUGINS}/${jar}`);
  if (path === undefined) {
    const content: JarContent = { kind: 'unreadable', reason: 'its name has characters that are not safe' };
    return { jar, content, identity: undefined, isNew: false };
  }
  const identity = files.identify(root, path);
  const before = known.get(jar);
  if (before !== undefined && before.identity === identity)
    return { jar, content: before.content, identity, isNew: false };
  const reading = await jars.read(root, path);
  const content = reading.kind === 'read' ? describeJar(reading.descriptors) : reading;
  return { jar, content, identity, isNew: true };
}

function tooMany(jar: string): InstalledJar {
  return { jar, content: { kind: 'unreadable', reason: `only the first ${MAX_JARS} jars are looked into` } };
}
