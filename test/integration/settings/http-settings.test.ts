import { describe, expect, it } from 'vitest';
import { describeSettings } from '../../../src/settings/describe-settings.ts';
import { createSettingsRig, LEAST, settingsOf, told } from './settings-rig.ts';

const TOKEN = 'a-token-that-nobody-guesses';

describe('settings of what listens', () => {
  it('may be empty: loopback, without token and webhook', () => {
    const { http } = settingsOf(createSettingsRig().check(`${LEAST}http: {}\n`));
    expect(http).toEqual({
      listen: { host: '127.0.0.1', port: 9180 },
      token: undefined,
      webhook: undefined,
    });
  });

  it.each(['0.0.0.0:9180', '"[::]:9180"', '192.0.2.7:9180', 'host.example.org:9180'])(
    'need a token to listen on %s',
    (listen) => {
      const rig = createSettingsRig();
      expect(told(rig.check(`${LEAST}http: { listen: ${listen} }\n`))).toEqual(['contradiction@6:9']);
      const withToken = `${LEAST}http: { listen: ${listen}, token: { env: TOKEN } }\n`;
      expect(settingsOf(rig.check(withToken, { TOKEN })).http?.token?.reveal()).toBe(TOKEN);
    },
  );

  it('refuse a token that is short, missing or written down, and an address that is none', () => {
    const rig = createSettingsRig();
    const check = (http: string, environment = {}) => told(rig.check(`${LEAST}http: ${http}\n`, environment));
    expect(check('{ token: { env: TOKEN } }', { TOKEN: 'short' })).toEqual(['missing-secret@6:9']);
    expect(check('{ token: { env: TOKEN } }')).toEqual(['missing-secret@6:9']);
    expect(check(`{ token: ${TOKEN} }`)).toHaveLength(1);
    expect(check('{ listen: "9180" }')).toHaveLength(1);
  });

  it('show that there is a token and not which', () => {
    const settings = settingsOf(
      createSettingsRig().check(`${LEAST}http: { token: { env: TOKEN } }\n`, { TOKEN }),
    );
    const rows = describeSettings(settings);
    expect(rows).toContainEqual({ field: 'http.token', value: undefined, isSecret: true });
    expect(JSON.stringify(rows)).not.toContain(TOKEN);
  });
});
