import { describe, expect, it } from 'vitest';
import { desiredText } from '../../../../src/core/diff/fingerprint-text.ts';
import { hideSecret } from '../../../../src/core/diff/hide-secret.ts';
import type { ConfigValue } from '../../../../src/core/model/config-value.ts';
import type { DesiredValue } from '../../../../src/core/model/managed-file.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import { desiredKey, have, plainFingerprint, want } from '../../../support/model-samples.ts';

const secretValue = (value: ConfigValue): DesiredValue => ({ kind: 'secret', secret: new Secret(value) });

function shown(
  id: string,
  desired: DesiredValue,
  live: ConfigValue,
  options: { applied?: DesiredValue; secrets?: string[] } = {},
) {
  const text = options.applied === undefined ? undefined : desiredText(id, options.applied);
  const secrets = (options.secrets ?? []).map((secret) => new Secret(secret));
  const applied = text === undefined ? undefined : plainFingerprint(text);
  const result = hideSecret(desiredKey(id, desired), have(live), applied, {
    fingerprintOf: plainFingerprint,
    secrets,
  });
  return JSON.stringify(result, (_, value) => (typeof value === 'bigint' ? `${value}` : value));
}

describe('a live value', () => {
  it('is hidden where the desired one is a secret or the name says so', () => {
    expect(shown('db.url', secretValue('new'), 'x:canary@y')).not.toContain('canary');
    expect(shown('db.password', want('new'), 'canary')).not.toContain('canary');
  });

  it('stays hidden when its key stops being a secret, even after the secret was rotated', () => {
    const applied = secretValue('x:canary@y');
    expect(shown('db.url', want('none'), 'x:canary@y', { applied })).not.toContain('canary');
    expect(shown('db.url', { kind: 'absent' }, 'x:canary@y', { applied })).not.toContain('canary');
  });

  it('is hidden where one of the secrets of this host stands in it, however deep', () => {
    const secrets = ['canary'];
    expect(shown('motd', want('hi'), 'say canary!', { secrets })).not.toContain('canary');
    expect(shown('list', want([]), ['a', new Map([['b', 'canary']])], { secrets })).not.toContain('canary');
  });

  it('is shown otherwise', () => {
    expect(shown('motd', want('hi'), 'hello', { applied: want('hello'), secrets: ['canary'] })).toContain(
      'hello',
    );
  });
});
