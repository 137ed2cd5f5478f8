import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MistakeError, TransientError } from '../../../../src/core/model/errors.ts';
import { Secret } from '../../../../src/core/model/secret.ts';
import { type GitHttp, type GitHttpOptions, serveGit } from '../../../support/git-http.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { FLEET, failureOf, follow, replaceEnvironment } from './followed-samples.ts';
import { createRepository } from './repository.ts';

const WANTED = { username: 'x-access-token', password: 'correct-horse-$(id)`id`"\'' };

const given =
  (password = WANTED.password) =>
  async () => ({ username: WANTED.username, password: new Secret(password) });

/** A server that wants credentials, over a repository with one commit. */
async function servePrivate(
  intercept?: GitHttpOptions['intercept'],
): Promise<{ readonly http: GitHttp; readonly location: string }> {
  const root = createRepository(FLEET).dir;
  const http = await serveGit({ root, credentials: WANTED, ...(intercept && { intercept }) });
  return { http, location: `${http.url}.git` };
}

function everythingIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

/** The command lines of all processes. */
function commandLines(): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        return '';
      }
    });
}

function describeFailure(error: Error & { readonly next?: string }): string {
  return `${error.message} ${error.next} ${String(error.cause)} ${error.stack}`;
}

describe('credentials', () => {
  it('are asked for at each call, given to the server, and written nowhere', async () => {
    const { location } = await servePrivate();
    const stateDir = temporaryFolder();
    let asked = 0;
    const credentials = async () => {
      asked += 1;
      return given()();
    };
    const { branch, history } = follow(location, { stateDir, credentials });
    const tip = await branch.refresh();
    expect((await history.at(tip).readTree(undefined)).files.size).toBe(2);
    expect(asked).toBe(2);
    expect(everythingIn(stateDir)).not.toContain('correct-horse');
  });

  it('that are refused or missing are a mistake that does not show them', async () => {
    const { location } = await servePrivate();
    for (const credentials of [given('wrong-password'), undefined]) {
      const failure = await failureOf(follow(location, { credentials }).branch.refresh());
      expect(failure).toBeInstanceOf(MistakeError);
      expect(failure.message).toContain('refuses the credentials');
      expect(describeFailure(failure)).not.toContain('wrong-password');
    }
    await expect(follow(location, { credentials: given('two\nlines') }).branch.refresh()).rejects.toThrow(
      MistakeError,
    );
  });

  it('show in no list of processes while git waits', async () => {
    const seen: string[] = [];
    const { http, location } = await servePrivate((request) => {
      if (request.headers.authorization !== undefined) seen.push(...commandLines());
      return false;
    });
    await follow(location, { credentials: given() }).branch.refresh();
    expect(seen.filter((line) => line.includes('git') && line.includes(http.url)).length).toBeGreaterThan(0);
    expect(seen.filter((line) => line.includes('correct-horse'))).toEqual([]);
  });

  it('go to no other address: a redirect is told and not followed', async () => {
    const other = await servePrivate();
    const { http, location } = await servePrivate((request, response) => {
      if (request.headers.authorization === undefined) return false;
      response.writeHead(301, { location: `${other.http.url}${request.url?.slice(1)}` }).end();
      return true;
    });
    const failure = await failureOf(follow(location, { credentials: given() }).branch.refresh());
    expect(failure).toBeInstanceOf(MistakeError);
    expect(failure.message).toContain('not followed');
    expect(http.requests.length).toBeGreaterThan(0);
    expect(other.http.requests).toEqual([]);
  });

  it('of the user of this host are not asked for when some are given', async () => {
    const { location } = await servePrivate();
    const home = temporaryFolder();
    const repository = createRepository(FLEET);
    const helper = `!printf 'username=${WANTED.username}\\npassword=%s\\n' "$GIT_TEST_PASSWORD"; touch ${home}/ran`;
    repository.git('config', '--file', join(home, '.gitconfig'), 'credential.helper', helper);
    replaceEnvironment('HOME', home);
    replaceEnvironment('GIT_ASKPASS', `/usr/bin/touch`);
    await expect(follow(location, { credentials: given('wrong') }).branch.refresh()).rejects.toThrow(
      MistakeError,
    );
    expect(readdirSync(home)).toEqual(['.gitconfig']);
  });

  it('have no place in an address', () => {
    for (const location of [
      'https://user:hunter2@example.org/fleet.git',
      'https://hunter2@example.org/fleet.git',
      'ssh://git:hunter2@example.org/fleet.git',
    ]) {
      let failure: unknown;
      try {
        follow(location);
      } catch (error) {
        failure = error;
      }
      expect(failure, location).toBeInstanceOf(MistakeError);
      expect(String(failure)).not.toContain('hunter2');
    }
  });
});

describe('an address', () => {
  it('of a kind that can run programs is refused', () => {
    for (const location of ['ext::sh -c touch% x', 'git://example.org/x', '--upload-pack=x', 'fd::17']) {
      expect(() => follow(location), location).toThrow(MistakeError);
    }
  });

  it('fails with the same words each time for the same cause', async () => {
    const away = 'http://127.0.0.1:1/fleet.git';
    const failures = [
      await failureOf(follow(away).branch.refresh()),
      await failureOf(follow(away).branch.refresh()),
    ];
    expect(failures[0]).toBeInstanceOf(TransientError);
    expect(failures[0]?.message).toBe(failures[1]?.message);
    expect(failures[0]?.message).toContain("can't be reached");
    const { url } = await serveGit({ root: temporaryFolder() });
    const missing = await failureOf(follow(`${url}none.git`).branch.refresh());
    expect(missing).toBeInstanceOf(MistakeError);
    expect(missing.message).toContain('is not there');
  });

  it('whose server fails or lies about the cause is away', async () => {
    const failing = await serveGit({
      root: temporaryFolder(),
      intercept: (_, response) => {
        response.writeHead(503, { 'content-type': 'text/plain' }).end('fatal: Authentication failed\n');
        return true;
      },
    });
    await expect(follow(`${failing.url}fleet.git`).branch.refresh()).rejects.toThrow(TransientError);
  });
});
