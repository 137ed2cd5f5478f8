import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createGitHubAccess } from '../../../../src/adapters/forge/index.ts';
import { MistakeError, TransientError } from '../../../../src/core/model/errors.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import type { GitHubStandInOptions } from '../../../../src/stand-ins/github/index.ts';
import { type GitHubRig, startGitHubRig, TOKEN } from './github-rig.ts';

const APP = { id: 4711, slug: 'homeamp-acme', installationId: 99 };
const WRITES = ['POST', 'PUT', 'PATCH', 'DELETE'];

async function start(options: Partial<GitHubStandInOptions> = {}, more: Partial<AccessOptions> = {}) {
  const rig = await startGitHubRig(options);
  return { rig, access: createGitHubAccess({ ...optionsFor(rig), ...more }) };
}

type AccessOptions = Parameters<typeof createGitHubAccess>[0];

function optionsFor({ standIn, clock }: GitHubRig): AccessOptions {
  const auth = { kind: 'token', token: new Secret(TOKEN) } as const;
  return { apiUrl: standIn.apiUrl, repository: 'acme/network', auth, clock };
}

describe('what homeamp may do at GitHub', () => {
  it('is told of a classic token by its scopes', async () => {
    const { access } = await start({ access: { scopes: 'repo, read:org' } });
    expect(await access.account()).toEqual({ kind: 'account', login: 'fleet-bot' });
    expect(await access.repository()).toEqual({ mayPush: true, hasIssues: true, isPrivate: true });
    expect(await access.grants()).toEqual({ kind: 'scopes', scopes: ['repo', 'read:org'] });
  });

  it('is not told of a token that has no scopes', async () => {
    const { access } = await start();
    expect(await access.grants()).toEqual({ kind: 'untold' });
  });

  it('is told of an app by its permissions', async () => {
    const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const publicKey = keys.publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const pem = keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    const auth = {
      kind: 'app',
      appId: APP.id,
      installationId: APP.installationId,
      privateKey: new Secret(pem),
    } as const;
    const { access } = await start({ app: { ...APP, publicKey } }, { auth });
    expect(await access.account()).toEqual({ kind: 'app', login: 'homeamp-acme[bot]' });
    expect(await access.grants()).toMatchObject({ kind: 'app', permissions: { statuses: 'write' } });
  });

  it('knows whether the branch is protected, and whether it is there', async () => {
    const { rig, access } = await start({ access: { protectedBranches: ['main'] } });
    rig.commit('main');
    rig.commit('loose', 'main');
    expect(await access.isProtected('main')).toBe(true);
    expect(await access.isProtected('loose')).toBe(false);
    expect(await access.isProtected('none')).toBeUndefined();
  });

  it('asks how many requests are left without spending one', async () => {
    const { access } = await start({ rateLimit: 60 });
    expect(await access.quota()).toMatchObject({ limit: 60, remaining: 60 });
    expect(await access.quota()).toMatchObject({ limit: 60, remaining: 60 });
  });

  it('fails as the forge does, with a token that is wrong or a server that is away', async () => {
    const wrong = { kind: 'token', token: new Secret('canary-wrong-token') } as const;
    const { rig, access } = await start({}, { auth: wrong });
    const refused = await access.account().catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(MistakeError);
    expect(JSON.stringify(refused)).not.toContain('canary');
    rig.standIn.faults.down();
    await expect(createGitHubAccess(optionsFor(rig)).quota()).rejects.toBeInstanceOf(TransientError);
  });

  it('writes nothing, whatever is asked', async () => {
    const { rig, access } = await start({ access: { scopes: 'repo' } });
    rig.commit('main');
    await Promise.all([
      access.account(),
      access.repository(),
      access.grants(),
      access.isProtected('main'),
      access.quota(),
    ]);
    const methods = rig.standIn.requests.list().map(({ method }) => method);
    expect(methods.length).toBeGreaterThan(3);
    expect(methods.filter((method) => WRITES.includes(method))).toEqual([]);
  });
});
