import { describe, expect, it } from 'vitest';
import { createSettingsRig, LEAST, rsaKey, settingsOf, told } from './settings-rig.ts';

describe('settings', () => {
  it('need a host, a source and the instances, and have defaults for the rest', () => {
    expect(settingsOf(createSettingsRig().check(LEAST))).toEqual({
      host: 'frost',
      source: {
        url: 'https://github.com/acme/network.git',
        branch: undefined,
        access: { kind: 'none' },
      },
      forge: { kind: 'none' },
      gates: {
        signatures: { required: false, allowedSignersFile: undefined, gnupgHome: undefined },
        minimumApprovals: 0,
        trustFirstRevision: false,
      },
      amp: { kind: 'files', instances: '/home/amp/.ampdata/instances' },
      state: '/var/lib/homeamp',
      store: { kind: 'local', reports: undefined, keep: { forMillis: 90 * 86_400_000, atLeast: 10 } },
      secrets: { file: undefined, identity: undefined },
      schedule: {
        poll: { kind: 'interval', millis: 60_000 },
        pulls: { kind: 'interval', millis: 60_000 },
        scan: { kind: 'interval', millis: 3_600_000 },
        jitter: 0.1,
      },
      http: undefined,
      log: { format: 'auto' },
    });
  });

  it('enter GitHub with a token, which opens the repository too', () => {
    const text = `${LEAST}forge: { kind: github, token: { env: TOKEN } }\n`;
    const { forge, source } = settingsOf(createSettingsRig().check(text, { TOKEN: 'example-token' }));
    expect(source.access).toEqual({ kind: 'forge' });
    expect(forge).toMatchObject({
      kind: 'github',
      apiUrl: 'https://api.github.com',
      repository: 'acme/network',
      auth: { kind: 'token' },
    });
    const token = forge.kind === 'github' && forge.auth.kind === 'token' ? forge.auth.token : undefined;
    expect(token?.reveal()).toBe('example-token');
    expect(JSON.stringify(forge)).not.toContain('example-token');
  });

  it('enter GitHub as an app whose key lies in a file', () => {
    const rig = createSettingsRig();
    const key = rsaKey();
    rig.write('app.pem', key);
    const app = 'app: { id: 12345, installation: 67890, privateKey: { file: DIR/app.pem } }';
    const { forge } = settingsOf(rig.check(`${LEAST}forge:\n  kind: github\n  ${app}\n`));
    expect(forge).toMatchObject({ auth: { kind: 'app', appId: 12_345, installationId: 67_890 } });
    const auth = forge.kind === 'github' && forge.auth.kind === 'app' ? forge.auth : undefined;
    expect(auth?.privateKey.reveal()).toBe(key.trimEnd());
  });

  it('do not give the forge’s credentials to a repository elsewhere', () => {
    const elsewhere = LEAST.replace('github.com/acme', 'git.example.org/acme');
    const forge = 'forge: { kind: github, repository: acme/network, token: { env: TOKEN } }\n';
    const { source } = settingsOf(createSettingsRig().check(`${elsewhere}${forge}`, { TOKEN: 'x' }));
    expect(source.access).toEqual({ kind: 'none' });
  });

  it('prefer a password of the repository’s own', () => {
    const own = LEAST.replace('amp:', '  password: { env: GIT }\n  username: deploy\namp:');
    const { source } = settingsOf(createSettingsRig().check(own, { GIT: 'hunter2' }));
    expect(source.access).toMatchObject({ kind: 'password', username: 'deploy' });
  });

  it('take an ssh key together with the hosts that are known', () => {
    const ssh = LEAST.replace('https://github.com/', 'git@github.com:').replace(
      'amp:',
      '  sshKey: /etc/homeamp/key\n  knownHosts: /etc/homeamp/known_hosts\namp:',
    );
    expect(settingsOf(createSettingsRig().check(ssh)).source.access).toEqual({
      kind: 'ssh',
      keyFile: '/etc/homeamp/key',
      knownHostsFile: '/etc/homeamp/known_hosts',
    });
  });

  it('know GitHub Enterprise by its API', () => {
    const text = `${LEAST.replace('github.com', 'github.example.org')}forge:
  kind: github
  apiUrl: https://github.example.org/api/v3/
  token: { env: TOKEN }
`;
    const { forge, source } = settingsOf(createSettingsRig().check(text, { TOKEN: 'x' }));
    expect(forge).toMatchObject({ apiUrl: 'https://github.example.org/api/v3', repository: 'acme/network' });
    expect(source.access).toEqual({ kind: 'forge' });
  });

  it('listen for webhooks on loopback, and schedule by cron', () => {
    const text = `${LEAST}forge: { kind: github, token: { env: TOKEN } }
http: { webhook: { secret: { env: HOOK } } }
schedule: { scan: "0 4 * * *", timezone: Europe/Helsinki, jitter: 0% }
`;
    const settings = settingsOf(createSettingsRig().check(text, { TOKEN: 'x', HOOK: 'y' }));
    expect(settings.http?.listen).toEqual({ host: '127.0.0.1', port: 9180 });
    expect(settings.schedule).toMatchObject({
      scan: { kind: 'cron', expression: '0 4 * * *', timezone: 'Europe/Helsinki' },
      jitter: 0,
    });
  });
});

