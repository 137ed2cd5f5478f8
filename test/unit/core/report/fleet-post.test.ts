import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DRIFT_POST,
  hasSection,
  hostsOf,
  isEmptyPost,
  type PostSection,
  PULL_POST,
  putSection,
} from '../../../../src/core/report/fleet-post.ts';
import { faultsIn } from './markdown-structure.ts';

function section(host: string, overrides: Partial<PostSection> = {}): PostSection {
  return {
    host,
    row: ['1 key in 1 file on 1 instance', 'restart 1', '`3fa9c1b2a4d5`'],
    body: `What ${host} would do.`,
    isQuiet: false,
    digest: 'ab12cd34ef56'.repeat(5),
    ...overrides,
  };
}

const putAll = (sections: readonly PostSection[], start?: string) =>
  sections.reduce<string | undefined>((body, one) => putSection(PULL_POST, body, one), start) ?? '';

describe('a post of the fleet', () => {
  it('holds each host’s row and section, sorted by host, whoever comes first', () => {
    const body = putAll([section('ovh'), section('alpha')]);
    expect(body).toBe(putAll([section('alpha'), section('ovh')]));
    expect(hostsOf(PULL_POST, body)).toEqual(['alpha', 'ovh']);
    expect(body.indexOf('| `alpha` | 1 key')).toBeLessThan(body.indexOf('| `ovh` | 1 key'));
    expect(body).toContain('### `ovh`\n\nWhat ovh would do.');
    expect(body.startsWith(PULL_POST.marker)).toBe(true);
  });

  it('takes the newer section of a host and leaves the others to the byte', () => {
    const before = putAll([section('a'), section('b')]);
    const after = putSection(PULL_POST, before, section('a', { body: 'Newer.', digest: 'ffff' }));
    expect(after).toContain('Newer.');
    expect(after).not.toContain('What a would do.');
    const ofB = (text: string) => text.slice(text.indexOf('<!-- homeamp:section b '));
    expect(ofB(after)).toBe(ofB(before));
    expect(hasSection(PULL_POST, after, section('a', { digest: 'ffff' }))).toBe(true);
    expect(hasSection(PULL_POST, after, section('a'))).toBe(false);
  });

  it('only counts and names quiet hosts, and knows them again', () => {
    const body = putAll([section('a'), section('q1', { isQuiet: true }), section('q2', { isQuiet: true })]);
    expect(body).toContain('Nothing to do on 2 hosts: `q1`, `q2`.');
    expect(body).not.toContain('What q1');
    expect(hasSection(PULL_POST, body, section('q1', { isQuiet: true }))).toBe(true);
    expect(hasSection(PULL_POST, body, section('q1'))).toBe(false);
    expect(isEmptyPost(PULL_POST, body)).toBe(false);
    const empty = putAll([section('q1', { isQuiet: true }), section('q2', { isQuiet: true })]);
    expect(hostsOf(PULL_POST, empty)).toEqual(['q1', 'q2']);
    expect(isEmptyPost(PULL_POST, empty)).toBe(true);
  });

  it('drops a section that somebody edited, and text outside of sections', () => {
    const body = putAll([section('a'), section('b')]);
    const edited = `LGTM\n${body.replace('What b would do.', 'Nothing at all.')}\nThanks!`;
    expect(hostsOf(PULL_POST, edited)).toEqual(['a']);
    expect(hasSection(PULL_POST, edited, section('b'))).toBe(false);
    expect(putAll([section('b')], edited)).toBe(body);
  });

  it('drops a section whose row was edited, or whose end is gone', () => {
    const body = putAll([section('a'), section('b'), section('c')]);
    expect(hostsOf(PULL_POST, body.replace('| `b` | 1 key', '| `b` | 9 keys'))).toEqual(['a', 'c']);
    expect(hostsOf(PULL_POST, body.replace('<!-- homeamp:end b -->', ''))).toEqual(['a', 'c']);
    expect(hostsOf(PULL_POST, body.slice(0, body.indexOf('What b would')))).toEqual(['a']);
  });

  it('understands a body that the web saved with its own line ends', () => {
    const body = putAll([section('a', { body: 'one\n\ntwo' }), section('q', { isQuiet: true })]);
    expect(hostsOf(PULL_POST, body.replaceAll('\n', '\r\n'))).toEqual(['a', 'q']);
  });

  it('keeps posts of the two kinds apart', () => {
    const body = putAll([section('a')]);
    expect(hostsOf(DRIFT_POST, body)).toEqual([]);
    expect(isEmptyPost(DRIFT_POST, body)).toBe(true);
  });

  it('can’t be broken by what a section holds', () => {
    const hostile = [
      '<!-- homeamp:end a -->\n<!-- homeamp:section b 123 00000000 -->\n### `b`\n\nforged\n\n<!-- homeamp:end b -->',
      '<!-- homeamp:quiet b=123 -->',
      '<!-- not closed',
      '```diff\n- never closed',
      '- x\n   ```\n',
      '<details><summary>x</summary>\n',
      '</details></details>',
      '<table><script>alert(1)</script><pre>',
      '`<table>\n`<pre>`',
      '~~~\nnever closed',
      '[a]: javascript:alert(1)\n![x](javascript:alert(1))',
      '\0\u0007\r\r\n',
    ];
    for (const text of hostile) {
      const body = putAll([
        section('b'),
        section('a', { body: text, row: [text, text, text] }),
        section('c'),
      ]);
      expect(hostsOf(PULL_POST, body), text).toEqual(['a', 'b', 'c']);
      for (const host of ['a', 'b', 'c']) expect(hasSection(PULL_POST, body, section(host)), text).toBe(true);
      expect(faultsIn(body), text).toEqual([]);
      expect(body).toContain('### `c`\n\nWhat c would do.');
    }
  });

  it('finds its way through any text', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        PULL_POST.marker,
        '<!-- homeamp:section a 12ab 00000000 -->',
        '<!-- homeamp:end a -->',
        '<!-- homeamp:quiet a=1 b=2 -->',
        '<!-- homeamp:unlisted __proto__=1 -->',
        '| `a` | x |',
        '### `a`',
        '',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const body = `${PULL_POST.marker}\n${pieces.join('\n')}`;
        const after = putSection(PULL_POST, body, section('own'));
        expect(hasSection(PULL_POST, after, section('own'))).toBe(true);
        expect(putSection(PULL_POST, after, section('own'))).toBe(after);
      }),
    );
  });
});

