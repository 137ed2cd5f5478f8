import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MistakeError } from '../../../src/core/model/errors.ts';
import { checkSettings } from '../../../src/settings/check-settings.ts';
import { loadSettings } from '../../../src/settings/load-settings.ts';
import { settingsPath } from '../../../src/settings/settings-path.ts';
import { createSettingsRig, LEAST, told } from './settings-rig.ts';

describe('the settings file', () => {
  it('is the named one, else the environment’s, else the system’s', () => {
    expect(settingsPath({ HOMEAMP_CONFIG: '/b' }, '/a')).toBe('/a');
    expect(settingsPath({ HOMEAMP_CONFIG: '/b' }, undefined)).toBe('/b');
    expect(settingsPath({ HOMEAMP_CONFIG: '' }, undefined)).toBe('/etc/homeamp/agent.yaml');
  });

  it('gives settings, or throws every mistake', () => {
    const rig = createSettingsRig();
    rig.write('agent.yaml', LEAST);
    expect(loadSettings(rig.path, {}).host).toBe('frost');
    rig.write('agent.yaml', 'host: two words\n');
    const load = () => loadSettings(rig.path, {});
    expect(load).toThrow(MistakeError);
    expect(load).toThrow(expect.objectContaining({ issues: expect.objectContaining({ length: 3 }) }));
  });

  it.each([0o620, 0o602, 0o666, 0o664])('is refused when others may write it: %o', (mode) => {
    const rig = createSettingsRig();
    rig.write('agent.yaml', LEAST);
    chmodSync(rig.path, mode);
    const { settings, issues } = checkSettings(rig.path, {});
    expect(settings).toBeUndefined();
    expect(issues).toMatchObject([{ code: 'settings-writable', help: `Run: chmod go-w ${rig.path}` }]);
  });

  it.each([0o600, 0o640, 0o644, 0o400])('is read when others may only read it: %o', (mode) => {
    const rig = createSettingsRig();
    rig.write('agent.yaml', LEAST);
    chmodSync(rig.path, mode);
    expect(told(checkSettings(rig.path, {}))).toEqual([]);
  });

  it('is bounded in size', () => {
    const rig = createSettingsRig();
    expect(told(rig.check(`${LEAST}${'# a comment\n'.repeat(22_000)}`))).toEqual(['file-too-large@0:0']);
  });

  it('is missed when it is not there, a folder or a pipe', () => {
    const rig = createSettingsRig();
    expect(told(checkSettings(rig.file('none.yaml'), {}))).toEqual(['no-settings@0:0']);
    mkdirSync(rig.file('folder'));
    expect(told(checkSettings(rig.file('folder'), {}))).toEqual(['no-settings@0:0']);
    execFileSync('mkfifo', ['-m', '600', rig.file('pipe')]);
    expect(told(checkSettings(rig.file('pipe'), {}))).toEqual(['no-settings@0:0']);
  });

  it('gives issues for any text, never an exception', () => {
    const rig = createSettingsRig();
    const lines = fc.constantFrom(
      ...LEAST.trimEnd().split('\n'),
      'forge: { kind: github, token: { env: __proto__ } }',
      '  signatures: { required: true }',
      'gates:',
      'constructor: { __proto__: 1 }',
      '__proto__: { host: x }',
      'http: { listen: "[::1]:1", webhook: { secret: {} } }',
      'schedule: { poll: "* * * * *", timezone: Nowhere/Never }',
      'source: [1, 2]',
      'secrets: { file: { file: /x } }',
      'host: !!binary AAAA',
    );
    const text = fc.oneof(
      fc.array(fc.oneof(lines, fc.string({ maxLength: 40 })), { maxLength: 20 }).map((all) => all.join('\n')),
      fc.string({ unit: 'binary', maxLength: 300 }),
    );
    fc.assert(
      fc.property(text, (written) => {
        const { settings, issues } = rig.check(written);
        return settings !== undefined || issues.length > 0;
      }),
      { numRuns: 500 },
    );
  });
});
