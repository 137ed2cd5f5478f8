import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type GitHubStandIn, startGitHubStandIn } from '../stand-ins/github/index.ts';
import { AMP_USER, type DemoAmp } from './demo-amp.ts';
import { gitEnvironment, type Sandbox } from './sandbox.ts';

export const REPOSITORY = 'acme/network';

/** The demo's GitHub: a stand-in in this process, on the loopback address alone. */
export interface DemoHub {
  readonly github: GitHubStandIn;
  /** Pushes a branch of the clone over HTTP, as carol. */
  readonly push: (branch: string) => Promise<void>;
  /** Writes the settings of a host's agent, and the token that they name; gives the file. */
  readonly writeSettings: (host: string, amp?: Pick<DemoAmp, 'urlOf'>) => string;
}

/** Alice may do everything, bob may merge past a missing review, carol writes and proposes; the agents have an account. */
export async function openDemoHub(sandbox: Sandbox): Promise<DemoHub> {
  const tokens = { carol: newToken(), agents: newToken() };
  const folder = join(sandbox.dir, 'github');
  mkdirSync(folder);
  const github = await startGitHubStandIn({
    folder,
    repository: REPOSITORY,
    tokens: { [tokens.carol]: 'carol', [tokens.agents]: 'homeamp-agents' },
    people: { alice: 'admin', bob: 'admin', carol: 'write' },
    teams: { 'example-team/admins': ['alice', 'bob'] },
  });
  return {
    github,
    push: (branch) => push(sandbox, { url: github.gitUrl, branch, token: tokens.carol }),
    writeSettings: (host, amp) => {
      writeFileSync(sandbox.tokenOf(host), `${tokens.agents}\n`, { mode: 0o600 });
      writeFileSync(sandbox.settingsOf(host), settingsText(sandbox, { host, github, amp }));
      return sandbox.settingsOf(host);
    },
  };
}

function newToken(): string {
  return `demo_${randomBytes(16).toString('hex')}`;
}

const run = promisify(execFile);

/** The server is in this process, so that waiting for git must not stop it. The token stands on no command line. */
async function push(
  { clone }: Sandbox,
  { url, branch, token }: { readonly url: string; readonly branch: string; readonly token: string },
): Promise<void> {
  const basic = Buffer.from(`carol:${token}`).toString('base64');
  const env = {
    ...gitEnvironment(),
    GIT_TERMINAL_PROMPT: '0',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'http.extraHeader',
    GIT_CONFIG_VALUE_0: `Authorization: Basic ${basic}`,
  };
  await run('git', ['-C', clone, '-c', 'core.hooksPath=/dev/null', 'push', '--quiet', url, branch], { env });
}

interface SettingsParts {
  readonly host: string;
  readonly github: GitHubStandIn;
  readonly amp: Pick<DemoAmp, 'urlOf'> | undefined;
}

function settingsText(sandbox: Sandbox, { host, github, amp }: SettingsParts): string {
  const { apiUrl, gitUrl } = github;
  const api =
    amp === undefined
      ? ''
      : `  kind: api
  url: ${quoted(amp.urlOf(host))}
  username: ${AMP_USER}
  password: { file: ${quoted(sandbox.ampPasswordOf(host))} }
`;
  return `host: ${host}
source:
  url: ${quoted(gitUrl)}
  branch: main
forge:
  kind: github
  repository: ${REPOSITORY}
  apiUrl: ${quoted(apiUrl)}
  token: { file: ${quoted(sandbox.tokenOf(host))} }
  # GitHub asks for a second between two writes; the stand-in does not.
  writeGap: 0s
amp:
${api}  instances: ${quoted(sandbox.instancesOf(host))}
state: ${quoted(sandbox.stateOf(host))}
store:
  reports: ${quoted(sandbox.reports)}
secrets:
  file: ${quoted(sandbox.secretsFile)}
log:
  format: text
`;
}

function quoted(text: string): string {
  return JSON.stringify(text);
}
