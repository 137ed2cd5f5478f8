import { describe, expect, it } from 'vitest';
import { describeSettings } from '../../../src/settings/describe-settings.ts';
import { createSettingsRig, LEAST, settingsOf, told } from './settings-rig.ts';

const environment = {
  ACCESS: 'canary-access',
  SECRET: 'canary-secret',
  KEY: 'canary-key-of-more-than-32-characters',
};
const S3 = [
  'kind: s3',
  'endpoint: https://s3.example.org',
  'accessKey: { env: ACCESS }',
  'secretKey: { env: SECRET }',
];

/** The least settings with these lines below `store`, which begins at line 6. */
function check(...lines: readonly string[]) {
  const text = `${LEAST}store:\n${lines.map((line) => `  ${line}\n`).join('')}`;
  return createSettingsRig().check(text, environment);
}

describe('an S3 store', () => {
  it('takes an endpoint and two keys, and fills in the rest', () => {
    const { store } = settingsOf(check(...S3));
    expect(store).toMatchObject({
      kind: 's3',
      endpoint: 'https://s3.example.org',
      region: 'us-east-1',
      buckets: { backups: 'homeamp-backups', reports: 'homeamp-reports' },
      encryptionKey: undefined,
      whenAway: 'hold',
      keep: { forMillis: 90 * 86_400_000, atLeast: 10 },
    });
    expect(store.kind === 's3' && [store.accessKey.reveal(), store.secretKey.reveal()]).toEqual([
      'canary-access',
      'canary-secret',
    ]);
  });

  it('takes other values for all of them', () => {
    const lines = [
      'region: eu-1',
      'buckets: { backups: amp-files, reports: amp-news }',
      'encryptionKey: { env: KEY }',
      'whenAway: local',
      'keep: { for: 30d, atLeast: 3 }',
    ];
    const { store } = settingsOf(check(...S3, ...lines));
    expect(store).toMatchObject({
      region: 'eu-1',
      buckets: { backups: 'amp-files', reports: 'amp-news' },
      whenAway: 'local',
      keep: { forMillis: 30 * 86_400_000, atLeast: 3 },
    });
    expect(store.kind === 's3' && store.encryptionKey?.reveal()).toBe(environment.KEY);
  });

  it('is shown with every field and without a key', () => {
    const rows = describeSettings(settingsOf(check(...S3, 'encryptionKey: { env: KEY }')));
    const shown = rows.filter(({ field }) => field.startsWith('store.'));
    expect(
      shown.map(({ field, value, isSecret }) => (isSecret ? `${field}: hidden` : `${field}: ${value}`)),
    ).toEqual([
      'store.kind: s3',
      'store.endpoint: https://s3.example.org',
      'store.region: us-east-1',
      'store.accessKey: hidden',
      'store.secretKey: hidden',
      'store.buckets.backups: homeamp-backups',
      'store.buckets.reports: homeamp-reports',
      'store.encryptionKey: hidden',
      'store.whenAway: hold',
      'store.keep.for: 90d',
      'store.keep.atLeast: 10',
    ]);
    expect(JSON.stringify(rows)).not.toContain('canary');
  });

  it.each([
    'http://127.0.0.1:9000',
    'http://localhost:9000',
    'https://192.0.2.7:9000',
    'https://s3.example.org/',
  ])('may be at %s', (endpoint) => {
    expect(
      settingsOf(check(`endpoint: ${endpoint}`, ...S3.filter((line) => !line.startsWith('endp')))).store,
    ).toMatchObject({ endpoint });
  });

  it.each([
    'http://s3.example.org',
    'https://user:pass@s3.example.org',
    'https://s3.example.org/bucket',
    's3.example.org',
    'ftp://s3.example.org',
  ])('can’t be at %s', (endpoint) => {
    const checked = check(`endpoint: ${endpoint}`, ...S3.filter((line) => !line.startsWith('endp')));
    expect(checked.settings).toBeUndefined();
    expect(told(checked)).toEqual(['bad-value@7:3']);
  });

  it('says what is missing, and what belongs to the other kind', () => {
    expect(told(check('kind: s3'))).toEqual(Array(3).fill('contradiction@7:3'));
    expect(told(check(...S3, 'reports: /srv/reports'))).toEqual(['contradiction@11:3']);
    const local = check('endpoint: https://s3.example.org', 'whenAway: local', 'accessKey: { env: ACCESS }');
    expect(told(local)).toEqual(['contradiction@7:3', 'contradiction@8:3', 'contradiction@9:3']);
  });

  it('refuses names that are no buckets, one bucket for both, and a key that could be guessed', () => {
    for (const name of ['ab', 'Upper', 'under_score', 'a.b.c', '-abc', '../etc']) {
      expect(check(...S3, `buckets: { backups: "${name}" }`).settings, name).toBeUndefined();
    }
    expect(told(check(...S3, 'buckets: { backups: same, reports: same }'))).toHaveLength(1);
    const short = createSettingsRig().check(
      `${LEAST}store:\n${[...S3, 'encryptionKey: { env: SHORT }'].map((line) => `  ${line}\n`).join('')}`,
      { ...environment, SHORT: 'canary' },
    );
    expect(told(short)).toEqual(['missing-secret@11:3']);
    expect(JSON.stringify(short.issues)).not.toContain('canary');
  });
});

describe('a local store', () => {
  it('keeps backups for a time and a number that can be set', () => {
    expect(settingsOf(check('keep: { atLeast: 2 }')).store).toEqual({
      kind: 'local',
      reports: undefined,
      keep: { forMillis: 90 * 86_400_000, atLeast: 2 },
    });
    for (const keep of ['for: 1h', 'for: 9999d', 'atLeast: 0', 'for: forever']) {
      expect(check(`keep: { ${keep} }`).settings, keep).toBeUndefined();
    }
  });
});
