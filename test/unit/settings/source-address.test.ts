import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  hasCredentials,
  isPath,
  isSafeWebAddress,
  parseSourceAddress,
  repositoryHostOf,
} from '../../../src/settings/source-address.ts';

describe('the address of a repository', () => {
  it.each([
    ['https://github.com/acme/network.git', { kind: 'web', host: 'github.com', path: 'acme/network' }],
    ['https://GitHub.com/acme/network/', { kind: 'web', host: 'github.com', path: 'acme/network' }],
    ['http://127.0.0.1:8080/acme/network.git', { kind: 'web', host: '127.0.0.1', path: 'acme/network' }],
    ['ssh://git@git.example.org:2222/fleet.git', { kind: 'ssh', host: 'git.example.org', path: 'fleet' }],
    ['git@github.com:acme/network.git', { kind: 'ssh', host: 'github.com', path: 'acme/network' }],
    ['file:///srv/fleet.git', { kind: 'file', host: '', path: 'srv/fleet' }],
    ['/srv/fleet of ours', { kind: 'folder', host: '', path: '/srv/fleet of ours' }],
  ])('is read: %s', (text, expected) => {
    expect(parseSourceAddress(text)).toEqual(expected);
  });

  it.each([
    ['a relative folder', 'fleet'],
    ['a relative folder with dots', '../fleet'],
    ['a helper of git', 'ext::sh -c id'],
    ['another protocol', 'git://github.com/acme/network'],
    ['http to another machine', 'http://git.example.org/fleet.git'],
    ['an option', '--upload-pack=id'],
    ['an option as a host', '-oProxyCommand=id:x'],
    ['an option behind a user', 'git@-oProxyCommand=id:x'],
    ['a line break', 'https://github.com/acme\n/network'],
    ['no host', 'https://'],
    ['nothing', ''],
  ])('is refused when it is %s', (_what, text) => {
    expect(parseSourceAddress(text)).toBeUndefined();
  });

  it('never throws, whatever stands there', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.string({ unit: 'binary' })), (text) => {
        parseSourceAddress(text);
        hasCredentials(text);
        isSafeWebAddress(text);
        return !isPath(text) || text.startsWith('/');
      }),
    );
  });
});

describe('credentials in an address', () => {
  it.each([
    'https://user:hunter2@git.example.org/fleet.git',
    'https://ghp_example@github.com/acme/network.git',
    'https://git.example.org/fleet.git?token=hunter2',
    'https://git.example.org/fleet.git#hunter2',
    'ssh://git:hunter2@git.example.org/fleet.git',
    'git:hunter2@git.example.org:fleet.git',
  ])('are seen in %s', (text) => {
    expect(hasCredentials(text)).toBe(true);
  });

  it.each([
    'https://github.com/acme/network',
    'ssh://git@git.example.org/x',
    'git@github.com:a/b',
    '/srv/a@b:c',
  ])('are not seen in %s', (text) => {
    expect(hasCredentials(text)).toBe(false);
  });
});

describe('the host of repositories', () => {
  it.each([
    ['https://api.github.com', 'github.com'],
    ['https://github.example.org/api/v3', 'github.example.org'],
    ['https://api.acme.ghe.com', 'acme.ghe.com'],
    ['http://127.0.0.1:4711', '127.0.0.1'],
  ])('follows from where the API is: %s', (apiUrl, host) => {
    expect(repositoryHostOf(apiUrl)).toBe(host);
  });
});
