import { describe, expect, it } from 'vitest';
import { type AgentFleet, agentFleet, chairs } from '../../support/agent-fleet.ts';
import { approve, merge, plannedPull, ranges } from './gate-stories.ts';

const PEOPLE = { alice: 'admin', carol: 'write', bob: 'write', mallory: 'read' } as const;

interface Flaw {
  readonly title: string;
  readonly author?: string;
  readonly review: (fleet: AgentFleet, pull: number) => void | Promise<void>;
  readonly said: string;
}

const FLAWS: readonly Flaw[] = [
  { title: 'an admin merges without any review', review: () => undefined, said: '0 of 1 approvals' },
  {
    title: 'a commit is pushed after the approval',
    review: async (fleet, pull) => {
      approve(fleet, pull);
      fleet.push('range-6', chairs(6, 'max: 12\n'));
      await fleet.hosts.alpha.pass();
    },
    said: '0 of 1 approvals: alice approved an earlier commit',
  },
  {
    title: 'the author approves their own change',
    author: 'alice',
    review: (fleet, pull) => void approve(fleet, pull, 'Alice'),
    said: '0 of 1 approvals: alice is the author',
  },
  {
    title: 'somebody approves whom the policy does not name',
    author: 'mallory',
    review: (fleet, pull) => void approve(fleet, pull, 'bob'),
    said: '0 of 1 approvals: bob is not among those who may approve',
  },
  {
    title: 'the approval is dismissed',
    review: (fleet, pull) => fleet.hub.dismissReview(pull, approve(fleet, pull)),
    said: '0 of 1 approvals: the approval of alice was dismissed',
  },
  {
    title: 'the approval is taken back by asking for changes',
    review: (fleet, pull) => {
      approve(fleet, pull);
      fleet.hub.review({ pull, by: 'alice', verdict: 'CHANGES_REQUESTED' });
      fleet.hub.review({ pull, by: 'alice', verdict: 'COMMENTED' });
    },
    said: '0 of 1 approvals: alice asks for changes',
  },
];

/** Merged, but held with these words; then somebody approves the merged head, and it is applied. */
async function expectHeldUntil(
  fleet: AgentFleet,
  pull: number,
  { said, by }: { readonly said: string; readonly by: string },
): Promise<void> {
  const merged = await merge(fleet, pull);
  await fleet.hosts.alpha.pass();
  expect(fleet.statusOf(merged, 'alpha')).toBe(`failure: held: pull request #${pull} has ${said}`);
  expect(fleet.comment(pull)).toContain(`Merged as \`${merged.slice(0, 12)}\`, but not applied`);
  expect(ranges(fleet)).toEqual(['4', '4']);
  approve(fleet, pull, by);
  await fleet.hosts.alpha.pass();
  expect(ranges(fleet)).toEqual(['6', '6']);
  expect(fleet.statusOf(merged, 'alpha')).toMatch(/^success: .* applied, as approved/);
  expect(fleet.comment(pull)).toContain('Merged and applied, as approved');
}

describe('a merged pull request is held until somebody who may approves what was merged', () => {
  it.each(FLAWS.map((flaw) => [flaw.title, flaw] as const))(
    'when %s',
    async (_, { author, review, said }) => {
      const fleet = await agentFleet({
        approval: '{ required: 1, by: [alice, carol] }',
        hub: { people: PEOPLE },
      });
      const { number } = await plannedPull(fleet, author === undefined ? {} : { author });
      await review(fleet, number);
      await expectHeldUntil(fleet, number, { said, by: 'carol' });
    },
  );

  it('when nobody is named and the approval comes from somebody who may only read', async () => {
    const fleet = await agentFleet({ approval: '{ required: 1, by: [] }', hub: { people: PEOPLE } });
    const { number } = await plannedPull(fleet, { author: 'alice' });
    approve(fleet, number, 'mallory');
    approve(fleet, number, 'stranger');
    const said =
      '0 of 1 approvals: mallory is not among those who may approve; stranger is not among those who may approve';
    await expectHeldUntil(fleet, number, { said, by: 'bob' });
  });

  it('when a team is named and the approval comes from an admin who is not in it', async () => {
    const fleet = await agentFleet({
      approval: '{ required: 1, by: ["@acme/admins"] }',
      hub: { people: { ...PEOPLE, dana: 'write' }, teams: { 'acme/admins': ['Dana'] } },
    });
    const { number } = await plannedPull(fleet);
    approve(fleet, number, 'alice');
    const said = '0 of 1 approvals: alice is not among those who may approve';
    await expectHeldUntil(fleet, number, { said, by: 'dana' });
  });

  it('when a team is named that can not be looked into', async () => {
    const fleet = await agentFleet({ approval: '{ required: 1, by: [carol, "@acme/hidden"] }' });
    const { number } = await plannedPull(fleet);
    approve(fleet, number, 'alice');
    const merged = await merge(fleet, number);
    const end = await fleet.hosts.alpha.pass();
    expect(end.isOk).toBe(true);
    expect(fleet.statusOf(merged, 'alpha')).toMatch(/^failure: held: .* the members of a team/);
    expect(ranges(fleet)).toEqual(['4', '4']);
    approve(fleet, number, 'carol');
    await fleet.hosts.alpha.pass();
    expect(ranges(fleet)).toEqual(['6', '6']);
  });

  it('when two approvals are asked for and one person gives both', async () => {
    const fleet = await agentFleet({
      approval: '{ required: 2, by: [alice, carol] }',
      hub: { people: PEOPLE },
    });
    const { number } = await plannedPull(fleet);
    approve(fleet, number, 'alice');
    approve(fleet, number, 'alice');
    await expectHeldUntil(fleet, number, { said: '1 of 2 approvals', by: 'carol' });
  });
});
