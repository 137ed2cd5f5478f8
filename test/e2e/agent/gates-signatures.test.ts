import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../integration/adapters/temporary-folder.ts';
import { type AgentFleet, agentFleet, chairs } from '../../support/agent-fleet.ts';
import { type SigningKey, signingKey } from '../../support/signing-key.ts';
import { approve, merge, plannedPull, ranges } from './gate-stories.ts';

/** A fleet of signed commits that asks for no reviews, with one key on its list. */
async function signedFleet(approval = '{ required: 0 }') {
  const known = signingKey();
  const list = join(temporaryFolder(), 'allowed-signers');
  writeFileSync(list, known.signerLine('alice@example.org'));
  const signatures = { required: true, allowedSignersFile: list, gnupgHome: undefined };
  const fleet = await agentFleet({
    approval,
    settings: { gates: { signatures, minimumApprovals: 0, trustFirstRevision: false } },
  });
  return { fleet, known, list };
}

/** Pushes a change of the baseline to main, signed by this key. */
function pushSigned(fleet: AgentFleet, range: number, key: SigningKey): string {
  const files = Object.entries(chairs(range));
  fleet.git('switch', '--quiet', 'main');
  for (const [path, text] of files) writeFileSync(join(fleet.work, path), text);
  fleet.git(...key.config, 'commit', '--quiet', '--all', '-S', '-m', 'signed');
  fleet.git('push', '--quiet', fleet.hub.bareRepository, 'main');
  return fleet.git('rev-parse', 'HEAD');
}

describe('a host that asks for signatures', () => {
  it('applies what an allowed signer signed, and nothing on top of it that nobody did', async () => {
    const { fleet, known } = await signedFleet();
    const signed = pushSigned(fleet, 5, known);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['5', '5']);
    expect(fleet.statusOf(signed, 'alpha')).toMatch(/^success: .* applied/);
    const plain = fleet.push('main', chairs(6));
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['5', '5']);
    expect(fleet.statusOf(plain, 'alpha')).toBe(
      `failure: held: commit ${plain.slice(0, 12)} has no signature that this host accepts: it is not signed`,
    );
    const onTop = pushSigned(fleet, 7, known);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['5', '5']);
    expect(fleet.statusOf(onTop, 'alpha')).toContain('it is not signed');
    pushSigned(fleet, 5, known);
    const next = pushSigned(fleet, 8, known);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['8', '8']);
    expect(fleet.statusOf(next, 'alpha')).toMatch(/^success: /);
  });

  it('holds what an unknown key signed until an administrator adds it to the list', async () => {
    const { fleet, list } = await signedFleet();
    const stranger = signingKey();
    const strange = pushSigned(fleet, 5, stranger);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['4', '4']);
    expect(fleet.statusOf(strange, 'alpha')).toContain('the key is not one of the allowed signers');
    appendFileSync(list, stranger.signerLine('carol@example.org'));
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['5', '5']);
  });

  it('asks for the review as well where the fleet does', async () => {
    const { fleet, known } = await signedFleet('{ required: 1, by: [alice] }');
    const { number, head } = await plannedPull(fleet);
    const tree = fleet.git('rev-parse', `${head}^{tree}`);
    const message = ['-S', '-m', 'signed merge'];
    const commit = fleet.git(...known.config, 'commit-tree', tree, '-p', 'main', '-p', head, ...message);
    fleet.git('push', '--quiet', fleet.hub.bareRepository, `${commit}:refs/heads/signed`);
    fleet.hub.pushMerge({ pull: number, by: 'alice', commit });
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(commit, 'alpha')).toContain('has 0 of 1 approvals');
    expect(ranges(fleet)).toEqual(['4', '4']);
    approve(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '6']);
  });

  it('holds a reviewed merge that nobody signed', async () => {
    const { fleet } = await signedFleet('{ required: 1, by: [alice] }');
    const { number } = await plannedPull(fleet);
    approve(fleet, number);
    const merged = await merge(fleet, number);
    await fleet.hosts.alpha.pass();
    expect(fleet.statusOf(merged, 'alpha')).toContain('it is not signed');
    expect(fleet.comment(number)).toContain('held: `not-signed`');
    expect(ranges(fleet)).toEqual(['4', '4']);
  });
});
