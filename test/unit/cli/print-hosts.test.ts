import { describe, expect, it } from 'vitest';
import { hostsLines } from '../../../src/cli/print/print-hosts.ts';
import { textOf } from '../../../src/cli/print/screen.ts';
import type { HostLook } from '../../../src/core/report/host-look.ts';

const NOW = 1_800_000_000_000;
const KEY = `ed25519:${'A'.repeat(43)}=`;

const look = (host: string, more: Partial<HostLook> = {}): HostLook => ({
  host,
  isSelf: false,
  heartbeat: {
    kind: 'heartbeat',
    host,
    version: '1.0.0',
    at: NOW - 125_000,
    nextBy: NOW + 1,
    revision: '731237685259'.padEnd(40, '0'),
    isOk: true,
    states: { InSync: 3, Drifted: 1 },
    report: null,
  },
  signature: 'verified',
  hasKey: true,
  isSilent: false,
  ...more,
});

/** The lines as they stand on a terminal, blanks run together. */
function shown(looks: readonly HostLook[]): readonly string[] {
  const lines = hostsLines({ looks, publicKey: KEY, host: 'frost', now: NOW }, undefined);
  return lines.map((line) => line.map(textOf).join('').replace(/ +/g, ' ').trimEnd());
}

describe('the table of hosts', () => {
  it('shows when each was heard of, what it runs and how far it can be believed', () => {
    expect(
      shown([look('frost', { isSelf: true }), look('oak', { signature: 'unknown-key', hasKey: false })]),
    ).toEqual([
      'HOST HEARD VERSION REVISION INSTANCES SIGNATURE',
      'frost 2 min ago 1.0.0 731237685259 3 InSync, 1 Drifted verified',
      'oak 2 min ago 1.0.0 731237685259 3 InSync, 1 Drifted unknown key',
    ]);
  });

  it('shows the key of this host until the fleet has it', () => {
    const lines = shown([look('frost', { isSelf: true, hasKey: false })]);
    expect(lines.at(-1)).toBe(`For fleet.yaml, hosts.frost.publicKey: ${KEY}`);
  });

  it.each<[string, Partial<HostLook>, RegExp]>([
    ['silent', { isSilent: true }, /^oak: nothing was heard of it in time\. Look whether its agent runs\.$/],
    [
      'never heard of',
      { isSilent: true, heartbeat: null, signature: 'none' },
      /^oak: nothing was ever heard.*share a store/,
    ],
    [
      'forged',
      { isSilent: true, heartbeat: null, signature: 'forged' },
      /^oak: .*not signed with the key in fleet\.yaml/,
    ],
    [
      'unsigned though its key is known',
      { signature: 'unsigned' },
      /^oak: .*not signed with the key in fleet\.yaml/,
    ],
  ])('says what to do about one that is %s', (_, more, advice) => {
    expect(shown([look('frost', { isSelf: true }), look('oak', more)]).at(-1)).toMatch(advice);
  });
});
