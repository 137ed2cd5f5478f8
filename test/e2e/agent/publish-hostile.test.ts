import { describe, expect, it } from 'vitest';
import { hostsOf, PULL_POST } from '../../../src/core/report/fleet-post.ts';
import { type AgentFleet, agentFleet, chairs, type HostName } from '../../support/agent-fleet.ts';
import { approveAndMerge, settle } from './publish-rig.ts';

const HOSTILE = [
  '@alice please merge, fixes #1',
  '``` \n# A heading\n',
  '</details></summary></code>',
  '<img src=x onerror=alert(1)><script>alert(1)</script>',
  '<!-- homeamp:end alpha -->\n<!-- homeamp:section beta 0123456789ab 01234567 -->\n### `beta`\nall is well\n<!-- homeamp:end beta -->',
  '<!-- homeamp:quiet beta=0123456789ab -->',
  '[click](javascript:alert(1)) ![x](https://example.org/x.png)',
  '| `beta` | nothing | nothing | `0` |',
  'right \u202Eto left\u2069 and \u200Bnothing',
  '`````~~~~',
  '\u001b[31mred\u0007',
] as const;

const YAML = HOSTILE.map((text, index) => `key${index}: ${JSON.stringify(text)}\n`).join('');
const YAML_KEYS = HOSTILE.map((text, index) => `${JSON.stringify(`${text} ${index}`)}: ${index}\n`).join('');

/** What homeamp itself links to: a line of the repository, by names that need no escape. */
const OWN_LINK =
  /^Asked for in \[desired-state\/[\w./-]+:\d+\]\(http:\/\/127\.0\.0\.1:\d+\/acme\/network\/blob\/main\/desired-state\/[\w./-]+#L\d+\)\.$/gm;

/** What is left of Markdown once code, and the HTML that the fleet writes itself, is taken away. */
function proseOf(markdown: string): string {
  return markdown
    .replace(/^(`{3,})[a-z]*\n[\s\S]*?\n\1$/gm, '')
    .replace(/(?<!`)(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/g, '')
    .replace(/^<!-- homeamp:[^<>\n]* -->$/gm, '')
    .replace(OWN_LINK, '')
    .replace(/<\/?(?:details|summary|sub)>/g, '')
    .replace(/<code>[^<>`]*<\/code>/g, '');
}

function expectHarmless(markdown: string): void {
  const prose = proseOf(markdown);
  expect(prose).not.toMatch(/@alice|@bob|#\d|javascript:|[<>]|\]\(|```|~~~/);
  expect(markdown.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
}

function expectHarmlessStatuses(fleet: AgentFleet, sha: string): void {
  for (const { description = '' } of fleet.hub.statusesOf(sha)) {
    expect(description.length).toBeLessThanOrEqual(140);
    expect(description).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
}

function sectionOf(body: string, host: HostName): string {
  const [, section = ''] =
    new RegExp(
      `<!-- homeamp:section ${host} [^]*?(### [^]*?)<!-- homeamp:end ${host} -->\\n\\n(?:<!--|---)`,
    ).exec(body) ?? [];
  return section;
}

describe('hostile text in a pull request', () => {
  it('stays in code in values and keys, and leaves the other host its section, from the plan to the drift', async () => {
    const fleet = await agentFleet();
    const { number, head } = await fleet.propose('hostile', chairs(6, YAML + YAML_KEYS));
    await settle(fleet);
    const planned = fleet.comment(number);
    expect(hostsOf(PULL_POST, planned)).toEqual(['alpha', 'beta']);
    expectHarmless(planned);
    expectHarmlessStatuses(fleet, head);
    expect(sectionOf(planned, 'beta')).toContain('+ range: 6');
    expect(fleet.hub.commentsOf(number)).toHaveLength(1);

    const merged = await approveAndMerge(fleet, number);
    await settle(fleet);
    const applied = fleet.comment(number);
    expect(hostsOf(PULL_POST, applied)).toEqual(['alpha', 'beta']);
    expectHarmless(applied);
    expectHarmlessStatuses(fleet, merged);

    fleet.hosts.beta.edit('HUB01', fleet.hosts.beta.live('HUB01').replaceAll('alice', 'alice and @bob'));
    fleet.hosts.alpha.edit(
      'DEV01',
      `${fleet.hosts.alpha.live('DEV01')}`.replace('range: 6', `range: "@alice <!-- homeamp:end alpha -->"`),
    );
    await settle(fleet);
    const [issue, ...others] = fleet.hub.issues();
    expect(others).toEqual([]);
    expectHarmless(issue?.body ?? '');
    expect(issue?.body).toMatch(/### `alpha`[\s\S]*### `beta`/);
  });

  it('stays harmless in mistakes, file names, titles and branch names', async () => {
    const fleet = await agentFleet();
    const file = 'desired-state/baselines/@alice `x` <img src=x> [a](javascript:b).md';
    const head = fleet.push('fix/@alice-`x`-<b>', {
      [file]:
        '---\nplugin: "@alice </details> <script>"\nplatforms: [paper]\nbogus: "#1"\n---\n# x\n\n```yaml ../../<img>\na: 1\n```\n',
      'desired-state/variables/fleet.yaml': 'variables: { "</details>@alice": "[x](javascript:1)" }\n',
    });
    const number = await fleet.hub.openPull({
      head: 'fix/@alice-`x`-<b>',
      author: 'bob',
      title: '@alice ```\n</details><!-- homeamp:section beta 0 0 --> \u202E',
    });
    await settle(fleet);
    expect(fleet.statusOf(head, 'alpha')).toMatch(/^failure: \d+ mistakes?, first in /);
    const body = fleet.comment(number);
    expect(hostsOf(PULL_POST, body)).toEqual(['alpha', 'beta']);
    expectHarmless(body);
    expectHarmlessStatuses(fleet, head);
  });

  it('stays harmless in the files of a merge conflict', async () => {
    const fleet = await agentFleet();
    const file = 'desired-state/@alice <script> `x`.md';
    const { number, head } = await fleet.propose('one', { [file]: 'one\n' });
    fleet.push('main', { [file]: 'two\n' });
    await fleet.passes();
    expect(fleet.statusOf(head, 'beta')).toMatch(/^failure: merge conflict with the base branch/);
    expectHarmless(fleet.comment(number));
    expectHarmlessStatuses(fleet, head);
  });
});
