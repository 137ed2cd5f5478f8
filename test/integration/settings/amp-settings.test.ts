import { describe, expect, it } from 'vitest';
import { describeSettings } from '../../../src/settings/describe-settings.ts';
import { createSettingsRig, LEAST, settingsOf, told } from './settings-rig.ts';

const PASSWORD = 'hunter2-of-amp';
const environment = { AMP_PASSWORD: PASSWORD };

/** The least settings with more lines below `amp`, which begins at line 4. */
function withAmp(...lines: readonly string[]): string {
  return `${LEAST}${lines.map((line) => `  ${line}\n`).join('')}`;
}

const API = [
  'kind: api',
  'url: https://amp.example.org',
  'username: homeamp',
  'password: { env: AMP_PASSWORD }',
];

function check(...lines: readonly string[]) {
  return createSettingsRig().check(withAmp(...lines), environment);
}

describe('AMP by its API', () => {
  it('takes an address, an account and its password, and finds out itself how sessions are named', () => {
    const { amp } = settingsOf(check(...API));
    expect(amp).toMatchObject({
      kind: 'api',
      instances: '/home/amp/.ampdata/instances',
      url: 'https://amp.example.org',
      username: 'homeamp',
      session: 'auto',
    });
    expect(amp.kind === 'api' && amp.password.reveal()).toBe(PASSWORD);
  });

  it('takes the password from a file, and another way to name sessions', () => {
    const rig = createSettingsRig();
    rig.write('amp.password', `${PASSWORD}\n`);
    const lines = [...API.slice(0, 3), 'password: { file: DIR/amp.password }', 'session: bearer'];
    const { amp } = settingsOf(rig.check(withAmp(...lines)));
    expect(amp.kind === 'api' && amp.password.reveal()).toBe(PASSWORD);
    expect(amp).toMatchObject({ session: 'bearer' });
  });

  it('is shown with every field and without the password', () => {
    const rows = describeSettings(settingsOf(check(...API)));
    expect(rows.filter(({ field }) => field.startsWith('amp.'))).toEqual([
      { field: 'amp.kind', value: 'api', isSecret: false },
      { field: 'amp.instances', value: '/home/amp/.ampdata/instances', isSecret: false },
      { field: 'amp.url', value: 'https://amp.example.org', isSecret: false },
      { field: 'amp.username', value: 'homeamp', isSecret: false },
      { field: 'amp.password', value: undefined, isSecret: true },
      { field: 'amp.session', value: 'auto', isSecret: false },
    ]);
    expect(JSON.stringify(rows)).not.toContain(PASSWORD);
  });

  it.each(['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080', 'https://192.0.2.7/amp/'])(
    'may be at %s',
    (url) => {
      const { amp } = settingsOf(
        check(...API.map((line) => (line.startsWith('url') ? `url: ${url}` : line))),
      );
      expect(amp).toMatchObject({ url });
    },
  );

  it.each([
    'http://192.0.2.7:8080',
    'http://127.0.0.1.example.org',
    `https://homeamp:${PASSWORD}@amp.example.org`,
    'https://amp.example.org?token=x',
    'amp.example.org',
    'ftp://amp.example.org',
  ])('may not be at %s, and is not repeated', (url) => {
    const checked = check(...API.map((line) => (line.startsWith('url') ? `url: ${url}` : line)));
    expect(told(checked)).toEqual(['bad-value@7:3']);
    expect(JSON.stringify(checked.issues)).not.toContain(url);
  });

  it.each([
    ['url', ['contradiction@6:3']],
    ['username', ['contradiction@6:3']],
    ['password', ['contradiction@6:3']],
  ])('needs a %s', (name, expected) => {
    const checked = check(...API.filter((line) => !line.startsWith(name)));
    expect(told(checked)).toEqual(expected);
    expect(checked.issues[0]?.message).toContain(`\`${name}\``);
    expect(checked.settings).toBeUndefined();
  });

  it('says at once all that is missing', () => {
    expect(told(check('kind: api'))).toEqual(['contradiction@6:3', 'contradiction@6:3', 'contradiction@6:3']);
  });

  it('misses a password that is not where the settings say, and never takes one from the file itself', () => {
    expect(told(createSettingsRig().check(withAmp(...API)))).toEqual(['missing-secret@9:3']);
    const written = check(...API.slice(0, 3), `password: ${PASSWORD}`);
    expect(told(written)).toEqual(['bad-value@9:3']);
    expect(JSON.stringify(written.issues)).not.toContain(PASSWORD);
  });

  it('is no other kind', () => {
    expect(told(check('kind: telnet'))).toEqual(['bad-value@6:3']);
    expect(told(check(...API, 'session: cookie'))).toEqual(['bad-value@10:3']);
  });
});

describe('AMP by its files', () => {
  it.each([
    'url: https://amp.example.org',
    'username: homeamp',
    'password: { env: AMP_PASSWORD }',
    'session: auto',
  ])('has no use for `%s`, whether its kind is written or not', (line) => {
    expect(told(check(line))).toEqual(['contradiction@6:3']);
    expect(told(check('kind: files', line))).toEqual(['contradiction@7:3']);
  });
});
