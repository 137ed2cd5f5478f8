import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { ProposalDraft } from '../../../../src/core/model/publication.ts';
import { failureOf, type GitHubRig, startGitHubRig } from './github-rig.ts';

const BRANCH = 'homeamp/adopt-alpha-0123456789ab';
const PATH = 'desired-state/baselines/Chairs.md';

describe('proposing a change to GitHub', () => {
  it('opens one pull request with whole files, whatever breaks off, and a new one once that is closed', async () => {
    const rig = await startGitHubRig();
    const { proposals, changes } = rig.forge;
    const draft = draftOf(rig);
    rig.standIn.faults.add({ kind: 'cut-before', match: { operation: 'pulls/create' } });
    await expect(proposals.ensureOpen(draft)).rejects.toMatchObject({ kind: 'transient' });
    rig.standIn.faults.add({ kind: 'cut-after', match: { operation: 'pulls/create' } });
    await expect(proposals.ensureOpen(draft)).rejects.toMatchObject({ kind: 'transient' });
    const found = await proposals.ensureOpen({ ...draft, title: 'Other' });
    expect(found).toMatchObject({ isNew: false, url: expect.stringMatching(/\/pull\/\d+$/) });
    expect(await changes.listOpen('main')).toMatchObject([
      { number: found.number, title: 'Keep values', headBranch: BRANCH, state: 'open' },
    ]);
    expect(inBare(rig, 'show', `${BRANCH}:${PATH}`)).toBe('\uFEFFrange: 9\r\nä');
    expect(inBare(rig, 'rev-parse', `${BRANCH}^`)).toBe(draft.from);
    rig.standIn.closePull(found.number);
    const next = await proposals.ensureOpen({ ...draft, title: 'Keep again' });
    expect(next.isNew).toBe(true);
    expect(await changes.listOpen('main')).toMatchObject([{ number: next.number, title: 'Keep again' }]);
  });

  it('names the permission that is missing, and the address of a line without asking', async () => {
    const rig = await startGitHubRig({ access: { push: false } });
    const failure = await failureOf(rig.forge.proposals.ensureOpen(draftOf(rig)));
    expect(failure.kind).toBe('mistake');
    expect(failure.next).toContain('Contents: write');
    const addressIn = (apiUrl: string) =>
      rig.createForge({ apiUrl }).proposals.addressOf('main', { file: 'desired-state/a b.md', line: 3 });
    expect(addressIn('https://api.github.com')).toBe(
      'https://github.com/acme/network/blob/main/desired-state/a%20b.md#L3',
    );
    expect(addressIn('https://git.example.org/api/v3')).toBe(
      'https://git.example.org/acme/network/blob/main/desired-state/a%20b.md#L3',
    );
  });
});

function draftOf(rig: GitHubRig): ProposalDraft {
  return {
    branch: BRANCH,
    base: 'main',
    from: rig.commit('main'),
    title: 'Keep values',
    body: 'Why',
    files: new Map([[PATH, '\uFEFFrange: 9\r\nä']]),
  };
}

function inBare({ standIn }: GitHubRig, ...words: readonly string[]): string {
  return execFileSync('git', ['-C', standIn.bareRepository, ...words], { encoding: 'utf8' }).replace(
    /\n$/,
    '',
  );
}
