import type { GitHubAuth } from '../adapters/forge/index.ts';
import type { YamlNode } from '../core/source/read-yaml-source.ts';
import { fetchSecret, type SecretContext } from './fetch-secret.ts';
import type { ForgeSettings } from './settings.ts';
import type { WrittenSettings } from './settings-schema.ts';
import { parseSourceAddress, repositoryHostOf } from './source-address.ts';

const OWNER_AND_NAME = /^[A-Za-z0-9-]{1,100}\/[A-Za-z0-9._-]{1,100}$/;

interface WrittenForge {
  readonly forge: WrittenSettings['forge'] | undefined;
  readonly source: WrittenSettings['source'] | undefined;
}

/** The forge with its secrets; undefined, and reported, when it can't be entered or its repository is not known. */
export function compileForge(
  { forge, source }: WrittenForge,
  node: YamlNode | undefined,
  context: SecretContext,
): ForgeSettings | undefined {
  const auth = compileAuth(forge, node, context);
  if (forge === undefined) return undefined;
  if (forge.kind === 'none') return { kind: 'none' };
  const apiUrl = forge.apiUrl.replace(/\/{1,16}$/, '');
  const repository = forge.repository ?? (source && repositoryAt(source.url, apiUrl));
  if (repository === undefined && source !== undefined && node !== undefined) {
    const message = '`forge` has no `repository`, and the address of `source` does not tell it.';
    context.report('missing-key', node.place, message, 'Add `repository: owner/name`.');
  }
  if (auth === undefined || repository === undefined) return undefined;
  const writeGapMillis = Number(forge.writeGap.slice(0, -1)) * 1000;
  return { kind: 'github', apiUrl, repository, auth, writeGapMillis, proposals: forge.proposals };
}

/** True for an address whose host is the forge's, so that the forge's own credentials open it. */
export function isOnForge(url: string, apiUrl: string): boolean {
  const host = parseSourceAddress(url)?.host;
  return host !== undefined && host !== '' && host === repositoryHostOf(apiUrl);
}

function repositoryAt(url: string, apiUrl: string): string | undefined {
  const path = parseSourceAddress(url)?.path ?? '';
  return isOnForge(url, apiUrl) && OWNER_AND_NAME.test(path) ? path : undefined;
}

function compileAuth(
  forge: WrittenSettings['forge'] | undefined,
  node: YamlNode | undefined,
  context: SecretContext,
): GitHubAuth | undefined {
  const token = fetchSecret(node?.children.get('token'), 'line', context);
  const keyNode = node?.children.get('app')?.children.get('privateKey');
  const privateKey = fetchSecret(keyNode, 'rsa-key', context);
  if (token !== undefined) return { kind: 'token', token };
  if (forge?.app === undefined || privateKey === undefined) return undefined;
  return { kind: 'app', appId: forge.app.id, installationId: forge.app.installation, privateKey };
}
