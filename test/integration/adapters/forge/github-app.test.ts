import { generateKeyPairSync } from 'node:crypto';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { GitHubForge } from '../../../../src/adapters/forge/index.ts';
import { MistakeError } from '../../../../src/core/model/errors.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import { failureOf, type GitHubRig, startGitHubRig } from './github-rig.ts';

const APP = { id: 4711, slug: 'homeamp-acme', installationId: 99 };
const SIGN_IN = 'apps/create-installation-access-token';
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();

afterEach(() => {
  vi.useRealTimers();
});

/** The host's own clock follows the test's, since the app signs its requests with the time. */
async function startApp(
  options: { readonly keyType?: 'pkcs1' | 'pkcs8'; readonly installationId?: number } = {},
): Promise<{
  readonly rig: GitHubRig;
  readonly forge: GitHubForge;
  readonly pem: string;
  pass(millis: number): void;
}> {
  vi.useFakeTimers({ toFake: ['Date'] });
  const rig = await startGitHubRig({ app: { ...APP, publicKey } });
  vi.setSystemTime(rig.clock.time);
  const pem = keys.privateKey.export({ type: options.keyType ?? 'pkcs1', format: 'pem' }).toString();
  const installationId = options.installationId ?? APP.installationId;
  const forge = rig.createForge({
    auth: { kind: 'app', appId: APP.id, installationId, privateKey: new Secret(pem) },
  });
  const pass = (millis: number): void => {
    rig.clock.time += millis;
    vi.setSystemTime(rig.clock.time);
  };
  return { rig, forge, pem, pass };
}

describe('a GitHub App', () => {
  for (const keyType of ['pkcs1', 'pkcs8'] as const) {
    it(`works from its ${keyType} key to a status and a comment of its own`, async () => {
      const { rig, forge } = await startApp({ keyType });
      const sha = rig.commit('main');
      rig.commit('one');
      const number = await rig.standIn.openPull({ head: 'one', author: 'ada' });
      await forge.statuses.set(sha, 'homeamp/a', { state: 'success', description: 'fine' });
      const post = await forge.posts.create(
        { kind: 'pull', number },
        { title: '', body: '<!-- m -->', isOpen: true },
      );
      rig.standIn.addComment(number, APP.slug, 'from a person of the same name <!-- m -->');
      expect(await forge.posts.find({ kind: 'pull', number }, '<!-- m -->')).toEqual([post]);
      expect(rig.standIn.statusesOf(sha)).toMatchObject([{ by: 'homeamp-acme[bot]' }]);
      expect(rig.asked(SIGN_IN)).toBe(1);
      expect(rig.asked('apps/get-authenticated')).toBe(1);
      expect(rig.told.map(({ operation }) => operation)).toEqual([
        SIGN_IN,
        'repos/create-commit-status',
        'issues/create-comment',
        'apps/get-authenticated',
        'issues/list-comments',
      ]);
    });
  }

  it('gets a new token before the old one ends, and not earlier', async () => {
    const { rig, forge, pass } = await startApp();
    const first = await forge.gitCredentials();
    pass(54 * 60_000);
    expect((await forge.gitCredentials()).password.reveal()).toBe(first.password.reveal());
    expect(rig.asked(SIGN_IN)).toBe(1);
    pass(2 * 60_000);
    const second = await forge.gitCredentials();
    expect(second.password.reveal()).not.toBe(first.password.reveal());
    expect(rig.asked(SIGN_IN)).toBe(2);
    pass(60 * 60_000);
    expect(await forge.changes.listOpen('main')).toEqual([]);
    expect(rig.asked(SIGN_IN)).toBe(3);
  });

  it('gives Git a token that opens the repository', async () => {
    const { rig, forge } = await startApp();
    const { username, password } = await forge.gitCredentials();
    expect(username).toBe('x-access-token');
    const basic = Buffer.from(`${username}:${password.reveal()}`).toString('base64');
    const address = `${rig.standIn.gitUrl}/info/refs?service=git-upload-pack`;
    const opened = await fetch(address, { headers: { authorization: `Basic ${basic}` } });
    expect(opened.status).toBe(200);
    await opened.text();
    const closed = await fetch(address);
    expect(closed.status).toBe(401);
    await closed.text();
  });

  it('asks for a new token after one was revoked', async () => {
    const { rig, forge, pass } = await startApp();
    await forge.changes.listOpen('main');
    pass(60_000);
    rig.standIn.faults.add({ kind: 'unauthorized', match: { operation: 'pulls/list' } });
    expect(await failureOf(forge.changes.listOpen('main'))).toBeInstanceOf(MistakeError);
    expect(await forge.changes.listOpen('main')).toEqual([]);
    expect(rig.asked(SIGN_IN)).toBe(2);
  });

  it('that is not installed is not mistaken for a person or a comment that is not there', async () => {
    const { rig, forge } = await startApp({ installationId: 12 });
    for (const call of [
      () => forge.people.mayWrite('ada'),
      () =>
        forge.posts.update(
          { thread: { kind: 'pull', number: 1 }, id: 1, body: '', isOpen: true },
          { title: '', body: 'x', isOpen: true },
        ),
    ]) {
      const error = await failureOf(call());
      expect(error).toBeInstanceOf(MistakeError);
      expect(error.message).toContain('the installation of its app');
    }
    expect(rig.told.every(({ operation }) => operation === SIGN_IN)).toBe(true);
  });

  it('with the key of another is refused, and no error holds the key or a token', async () => {
    const { rig } = await startApp();
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = other.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    const forge = rig.createForge({
      auth: { kind: 'app', appId: APP.id, installationId: APP.installationId, privateKey: new Secret(pem) },
    });
    const error = await failureOf(forge.changes.listOpen('main'));
    expect(error.message).toBe('GitHub does not accept the credentials of homeamp.');
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(pem.split('\n')[1]);
  });

  it('hands out no token in what a forge or its credentials print', async () => {
    const { forge } = await startApp();
    const credentials = await forge.gitCredentials();
    const printed = `${inspect(forge, { depth: 10 })}${inspect(credentials)}${JSON.stringify(credentials)}`;
    expect(printed).not.toContain(credentials.password.reveal());
  });

  it('of an account with a token gives Git that token', async () => {
    const { forge } = await startGitHubRig();
    const { username, password } = await forge.gitCredentials();
    expect(username).toBe('x-access-token');
    expect(password.reveal()).toMatch(/^token-of-the-fleet/);
  });
});