describe('mistakes in settings', () => {
  it('are all told at once, each at its place', () => {
    const text = `host: two words
sorce: {}
source:
  url: fleet
  brnach: main
forge:
  kind: github
gates:
  minimumApprovals: -1
  signatures: { required: true }
amp:
  instances: instances
schedule:
  poll: 5s
  pulls: often
http:
  listen: 0.0.0.0:9180
  webhook:
    secret: { env: HOOK }
log: { format: loud }
`;
    expect(told(createSettingsRig().check(text))).toEqual([
      'bad-value@1:1',
      'unknown-key@2:1',
      'bad-value@4:3',
      'unknown-key@5:3',
      'contradiction@7:3',
      'bad-value@9:3',
      'contradiction@10:17',
      'bad-value@12:3',
      'bad-value@14:3',
      'bad-value@15:3',
      'contradiction@17:3',
      'missing-secret@19:5',
      'bad-value@20:8',
    ]);
  });

  it('suggest the name that was meant', () => {
    const { issues } = createSettingsRig().check(`${LEAST}schedul: { pol: 1m }\nlog: { formt: text }\n`);
    expect(issues.map(({ help }) => help)).toEqual([
      'Correct its spelling or remove it. Did you mean `schedule`?',
      'Correct its spelling or remove it. Did you mean `format`?',
    ]);
  });

  it('say what is required where the file is empty', () => {
    const { issues } = createSettingsRig().check('# nothing yet\n');
    expect(issues.map(({ code, message }) => [code, message])).toEqual([
      ['missing-key', 'The file has no `host`.'],
      ['missing-key', 'The file has no `source`.'],
      ['missing-key', 'The file has no `amp`.'],
    ]);
  });

  it('include YAML that can’t be read and keys that stand twice', () => {
    const rig = createSettingsRig();
    expect(told(rig.check('host: [frost\n'))).toEqual(['unreadable-yaml@2:1']);
    expect(told(rig.check(`${LEAST}host: frost\n`))).toEqual(['duplicate-key@6:1']);
    expect(rig.check('just words\n').issues).toContainEqual(
      expect.objectContaining({ code: 'wrong-type', message: 'This file has a value of its own.' }),
    );
  });
});

describe('contradictions', () => {
  const github = 'forge: { kind: github, token: { env: T } }\n';
  const app = 'app: { id: 1, installation: 2, privateKey: { env: KEY } }';
  const source = (more: string, url = 'https://github.com/acme/network.git') =>
    LEAST.replace('https://github.com/acme/network.git', `${url}\n  ${more}`);

  it.each([
    ['a token and an app', `${LEAST}forge: { kind: github, token: { env: T }, ${app} }\n`],
    ['GitHub without token and app', `${LEAST}forge: { kind: github }\n`],
    ['a token without a forge', `${LEAST}forge: { token: { env: T } }\n`],
    ['an ssh key without known hosts', source('sshKey: /k', 'git@github.com:acme/network.git')],
    ['known hosts without an ssh key', source('knownHosts: /k', 'git@github.com:acme/network.git')],
    ['a password for ssh', source('password: { env: T }', 'git@github.com:acme/network.git')],
    ['a password for a folder', source('password: { env: T }', '/srv/fleet')],
    ['a user without a password', source('username: deploy')],
    ['an ssh key for https', source('sshKey: /k\n  knownHosts: /k')],
    ['a webhook without a forge', `${LEAST}http: { webhook: { secret: { env: T } } }\n`],
    ['an open address without a token', `${LEAST}http: { listen: "0.0.0.0:80" }\n`],
    ['required signatures without signers', `${LEAST}gates: { signatures: { required: true } }\n`],
  ])('are found: %s', (_what, text) => {
    const { settings, issues } = createSettingsRig().check(text, { T: 'x', KEY: rsaKey() });
    expect(settings).toBeUndefined();
    expect(new Set(issues.map(({ code }) => code))).toEqual(new Set(['contradiction']));
    expect(issues.every(({ help }) => help.length > 10)).toBe(true);
  });

  it('are none where the pieces go together', () => {
    const signed = 'gates: { signatures: { required: true, gnupgHome: /etc/homeamp/gnupg } }\n';
    expect(told(createSettingsRig().check(`${LEAST}${github}${signed}`, { T: 'x' }))).toEqual([]);
  });

  it('do not hide that the repository can’t be told from the address', () => {
    const folder = LEAST.replace('https://github.com/acme/network.git', '/srv/fleet');
    const { issues } = createSettingsRig().check(`${folder}${github}`, { T: 'x' });
    expect(issues).toMatchObject([{ code: 'missing-key', help: 'Add `repository: owner/name`.' }]);
  });
});
