import { describe, expect, it } from 'vitest';
import { assemble, type Change, GOOD_FILES, validate } from './small-fleet.ts';

const KEY = `ed25519:${'A'.repeat(43)}=`;

const withHost = (fields: string): Change => ({
  'fleet.yaml': GOOD_FILES['desired-state/fleet.yaml']?.replace('address: 192.0.2.10', fields) ?? '',
});

describe('the public key of a host', () => {
  it('is read beside the address, and is missing where nobody wrote one', () => {
    const { desired } = assemble(withHost(`address: 192.0.2.10, publicKey: "${KEY}"`));
    expect([...(desired?.fleet.hosts.values() ?? [])]).toEqual([
      { name: 'alpha', address: '192.0.2.10', publicKey: KEY },
      { name: 'beta', address: undefined, publicKey: undefined },
    ]);
  });

  it.each(['ed25519:short', `"${KEY.replace('ed25519', 'rsa')}"`, `"${KEY} "`, '12', '""'])(
    'can not be %s, and the message says where to find it',
    (written) => {
      const issues = validate(withHost(`publicKey: ${written}`));
      expect(issues.map(({ severity }) => severity)).toEqual(['error']);
      if (written !== '12') expect(issues[0]?.message).toContain('`homeamp hosts` shows it');
    },
  );
});
