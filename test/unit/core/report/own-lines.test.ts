import { describe, expect, it } from 'vitest';
import {
  DRIFT_POST,
  hasSection,
  type PostSection,
  putSection,
  ticksOf,
} from '../../../../src/core/report/fleet-post.ts';
import { boxLine, placeLine, pullLine, tickedBoxes } from '../../../../src/core/report/own-lines.ts';

const ID = '0123456789ab';
const URL = 'https://git.example.org/acme/network/pull/12';

function section(host: string, body: string): PostSection {
  return { host, row: ['1 key', '`X`'], body, isQuiet: false, digest: `${host}1` };
}

const tick = (post: string) => post.replace('- [ ] Keep', '- [x] Keep').replaceAll('\n', '\r\n');

describe('a box in a section', () => {
  it('is kept with its tick when another host writes, and told to its own', () => {
    const post = tick(putSection(DRIFT_POST, undefined, section('a', boxLine(ID))));
    expect(ticksOf(DRIFT_POST, post, 'a')).toEqual([ID]);
    const later = putSection(DRIFT_POST, post, section('b', 'Other.'));
    expect(ticksOf(DRIFT_POST, later, 'a')).toEqual([ID]);
    expect(ticksOf(DRIFT_POST, later, 'b')).toEqual([]);
  });

  it('makes its host write the section anew once it is ticked', () => {
    const own = section('a', boxLine(ID));
    const post = putSection(DRIFT_POST, undefined, own);
    expect(hasSection(DRIFT_POST, post, own)).toBe(true);
    expect(hasSection(DRIFT_POST, tick(post), own)).toBe(false);
    expect(ticksOf(DRIFT_POST, putSection(DRIFT_POST, tick(post), own), 'a')).toEqual([]);
  });

  it('counts no more in a section that was edited otherwise', () => {
    const post = putSection(DRIFT_POST, undefined, section('a', `One.\n\n${boxLine(ID)}`));
    expect(ticksOf(DRIFT_POST, tick(post).replace('One', 'Two'), 'a')).toEqual([]);
  });

  it('is none in code, with another text or with an odd id', () => {
    const ticked = boxLine(ID).replace('[ ]', '[x]');
    expect(tickedBoxes(ticked)).toEqual([ID]);
    for (const text of [
      `\`\`\`diff\n${ticked}\n\`\`\``,
      ` ${ticked}`,
      `${ticked} more`,
      ticked.replace(ID, 'G'.repeat(12)),
    ]) {
      expect(tickedBoxes(text), text).toEqual([]);
    }
  });
});

describe('lines of our own', () => {
  it('reach the post as they are, and any other link or comment as text', () => {
    const lines = [
      boxLine(ID),
      pullLine({ number: 12, url: URL }),
      placeLine('a/b.md', 3, `${URL}#L3`) ?? '',
    ];
    const foreign = [
      '[x](https://example.org)',
      '- [ ] do <!-- this -->',
      `[Pull request #1](javascript:x) keeps`,
    ];
    const post = putSection(DRIFT_POST, undefined, section('a', [...lines, ...foreign].join('\n\n')));
    for (const line of lines) expect(post).toContain(`\n${line}\n`);
    for (const line of foreign) expect(post).not.toContain(line);
  });

  it('has no link for a name that would have to be escaped', () => {
    expect(placeLine('a](x).md', 3, URL)).toBeUndefined();
    expect(placeLine('a.md', 3, 'https://example.org/) [x')).toBeUndefined();
  });
});
