import { describe, expect, it } from 'vitest';
import { describeFleet } from '../../../../../src/core/onramp/describe-fleet.ts';
import { linesOf, OPTIONS, type SeenValues, seenFleet } from '../../../../support/seen-fleet.ts';

const describeOn = (...servers: readonly Readonly<Record<string, SeenValues>>[]) =>
  describeFleet(
    seenFleet(Object.fromEntries(servers.map((files, index) => [`SMP0${index + 1}`, { files }]))),
    OPTIONS,
  );

const secretsOf = ({ secrets }: ReturnType<typeof describeOn>) =>
  Object.fromEntries([...secrets].map(([name, secret]) => [name, secret.reveal()]));

describe('lifting secrets out', () => {
  it('names a secret after its plugin and key, and keeps it out of draft and guesses', () => {
    const files = { 'LuckPerms/config.yml': { 'data.password': 'hunter2' } };
    const described = describeOn(files, files);
    expect(linesOf(described.draft)).toEqual([
      'LuckPerms config.yml: data.password = {{secret:LUCKPERMS_DATA_PASSWORD}}',
    ]);
    expect(secretsOf(described)).toEqual({ LUCKPERMS_DATA_PASSWORD: 'hunter2' });
    const { draft, guesses } = described;
    expect(JSON.stringify([draft, guesses, [...described.secrets]])).not.toContain('hunter2');
    expect(guesses).toMatchObject([{ kind: 'secret', subject: 'LUCKPERMS_DATA_PASSWORD' }]);
  });

  it('makes one secret of one value, named after the service that it is for', () => {
    const described = describeOn({
      'LuckPerms/config.yml': { 'data.password': 'hunter2' },
      'CoreProtect/config.yml': { 'mysql-password': 'hunter2' },
    });
    expect(secretsOf(described)).toEqual({ DATABASE_PASSWORD: 'hunter2' });
  });

  it('keeps a word that many choose apart where it is for different things', () => {
    const described = describeOn({
      'Backup/config.yml': { 'ftp.password': 'password', 'webdav.password': 'password' },
      'Chat/config.yml': { 'mysql.password': 'password', key: 'none' },
    });
    expect([...described.secrets.keys()]).toEqual([
      'BACKUP_FTP_PASSWORD',
      'BACKUP_WEBDAV_PASSWORD',
      'CHAT_MYSQL_PASSWORD',
    ]);
  });

  it('gives the value that most servers share the plain name, and names the others after their server', () => {
    const password = (text: string) => ({ 'Plan/config.yml': { password: text } });
    const described = describeOn(password('common'), password('common'), password('own'), password(''));
    expect(secretsOf(described)).toEqual({ PLAN_PASSWORD: 'common', PLAN_PASSWORD_SMP03: 'own' });
    expect(linesOf(described.draft)).toContain('instance alpha/SMP04: Plan config.yml: password = ');
  });

  it('lifts the password alone out of an address, and a drawn secret out of any text', () => {
    const described = describeOn({
      'Plan/config.yml': {
        uri: 'mongodb://plan:s3cret@db.example.org/plan',
        'api-key': 'k7Jd92Lmq04ZpX',
        jdbc: 'jdbc:mysql://db.example.org/plan?password=k7Jd92Lmq04ZpX&ssl=true',
      },
    });
    expect(linesOf(described.draft)).toEqual([
      'Plan config.yml: uri = mongodb://plan:{{secret:PLAN_URI}}@db.example.org/plan',
      'Plan config.yml: api-key = {{secret:PLAN_API_KEY}}',
      'Plan config.yml: jdbc = jdbc:mysql://db.example.org/plan?password={{secret:PLAN_API_KEY}}&ssl=true',
    ]);
  });

  it('lifts secrets out of lists and maps', () => {
    const hook = 'https://discord.com/api/webhooks/123/abcDEF_456';
    const described = describeOn({
      'Plan/config.yml': { hooks: ['none', hook, new Map([['token', 'abc']])] },
    });
    expect(Object.values(secretsOf(described)).sort()).toEqual(['abc', hook].sort());
  });

  it('leaves sentences, switches and user names about secrets as they are', () => {
    const values: SeenValues = {
      'password-wrong': 'That is wrong.',
      'credentials.username': 'plan',
      'credentials.host': 'db.example.org',
      token: '%token%',
      'use-password': true,
    };
    expect(secretsOf(describeOn({ 'Plan/config.yml': values }))).toEqual({});
  });

  it('leaves a password that is a number to the server, since a secret is text', () => {
    const described = describeOn({ 'Plan/config.yml': { password: 12345n, z: 0n } });
    expect(linesOf(described.draft)).toEqual(['Plan config.yml: z = 0']);
    expect(described.guesses).toMatchObject([{ kind: 'secret-not-text' }]);
  });
});
