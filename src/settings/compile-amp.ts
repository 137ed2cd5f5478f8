import type { YamlNode } from '../core/source/read-yaml-source.ts';
import { fetchSecret, type SecretContext } from './fetch-secret.ts';
import type { AmpSettings } from './settings.ts';
import type { WrittenSettings } from './settings-schema.ts';

/** AMP with its secret; undefined where the section has a mistake, which is reported. */
export function compileAmp(
  written: WrittenSettings['amp'] | undefined,
  node: YamlNode | undefined,
  context: SecretContext,
): AmpSettings | undefined {
  const password = fetchSecret(node?.children.get('password'), 'line', context);
  if (written === undefined) return undefined;
  const { kind, instances, url, username, session } = written;
  if (kind === 'files') return { kind, instances };
  if (url === undefined || username === undefined || password === undefined) return undefined;
  return { kind, instances, url, username, password, session };
}
