import { mkdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createSettingsRig, LEAST, settingsOf, told } from './settings-rig.ts';

const token = (reference: string) => `${LEAST}forge:\n  kind: github\n  token: ${reference}\n`;

describe('a secret in the settings', () => {
  it.each([
    ['as plain text', 'hunter2-example'],
    ['as text in quotes', '"hunter2-example"'],
    ['as text that YAML cuts short', 'hunter2-example#1'],
    ['as an anchor', '&hunter2-example'],
    ['as a number', '271828182845'],
    ['as an octal number', '0271828'],
    ['as a time of day', '27:18:28'],
    ['as a date', '2718-12-18'],
    ['in a list', '[hunter2-example]'],
    ['under another name', '{ value: hunter2-example }'],
  ])('is refused %s, and never shown', (_how, written) => {
    const checked = createSettingsRig().check(token(written));
    expect(checked.settings).toBeUndefined();
    const shown = JSON.stringify(checked.issues);
    expect(shown).not.toMatch(/hunter2|27.?18/);
    expect(checked.issues.every(({ place }) => place.line === 8)).toBe(true);
  });

  it.each([
    'https://deploy:hunter2@git.example.org/fleet.git',
    'https://hunter2@git.example.org/fleet.git',
    'https://git.example.org/fleet.git?token=hunter2',
    'ssh://git:hunter2@git.example.org/fleet.git',
    'git:hunter2@git.example.org:fleet.git',
  ])('is refused in the address, and never shown: %s', (url) => {
    const { issues } = createSettingsRig().check(LEAST.replace('https://github.com/acme/network.git', url));
    expect(issues).toMatchObject([{ code: 'bad-value', place: { line: 3 } }]);
    expect(JSON.stringify(issues)).not.toContain('hunter2');
  });

  it('comes from the environment as it stands there', () => {
    const { forge } = settingsOf(createSettingsRig().check(token('{ env: TOKEN }'), { TOKEN: 'example' }));
    expect(forge.kind === 'github' && forge.auth.kind === 'token' && forge.auth.token.reveal()).toBe(
      'example',
    );
  });

  it('comes from a file without the line end', () => {
    const rig = createSettingsRig();
    rig.write('token', 'example\n');
    const { forge } = settingsOf(rig.check(token('{ file: DIR/token }')));
    expect(forge.kind === 'github' && forge.auth.kind === 'token' && forge.auth.token.reveal()).toBe(
      'example',
    );
  });

  it.each([
    ['its variable is not set', '{ env: TOKEN }', {}],
    ['its variable is empty', '{ env: TOKEN }', { TOKEN: '' }],
    ['its variable has two lines', '{ env: TOKEN }', { TOKEN: 'hunter2\nhunter2' }],
    ['its variable has blanks around', '{ env: TOKEN }', { TOKEN: ' hunter2' }],
    ['its file is not there', '{ file: DIR/none }', {}],
    ['its file is open to others', '{ file: DIR/open }', {}],
    ['its file is a folder', '{ file: DIR/folder }', {}],
    ['its file is empty', '{ file: DIR/empty }', {}],
  ])('is missed at its line when %s', (_why, reference, environment: Record<string, string>) => {
    const rig = createSettingsRig();
    rig.write('open', 'hunter2', 0o640);
    rig.write('empty', '\n');
    mkdirSync(rig.file('folder'));
    const checked = rig.check(token(reference), environment);
    expect(told(checked)).toEqual(['missing-secret@8:3']);
    expect(JSON.stringify(checked.issues)).not.toContain('hunter2');
  });

  it('must be a key where a key is wanted', () => {
    const app = 'app: { id: 1, installation: 2, privateKey: { env: KEY } }';
    const text = `${LEAST}forge: { kind: github, ${app} }\n`;
    const { issues } = createSettingsRig().check(text, { KEY: 'hunter2' });
    expect(issues).toMatchObject([{ code: 'missing-secret', message: expect.stringContaining('PEM') }]);
    expect(JSON.stringify(issues)).not.toContain('hunter2');
  });

  it('is fetched even where its section has another mistake', () => {
    const text = `${LEAST}forge:\n  kind: github\n  token: { env: NONE }\n  apiUrl: ftp://x\n`;
    expect(told(createSettingsRig().check(text))).toEqual(['missing-secret@8:3', 'bad-value@9:3']);
  });
});

describe('the file of many secrets', () => {
  it('is read when the settings are, so that mistakes in it show at once', () => {
    const rig = createSettingsRig();
    rig.write('secrets.env', 'DB_PASSWORD=hunter2\n');
    const text = `${LEAST}secrets: { file: DIR/secrets.env }\n`;
    expect(settingsOf(rig.check(text)).secrets).toEqual({ file: rig.file('secrets.env') });
    rig.write('secrets.env', 'hunter2\n');
    const { issues } = rig.check(text);
    expect(issues).toMatchObject([{ code: 'missing-secret', message: expect.stringContaining('line 1') }]);
    expect(JSON.stringify(issues)).not.toContain('hunter2');
  });

  it('must be its owner’s alone', () => {
    const rig = createSettingsRig();
    rig.write('secrets.env', 'DB_PASSWORD=hunter2\n', 0o604);
    expect(told(rig.check(`${LEAST}secrets: { file: DIR/secrets.env }\n`))).toEqual(['missing-secret@6:12']);
  });
});
