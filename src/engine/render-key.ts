import type { SecretSource } from '../ports/secret-source.ts';
import { sha256 } from './digest.ts';

export interface RenderKeyInput {
  readonly treeId: string;
  /** homeamp's own version: a newer one may render differently. */
  readonly version: string;
  readonly secrets: SecretSource;
  readonly fingerprintOf: (text: string) => string;
}

/** Equal keys mean that rendering gives equal files on this host, so that what is known of them still holds. */
export function renderKeyOf(input: RenderKeyInput): string {
  const secrets = input.secrets.names().map((name) => {
    return `${name}=${input.fingerprintOf(`secret\n${name}\n${input.secrets.get(name)?.reveal() ?? ''}`)}`;
  });
  const stamp = input.secrets.opener.stamp(input.fingerprintOf);
  const identity = stamp === undefined ? [] : [`identity ${stamp}`];
  return sha256([input.treeId, input.version, ...secrets, ...identity].join('\n'));
}