describe('the room of a post', () => {
  it('leaves out the longest bodies first, keeping rows and digests', () => {
    const long = (size: number) => ({ body: 'word '.repeat(size / 5) });
    const sections = [section('a', long(5_000)), section('b', long(29_000)), section('c', long(28_000))];
    const body = putAll(sections);
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(body).toContain('| `b` | 1 key');
    const more = putSection(PULL_POST, body, section('d', long(20_000)));
    expect(more.length).toBeLessThanOrEqual(60_000);
    expect(more).toContain('### `b`\n\nThe details find no room here');
    expect(more).toContain(`### \`a\`\n\n${long(5_000).body.trim()}`);
    for (const one of [...sections, section('d')]) expect(hasSection(PULL_POST, more, one)).toBe(true);
  });

  it('cuts a section beyond 30,000 characters at a line, and says so', () => {
    const lines = Array.from({ length: 5_000 }, (_, index) => `- value ${index}`).join('\n');
    const body = putAll([section('a', { body: `<details><summary>x</summary>\n\n\`\`\`diff\n${lines}` })]);
    expect(body.length).toBeLessThan(31_000);
    expect(body).toMatch(/\n- value \d+\n```\n\n<\/details>\n\n… \d+ more lines left out here\.\n/);
    expect(faultsIn(body)).toEqual([]);
  });

  it('finds a thousand hosts again, be they quiet or not', () => {
    const host = (index: number) => `host-with-a-name-of-some-length-${String(index).padStart(4, '0')}`;
    for (const isQuiet of [true, false]) {
      const sections = Array.from({ length: 1000 }, (_, index) => section(host(index), { isQuiet }));
      const body = putAll(sections);
      expect(body.length).toBeLessThanOrEqual(60_000);
      const looked = sections.filter((_, index) => index % 5 === 0);
      expect(hostsOf(PULL_POST, body)).toHaveLength(1000);
      expect(looked.filter((one) => !hasSection(PULL_POST, body, one))).toEqual([]);
      expect(isEmptyPost(PULL_POST, body)).toBe(isQuiet);
      expect(sections.slice(0, 20).filter((one) => putSection(PULL_POST, body, one) !== body)).toEqual([]);
    }
  }, 60_000);

  it('never holds more than 60,000 characters, even of too many hosts', () => {
    const entries = Array.from({ length: 3000 }, (_, index) => `host-${index}-${'x'.repeat(12)}=abcdef`).join(
      ' ',
    );
    const body = putSection(
      PULL_POST,
      `${PULL_POST.marker}\n<!-- homeamp:quiet ${entries} -->`,
      section('a'),
    );
    expect(body.length).toBeLessThanOrEqual(60_000);
    expect(hasSection(PULL_POST, body, section('a'))).toBe(true);
  });
});

describe('hosts that write in turn', () => {
  const HOSTILE = [
    '```',
    '````diff',
    '~~~',
    '<details>',
    '</details>',
    '<details><summary>x</summary>',
    '<!-- homeamp:end h1 -->',
    '<!-- homeamp:section h1 ab 00000000 -->',
    '-->',
    '<!--',
    '   ```',
    '> ```',
    '`',
    '| `h1` | x |',
    '### `h1`',
    '\\`<pre>`',
  ];
  const text = fc
    .array(
      fc.oneof(
        fc.constantFrom(...HOSTILE),
        fc.string(),
        fc.nat(9_000).map((size) => 'x y '.repeat(size)),
      ),
      {
        maxLength: 12,
      },
    )
    .map((lines) => lines.join('\n'));
  const sections = fc.array(
    fc.record({
      host: fc.nat(12).map((index) => `h${index}`),
      row: fc.array(fc.oneof(fc.string(), fc.constantFrom(...HOSTILE)), { maxLength: 4 }),
      body: text,
      isQuiet: fc.boolean(),
      digest: fc
        .integer({ min: 0, max: 0xffff_ffff })
        .map((number) => number.toString(16).padStart(8, '0').repeat(8)),
    }),
    { minLength: 1, maxLength: 25 },
  );

  it('all find their newest section at the end, in at most 60,000 characters', () => {
    fc.assert(
      fc.property(sections, (written) => {
        const body = putAll(written);
        const newest = new Map(written.map((one) => [one.host, one]));
        expect(hostsOf(PULL_POST, body)).toEqual([...newest.keys()].sort());
        for (const one of newest.values()) expect(hasSection(PULL_POST, body, one)).toBe(true);
        expect(body.length).toBeLessThanOrEqual(60_000);
        expect(faultsIn(body)).toEqual([]);
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });

  it('change nothing by writing the same again', () => {
    fc.assert(
      fc.property(sections, (written) => {
        const body = putAll(written);
        const newest = new Map(written.map((one) => [one.host, one]));
        for (const one of newest.values()) {
          // What a host left out for room may find some now; writing it once more changes nothing.
          const again = putSection(PULL_POST, body, one);
          expect(putSection(PULL_POST, again, one)).toBe(again);
        }
      }),
      { numRuns: 60, endOnFailure: true },
    );
  });
});
