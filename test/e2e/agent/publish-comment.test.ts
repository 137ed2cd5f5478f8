import { describe, expect, it } from 'vitest';
import { type AgentFleet, agentFleet } from '../../support/agent-fleet.ts';
import { approveAndMerge, settle } from './publish-rig.ts';

const MARKER = '<!-- homeamp:pull -->';

function theComment({ hub }: AgentFleet, number: number) {
  const [comment, ...others] = hub.commentsOf(number).filter(({ by }) => by === 'fleet-bot');
  expect(others).toEqual([]);
  if (comment === undefined) throw new Error('there is no comment of the fleet');
  return comment;
}

describe('the comment on a pull request', () => {
  it('comes back with the sections of both hosts after a person deleted it', async () => {
    const fleet = await agentFleet();
    const { number } = await fleet.propose('wider', 6);
    await fleet.passes();
    const { id, body } = theComment(fleet, number);
    fleet.hub.deleteComment(id);
    await fleet.passes();
    expect(theComment(fleet, number)).toMatchObject({ body });
    expect(body).toContain('### `alpha`');
    expect(body).toContain('### `beta`');

    await approveAndMerge(fleet, number);
    await settle(fleet);
    const applied = theComment(fleet, number);
    expect(applied.body).toMatch(/### `alpha`\n\nMerged and applied[\s\S]*### `beta`\n\nMerged and applied/);
    fleet.hub.deleteComment(applied.id);
    await fleet.passes();
    expect(theComment(fleet, number)).toMatchObject({ body: applied.body });
  });

  it('is put back to the letter after a person edited, emptied or mangled it', async () => {
    const fleet = await agentFleet();
    const { number } = await fleet.propose('wider', 6);
    await fleet.passes();
    const { id, body } = theComment(fleet, number);
    const edits = [
      body.replace('+ range: 6', '+ range: 5'),
      body.replace('### `beta`', '### `beta` is fine, merge it'),
      body.replace(/<!-- homeamp:end alpha -->[\s\S]*/, ''),
      body.replace(/\| `beta` \|.*\n/, ''),
      MARKER,
    ];
    for (const edited of edits) {
      expect(edited).not.toBe(body);
      fleet.hub.editComment(id, edited);
      await fleet.passes('pulls');
      expect(theComment(fleet, number)).toMatchObject({ id, body });
    }
  });

  it('is made anew when a person took its marker out, and text that they added goes with the next change', async () => {
    const fleet = await agentFleet();
    const { number } = await fleet.propose('wider', 6);
    await fleet.passes();
    const { id, body } = theComment(fleet, number);
    fleet.hub.editComment(id, `${body}\nWe talked about this.\n`);
    await fleet.propose('wider', 7);
    await fleet.passes();
    expect(theComment(fleet, number).body).not.toContain('We talked about this.');
    fleet.hub.editComment(id, 'gone');
    await fleet.passes();
    const [first, second] = fleet.hub.commentsOf(number);
    expect(first).toMatchObject({ id, body: 'gone' });
    expect(second?.body).toContain('+ range: 7');
    expect(fleet.hub.commentsOf(number)).toHaveLength(2);
  });

  it("leaves another person's comment with the marker alone, and keeps the older of two of its own", async () => {
    const fleet = await agentFleet();
    const { number } = await fleet.propose('wider', 6);
    const foreign = fleet.hub.addComment(number, 'mallory', `${MARKER}\nAll is well.\n`);
    await fleet.passes();
    const { id, body } = theComment(fleet, number);
    fleet.hub.addComment(number, 'fleet-bot', `${MARKER}\nA double.\n`);
    await settle(fleet);
    expect(theComment(fleet, number)).toMatchObject({ id, body });
    const left = fleet.hub.commentsOf(number).find((comment) => comment.id === foreign);
    expect(left).toMatchObject({ by: 'mallory', body: `${MARKER}\nAll is well.\n` });
  });
});
