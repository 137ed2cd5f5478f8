import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { CliContext } from '../../../src/cli/cli-context.ts';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { runCli } from '../../../src/cli/run-cli.ts';
import { Secret } from '../../../src/core/model/secret.ts';
import { TOKEN } from '../../integration/stand-ins/hosted-fleet.ts';
import {
  type AgentFleet,
  type AgentFleetOptions,
  agentFleet,
  type FleetHost,
} from '../../support/agent-fleet.ts';
import { approveAndMerge, settle } from './publish-rig.ts';

const EDITED = '# kept by people\nrange: 9\nsound: true\nmax: 10\n';
const BOX = /- \[ \] Keep these values: open a pull request/;

const PROPOSES: AgentFleetOptions = {
  settings: ({ hub }) => ({
    forge: {
      kind: 'github',
      apiUrl: hub.apiUrl,
      repository: 'acme/network',
      auth: { kind: 'token', token: new Secret(TOKEN) },
      writeGapMillis: 0,
      proposals: true,
    },
  }),
};

/** From the box in the issue to the merge, with all that may come between. */
export async function keepsWhatIsTicked(): Promise<void> {
  const access = { push: false };
  const fleet = await drifted(access);
  expect(issue(fleet)).toMatch(BOX);
  expect(issue(fleet)).toContain('Keep: `homeamp adopt --instance TOW01`');
  expect(issue(fleet)).toMatch(
    /Asked for in \[desired-state\/baselines\/Chairs\.md:\d+\]\(http[^)]+\/blob\/main\/desired-state/,
  );
  await doesNothingForOthers(fleet);
  await saysWhatIsWrong(fleet);
  access.push = true;
  const first = await survivesACrash(fleet);
  expect(await adopt(fleet.hosts.alpha, '--yes', '--json')).toMatchObject({
    outcome: { kind: 'pull-request', number: first },
  });
  expect(await openPulls(fleet)).toHaveLength(1);
  expect(await countedDuring(fleet, () => fleet.hosts.alpha.pass())).toEqual([]);
  fleet.hub.closePull(first);
  await fleet.hosts.alpha.pass();
  expect(issue(fleet)).toMatch(BOX);
  expect(await openPulls(fleet)).toEqual([]);
  await endsWithItsMerge(fleet);
}

async function doesNothingForOthers(fleet: AgentFleet): Promise<void> {
  const { alpha } = fleet.hosts;
  await tick(fleet, (body) => body.replace(/homeamp:keep [0-9a-f]{12}/, 'homeamp:keep 000000000000'));
  await alpha.pass();
  expect(issue(fleet)).not.toMatch(/0{12}|could be opened/);
  await tick(fleet);
  alpha.edit('TOW01', EDITED.replace('range: 9', 'range: 8'));
  await alpha.pass();
  expect(issue(fleet)).toMatch(BOX);
  expect(issue(fleet)).not.toContain('could be opened');
}

async function saysWhatIsWrong(fleet: AgentFleet): Promise<void> {
  await tick(fleet);
  await fleet.hosts.alpha.pass();
  expect(issue(fleet)).toContain('No pull request could be opened');
  expect(issue(fleet)).toContain('Contents: write');
  expect(issue(fleet)).toMatch(BOX);
}

/** Gives the number of the pull request, whose answer was lost before. */
async function survivesACrash(fleet: AgentFleet): Promise<number> {
  const { alpha } = fleet.hosts;
  await tick(fleet);
  fleet.hub.faults.add({ kind: 'cut-after', match: { operation: 'pulls/create' } });
  await alpha.pass();
  expect(issue(fleet)).toContain('is on its way');
  await alpha.restart();
  await alpha.pass();
  const [pull, ...more] = await openPulls(fleet);
  expect(more).toEqual([]);
  expect(pull).toMatchObject({ title: 'Keep 1 value of alpha/TOW01', user: { login: 'fleet-bot' } });
  expect(issue(fleet)).toContain(`[Pull request #${pull?.number}](`);
  expect(issue(fleet)).not.toMatch(BOX);
  return pull?.number ?? 0;
}

async function endsWithItsMerge(fleet: AgentFleet): Promise<void> {
  const { alpha } = fleet.hosts;
  await tick(fleet);
  await alpha.pass();
  const [pull] = await openPulls(fleet);
  await approveAndMerge(fleet, pull?.number ?? 0);
  await settle(fleet);
  expect(alpha.live('TOW01')).toContain('range: 8');
  expect(fleet.hub.issues()).toMatchObject([{ state: 'closed' }]);
}

/** What `homeamp adopt` prints on a host, as its agent's settings have it. */
async function adopt({ agent, folder }: FleetHost, ...words: readonly string[]): Promise<unknown> {
  const settings = join(folder, 'agent.yaml');
  writeFileSync(
    settings,
    `host: alpha\nsource: { url: ${folder} }\namp: { instances: ${folder} }\nstate: ${folder}\n`,
  );
  const printed: string[] = [];
  const output = {
    write: (text: string) => void printed.push(text),
    isTerminal: false,
    width: () => undefined,
  };
  const quiet = { ...output, write: () => undefined };
  const base = {
    version: 'test',
    environment: {},
    stdout: output,
    stderr: quiet,
    ask: undefined,
    questions: undefined,
  };
  const context = { ...base, openAgent: async () => ({ agent, close: async () => undefined }) };
  await runCli(['adopt', '--config', settings, ...words], context as unknown as CliContext, COMMANDS);
  return JSON.parse(printed.join(''));
}

async function drifted(access: { push: boolean }): Promise<AgentFleet> {
  const fleet = await agentFleet({ ...PROPOSES, hub: { access } });
  fleet.hosts.alpha.edit('TOW01', EDITED);
  await settle(fleet);
  return fleet;
}

function issue(fleet: AgentFleet): string {
  return fleet.hub.issues()[0]?.body ?? '';
}

/** As GitHub's page does it, which gives the line ends of a form. */
async function tick(fleet: AgentFleet, forge = (body: string) => body): Promise<void> {
  const [found] = fleet.hub.issues();
  const body = forge((found?.body ?? '').replace('- [ ] Keep', '- [x] Keep')).replaceAll('\n', '\r\n');
  await fleet.call('PATCH', `/repos/acme/network/issues/${found?.number}`, { body: { body } });
}

async function openPulls(fleet: AgentFleet) {
  const { body } = await fleet.get('/repos/acme/network/pulls?state=open');
  return body as readonly { readonly number: number; readonly title: string }[];
}

async function countedDuring(fleet: AgentFleet, action: () => Promise<unknown>): Promise<readonly string[]> {
  const before = fleet.hub.requests.list().length;
  await action();
  return fleet.hub.requests
    .list()
    .slice(before)
    .filter(({ counted }) => counted)
    .map(({ operation }) => operation);
}
