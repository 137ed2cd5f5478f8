import type { Secret } from '../core/model/secret.ts';
import { durationMillis } from '../core/source/duration.ts';
import type { YamlNode } from '../core/source/read-yaml-source.ts';
import { fetchSecret, type SecretContext } from './fetch-secret.ts';
import type { StoreSettings } from './settings.ts';
import type { WrittenSettings } from './settings-schema.ts';

const SHORTEST_KEY = 32;

/** The store with its secrets; undefined where the section has a mistake, which is reported. */
export function compileStore(
  written: WrittenSettings['store'] | undefined,
  node: YamlNode | undefined,
  context: SecretContext,
): StoreSettings | undefined {
  const accessKey = fetchSecret(node?.children.get('accessKey'), 'line', context);
  const secretKey = fetchSecret(node?.children.get('secretKey'), 'line', context);
  const encryptionKey = fetchEncryptionKey(node?.children.get('encryptionKey'), context);
  if (written === undefined) return undefined;
  const keep = { forMillis: durationMillis(written.keep.for), atLeast: written.keep.atLeast };
  if (written.kind === 'local') return { kind: 'local', reports: written.reports, keep };
  const { kind, endpoint, region, buckets, whenAway } = written;
  if (endpoint === undefined || accessKey === undefined || secretKey === undefined) return undefined;
  return { kind, endpoint, region, accessKey, secretKey, buckets, encryptionKey, whenAway, keep };
}

/** Whoever has a copy of the bucket can try keys for as long as he likes. */
function fetchEncryptionKey(node: YamlNode | undefined, context: SecretContext): Secret<string> | undefined {
  const key = fetchSecret(node, 'line', context);
  if (node === undefined || key === undefined || key.reveal().length >= SHORTEST_KEY) return key;
  const message = `The secret that is named here is shorter than ${SHORTEST_KEY} characters.`;
  const help = 'Make one with `openssl rand -base64 32`, and keep a copy of it away from this host.';
  context.report('missing-secret', node.place, message, help);
  return undefined;
}
