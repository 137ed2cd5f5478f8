import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/model/secret.ts';
import { temporaryFolder } from '../../integration/adapters/temporary-folder.ts';
import { TOKEN } from '../../integration/stand-ins/hosted-fleet.ts';
import { type AgentFleet, agentFleet, chairs, type HostName } from '../../support/agent-fleet.ts';
import { localStore } from '../../support/local-store.ts';
import { type SigningKey, signingKey } from '../../support/signing-key.ts';
import { rangeIn, ranges } from './gate-stories.ts';

interface PlainGit {
  readonly approval: string;
  readonly signers?: string;
  readonly overHttp?: boolean;
  /** Whether both hosts keep their reports in one folder. */
  readonly sharesReports?: boolean;
}

/** Two hosts that follow a repository and know nothing of any forge. */
function plainFleet({
  approval,
  signers,
  overHttp = false,
  sharesReports = true,
}: PlainGit): Promise<AgentFleet> {
  const allowedSignersFile = signers === undefined ? undefined : join(temporaryFolder(), 'allowed-signers');
  if (allowedSignersFile !== undefined) writeFileSync(allowedSignersFile, signers ?? '');
  const password = { kind: 'password', username: 'x', password: new Secret(TOKEN) } as const;
  return agentFleet({
    approval,
    settings: ({ hub, work }) => ({
      forge: { kind: 'none' },
      store: localStore(sharesReports ? join(work, '..', 'reports') : undefined),
      source: {
        url: overHttp ? hub.gitUrl : hub.bareRepository,
        branch: 'main',
        access: overHttp ? password : { kind: 'none' },
      },
      gates: {
        signatures: { required: false, allowedSignersFile, gnupgHome: undefined },
        minimumApprovals: 0,
        trustFirstRevision: false,
      },
    }),
  });
}

/** What a host has published of a commit. */
function publishedOf(fleet: AgentFleet, sha: string, host: HostName = 'alpha'): string {
  const text = readFileSync(join(fleet.hosts[host].folder, 'state/published/statuses.json'), 'utf8');
  const commits = JSON.parse(text) as readonly {
    readonly commit: string;
    readonly statuses: readonly { readonly state: string; readonly description: string }[];
  }[];
  const status = commits.find(({ commit }) => commit === sha)?.statuses.at(-1);
  return `${status?.state}: ${status?.description}`;
}

/** A change by this author on a branch, merged into main; signed where a key is given. */
function mergeChange(
  fleet: AgentFleet,
  { range, author, key }: { readonly range: number; readonly author: string; readonly key?: SigningKey },
): string {
  const branch = `range-${range}`;
  fleet.push(branch, chairs(range));
  fleet.git('commit', '--quiet', '--amend', '--no-edit', `--author=Somebody <${author}>`);
  fleet.git('switch', '--quiet', 'main');
  const sign = key === undefined ? [] : ['-S'];
  fleet.git(...(key?.config ?? []), 'merge', '--quiet', '--no-ff', ...sign, '-m', 'merge', branch);
  fleet.git('push', '--quiet', fleet.hub.bareRepository, 'main');
  return fleet.git('rev-parse', 'HEAD');
}

const ALICE = 'alice@example.org';
const BOB = 'bob@example.org';

