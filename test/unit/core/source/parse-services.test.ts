import { describe, expect, it } from 'vitest';
import { parseNetworkAddress, type Service } from '../../../../src/core/model/service.ts';
import { assemble, type Change, GOOD_FILES, validate } from './small-fleet.ts';

const withServices = (text: string): Change => ({
  'fleet.yaml': `${GOOD_FILES['desired-state/fleet.yaml']}services:\n${text}\n`,
});
const issuesOf = (text: string) => validate(withServices(text)).map(({ code }) => code);

function servicesOf(text: string): readonly Service[] {
  const { desired, issues } = assemble(withServices(text));
  if (desired === undefined) throw new Error(issues.map(({ message }) => message).join('\n'));
  return [...desired.fleet.services.values()];
}

describe('`services`', () => {
  it('say of each kind where it is and how it is entered', () => {
    expect(
      servicesOf(`  plan: { kind: mariadb, address: "192.0.2.1:3306", user: plan, password: "{{secret:PLAN_DB}}" }
  husk: { kind: redis, address: "[2001:db8::1]:6380", password: "{{secret:REDIS}}", tls: true, hosts: [alpha] }
  prom: { kind: prometheus, url: https://prometheus.example.org/base }
  map: { kind: http, url: http://192.0.2.9:8123/ }
  vote: { kind: tcp, address: vote.example.org:8192 }`),
    ).toEqual([
      {
        name: 'plan',
        hosts: [],
        target: {
          kind: 'mariadb',
          address: { host: '192.0.2.1', port: 3306 },
          isEncrypted: false,
          login: { user: 'plan', secret: 'PLAN_DB' },
        },
      },
      {
        name: 'husk',
        hosts: ['alpha'],
        target: {
          kind: 'redis',
          address: { host: '2001:db8::1', port: 6380 },
          isEncrypted: true,
          login: { user: undefined, secret: 'REDIS' },
        },
      },
      {
        name: 'prom',
        hosts: [],
        target: { kind: 'prometheus', url: 'https://prometheus.example.org/base', login: undefined },
      },
      { name: 'map', hosts: [], target: { kind: 'http', url: 'http://192.0.2.9:8123/', login: undefined } },
      {
        name: 'vote',
        hosts: [],
        target: { kind: 'tcp', address: { host: 'vote.example.org', port: 8192 }, isEncrypted: false },
      },
    ]);
  });

  it('may be left out', () => {
    expect(assemble().desired?.fleet.services.size).toBe(0);
  });

  it.each([
    ['has no address', '  a: { kind: mariadb }', 'missing-key'],
    ['has no url', '  a: { kind: http }', 'missing-key'],
    ['is of an unknown kind', '  a: { kind: oracle, address: "x:1" }', 'bad-value'],
    ['has an unknown key', '  a: { kind: tcp, address: "x:1", port: 1 }', 'unknown-key'],
    [
      'has a url where an address stands',
      '  a: { kind: tcp, address: "x:1", url: "http://x/" }',
      'unknown-key',
    ],
    ['has a password in clear', '  a: { kind: redis, address: "x:1", password: hunter2 }', 'bad-value'],
    ['has a password in its url', '  a: { kind: http, url: "https://a:b@example.org/" }', 'bad-value'],
    ['is reached by another protocol', '  a: { kind: http, url: "file:///etc/passwd" }', 'bad-value'],
    ['has a login that tcp has none of', '  a: { kind: tcp, address: "x:1", user: me }', 'unknown-key'],
    [
      'has a password without a user',
      '  a: { kind: mariadb, address: "x:1", password: "{{secret:A}}" }',
      'missing-key',
    ],
    ['is for an unknown host', '  a: { kind: tcp, address: "x:1", hosts: [gamma] }', 'unknown-host'],
    ['has a name that is no name', '  "../a": { kind: tcp, address: "x:1" }', 'unsafe-name'],
  ])('are wrong where one %s', (_what, text, code) => {
    expect(issuesOf(text)).toContain(code);
  });

  it('never show a password that stood there', () => {
    const issues = validate(withServices('  a: { kind: redis, address: "x:1", password: hunter2-canary }'));
    expect(JSON.stringify(issues)).not.toContain('hunter2-canary');
    expect(issues.length).toBeGreaterThan(0);
  });
});

describe('an address of a service', () => {
  it.each([
    ['localhost:1', { host: 'localhost', port: 1 }],
    ['192.0.2.1:65535', { host: '192.0.2.1', port: 65_535 }],
    ['[::1]:22', { host: '::1', port: 22 }],
  ])('may be %s', (text, address) => {
    expect(parseNetworkAddress(text)).toEqual(address);
  });

  it.each(['', 'x', 'x:0', 'x:65536', 'x:1:2', '::1:22', '-x:1', 'x:1 ', 'a b:1', 'x:1/y', 'x.:1', '[x]:1'])(
    'can’t be %j',
    (text) => {
      expect(parseNetworkAddress(text)).toBeUndefined();
    },
  );
});
