import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeSettings } from '../../../src/settings/describe-settings.ts';
import { createSettingsRig, rsaKey, settingsOf, told } from './settings-rig.ts';

const example = readFileSync(join(import.meta.dirname, '../../../deploy/agent.example.yaml'), 'utf8');
const environment = {
  HOMEAMP_GITHUB_TOKEN: 'example-token',
  HOMEAMP_WEBHOOK_SECRET: 'example-secret',
  HOMEAMP_GIT_TOKEN: 'example-password',
  HOMEAMP_AMP_PASSWORD: 'example-amp-password',
  HOMEAMP_S3_ACCESS_KEY: 'example-access',
  HOMEAMP_S3_SECRET_KEY: 'example-secret-key',
  HOMEAMP_HTTP_TOKEN: 'example-token-of-32-characters-00',
};

/** The example, with its own folder in place of the system's. */
function rigOfExample() {
  const rig = createSettingsRig();
  mkdirSync(rig.file('homeamp'));
  rig.write('homeamp/values.env', 'DB_PASSWORD=example\n');
  rig.write('homeamp/app.pem', rsaKey());
  rig.write('homeamp/backup.key', 'example-key-of-more-than-32-characters\n');
  const check = (text: string) => rig.check(text.replaceAll('/etc/homeamp', 'DIR/homeamp'), environment);
  return { ...rig, check };
}

/** Takes the # from the fields of these names in a section. */
function using(section: string, ...names: readonly string[]): string {
  const field = new RegExp(`^( *)#(?=(?:${names.join('|')}):)`, 'gm');
  return example
    .split(/^(?=[a-z]+:)/m)
    .map((text) => (text.startsWith(`${section}:`) ? text.replace(field, '$1') : text))
    .join('');
}

describe('deploy/agent.example.yaml', () => {
  it('can be used as it stands, with the secrets that it names', () => {
    const checked = rigOfExample().check(example);
    expect(checked.issues).toEqual([]);
    expect(settingsOf(checked)).toMatchObject({
      host: 'hetzner-xeon',
      source: { url: 'https://github.com/acme/network.git', branch: 'main', access: { kind: 'forge' } },
      forge: { kind: 'github', repository: 'acme/network', auth: { kind: 'token' } },
      http: { listen: { host: '127.0.0.1', port: 9180 } },
    });
  });

  it('can be used with each alternative that it shows', () => {
    const rig = rigOfExample();
    const withApp = using('forge', 'app', 'id', 'installation', 'privateKey').replace(/^ {2}token:.*\n/m, '');
    expect(settingsOf(rig.check(withApp)).forge).toMatchObject({ auth: { kind: 'app', appId: 12_345 } });
    const withPassword = settingsOf(rig.check(using('source', 'username', 'password')));
    expect(withPassword.source.access).toMatchObject({ kind: 'password', username: 'x-access-token' });
    const withSsh = using('source', 'sshKey', 'knownHosts').replace('https://github.com/', 'git@github.com:');
    expect(settingsOf(rig.check(withSsh)).source.access).toMatchObject({ kind: 'ssh' });
    const signed = using('gates', 'allowedSigners', 'gnupgHome').replace('required: false', 'required: true');
    expect(settingsOf(rig.check(signed)).gates.signatures.required).toBe(true);
    const withToken = using('http', 'token').replace('listen: 127.0.0.1:', 'listen: 0.0.0.0:');
    expect(settingsOf(rig.check(withToken)).http?.listen.host).toBe('0.0.0.0');
    const s3 = ['endpoint', 'region', 'accessKey', 'secretKey', 'buckets', 'encryptionKey', 'whenAway'];
    const withS3 = using('store', ...s3).replace('kind: local', 'kind: s3');
    expect(settingsOf(rig.check(withS3)).store).toMatchObject({ kind: 's3', whenAway: 'hold' });
    const withApi = using('amp', 'url', 'username', 'password', 'session').replace(
      'kind: files',
      'kind: api',
    );
    expect(settingsOf(rig.check(withApi)).amp).toMatchObject({
      kind: 'api',
      username: 'homeamp',
      session: 'auto',
    });
  });

  it('says where alternatives exclude each other', () => {
    expect(
      told(rigOfExample().check(using('forge', 'app', 'id', 'installation', 'privateKey'))),
    ).toHaveLength(1);
  });

  it('names values as the defaults that are the defaults', () => {
    const rig = rigOfExample();
    const least = example.replace(/^(?:gates|store|schedule|log|state):.*\n(?: .*\n)*/gm, '');
    expect(least.length).toBeLessThan(example.length - 800);
    expect(settingsOf(rig.check(least))).toEqual(settingsOf(rig.check(example)));
  });

  it('shows every setting in force and no secret', () => {
    const rows = describeSettings(settingsOf(rigOfExample().check(example)));
    expect(rows.filter(({ isSecret }) => isSecret).map(({ field }) => field)).toEqual([
      'forge.token',
      'http.webhook.secret',
    ]);
    expect(rows).toContainEqual({ field: 'schedule.scan', value: '1h', isSecret: false });
    expect(rows).toContainEqual({ field: 'schedule.jitter', value: '10%', isSecret: false });
    expect(JSON.stringify(rows)).not.toContain('example-');
  });
});