describe('a fleet without a forge', () => {
  it.each([
    ['by path', false],
    ['over HTTP with a password', true],
  ])(
    'applies every commit where nobody has to approve, %s, and keeps what it has to tell',
    async (_, overHttp) => {
      const fleet = await plainFleet({ approval: '{ required: 0 }', overHttp });
      const pushed = fleet.push('main', chairs(6));
      const ends = await fleet.passes();
      expect(ends.map(({ isOk, waiting }) => [isOk, waiting])).toEqual([
        [true, []],
        [true, []],
      ]);
      expect(ranges(fleet)).toEqual(['6', '6']);
      expect(rangeIn(fleet.hosts.beta.live('HUB01'))).toBe('6');
      expect(publishedOf(fleet, pushed)).toMatch(/^success: .*2 keys on 2 instances applied/);
      expect(publishedOf(fleet, pushed, 'beta')).toMatch(/^success: .*1 key on 1 instance applied/);
      fleet.hosts.alpha.edit('DEV01', 'range: 5\nsound: true\n');
      await fleet.hosts.alpha.pass();
      const drift = join(fleet.hosts.alpha.folder, 'state/published/drift.md');
      expect(readFileSync(drift, 'utf8')).toContain('DEV01');
      expect(fleet.hub.requests.list()).toEqual([]);
    },
  );

  it('keeps later stages back where hosts share no reports, and says what they need', async () => {
    const fleet = await plainFleet({ approval: '{ required: 0 }', sharesReports: false });
    const pushed = fleet.push('main', chairs(6));
    for (let rounds = 0; rounds < 2; rounds += 1) {
      const [alpha, beta] = await fleet.passes();
      expect([alpha?.isOk, beta?.isOk]).toEqual([true, true]);
    }
    expect(ranges(fleet)).toEqual(['6', '6']);
    expect(rangeIn(fleet.hosts.beta.live('HUB01'))).toBe('4');
    expect(publishedOf(fleet, pushed, 'beta')).toBe('pending: blocked: HUB01');
    const report = readFileSync(join(fleet.hosts.beta.folder, 'state/reports/beta/status.json'), 'utf8');
    expect(report).toContain('stage dev is not done on alpha');
    expect(report).toContain('name a folder that all of them share');
  });

  it('applies a change that another allowed signer merged', async () => {
    const key = signingKey();
    const fleet = await plainFleet({
      approval: `{ required: 1, by: [${ALICE}] }`,
      signers: key.signerLine(ALICE),
    });
    const merged = mergeChange(fleet, { range: 6, author: BOB, key });
    await fleet.passes();
    expect(ranges(fleet)).toEqual(['6', '6']);
    expect(publishedOf(fleet, merged)).toMatch(/^success: /);
  });

  it('holds what nobody signed, what its author signed and what others signed', async () => {
    const [key, stranger] = [signingKey(), signingKey()];
    const signers = key.signerLine(ALICE);
    const fleet = await plainFleet({ approval: `{ required: 1, by: [${ALICE}] }`, signers });
    const expectHeld = async (commit: string, why: string) => {
      await fleet.hosts.alpha.pass();
      expect(publishedOf(fleet, commit)).toBe(`failure: held: commit ${commit.slice(0, 12)} ${why}`);
      expect(ranges(fleet)).toEqual(['4', '4']);
      fleet.git('reset', '--quiet', '--hard', 'HEAD^');
      fleet.git('push', '--quiet', '--force', fleet.hub.bareRepository, 'main');
    };
    await expectHeld(
      mergeChange(fleet, { range: 5, author: BOB }),
      'has no signature that this host accepts: it is not signed',
    );
    await expectHeld(
      mergeChange(fleet, { range: 6, author: ALICE, key }),
      'is not signed by somebody else whom policy.approval names',
    );
    await expectHeld(
      mergeChange(fleet, { range: 7, author: BOB, key: stranger }),
      'has no signature that this host accepts: the key is not one of the allowed signers, or not valid now',
    );
    mergeChange(fleet, { range: 8, author: BOB, key });
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['8', '8']);
  });

  it('holds what an allowed signer signed whom the policy does not name', async () => {
    const [alice, carol] = [signingKey(), signingKey()];
    const signers = `${alice.signerLine(ALICE)}${carol.signerLine('carol@example.org')}`;
    const fleet = await plainFleet({ approval: `{ required: 1, by: [${ALICE}] }`, signers });
    const merged = mergeChange(fleet, { range: 6, author: BOB, key: carol });
    await fleet.hosts.alpha.pass();
    expect(publishedOf(fleet, merged)).toContain('is not signed by somebody else');
    expect(ranges(fleet)).toEqual(['4', '4']);
  });

  it.each([
    [
      'it has no list of signers',
      '{ required: 1 }',
      undefined,
      'neither a forge nor a list of allowed signers',
    ],
    ['two approvals are asked for', '{ required: 2 }', '', 'without a forge a signature gives just one'],
  ])('says that an approval is impossible where %s', async (_, approval, signers, why) => {
    const fleet = await plainFleet({ approval, ...(signers === undefined ? {} : { signers }) });
    const pushed = fleet.push('main', chairs(6));
    await fleet.hosts.alpha.pass();
    expect(publishedOf(fleet, pushed)).toContain(why);
    expect(ranges(fleet)).toEqual(['4', '4']);
  });
});
