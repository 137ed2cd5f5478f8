import type { YamlNode } from '../core/source/read-yaml-source.ts';
import { isOnForge } from './compile-forge.ts';
import { fetchSecret, type SecretContext } from './fetch-secret.ts';
import type { ForgeSettings, SourceAccess, SourceSettings } from './settings.ts';
import type { WrittenSettings } from './settings-schema.ts';
import { parseSourceAddress } from './source-address.ts';

const DEFAULT_USERNAME = 'x-access-token';

interface WrittenSource {
  readonly source: WrittenSettings['source'] | undefined;
  /** Undefined where the forge's section has a mistake. */
  readonly compiledForge: ForgeSettings | undefined;
}

/** The repository and how it is entered; undefined, and reported, when it can't be. */
export function compileSource(
  { source, compiledForge }: WrittenSource,
  node: YamlNode | undefined,
  context: SecretContext,
): SourceSettings | undefined {
  const password = fetchSecret(node?.children.get('password'), 'line', context);
  if (source === undefined) return undefined;
  const { url, branch, username, sshKey, knownHosts } = source;
  const access = (): SourceAccess => {
    if (password !== undefined) {
      return { kind: 'password', username: username ?? DEFAULT_USERNAME, password };
    }
    if (sshKey !== undefined && knownHosts !== undefined) {
      return { kind: 'ssh', keyFile: sshKey, knownHostsFile: knownHosts };
    }
    return isEnteredByForge(url, compiledForge) ? { kind: 'forge' } : { kind: 'none' };
  };
  return { url, branch, access: access() };
}

function isEnteredByForge(url: string, forge: ForgeSettings | undefined): boolean {
  return forge?.kind === 'github' && parseSourceAddress(url)?.kind === 'web' && isOnForge(url, forge.apiUrl);
}
