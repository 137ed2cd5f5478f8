import { describe, expect, it } from 'vitest';
import { parseLegacyBaseline } from '../../../../../src/core/onramp/legacy/parse-legacy-baseline.ts';

const LISTED = [
  '# ImageFrame - Universal Configuration',
  '',
  'These settings are **identical across all applicable Paper 1.21.8 servers** that use this plugin.',
];

function listed(...lines: readonly string[]) {
  return parse([...LISTED, '', ...lines].join('\r\n\r\n'));
}

function fenced(...lines: readonly string[]) {
  const head = ['# Jobs Universal Configuration', '', 'Generated from universal_configs_analysis.json', ''];
  return parse([...head, '## Configuration Settings', '', '```yaml', ...lines, '```', ''].join('\r\n'));
}

function parse(text: string) {
  const baseline = parseLegacyBaseline('baselines/x.md', text);
  if (baseline === undefined) throw new Error('no baseline');
  const values = Object.fromEntries(
    baseline.keys.map(({ file, key, value }) => [file === undefined ? key : `${file}:${key}`, value]),
  );
  return { ...baseline, values };
}

describe('a baseline with one key a line', () => {
  it('is named by its title, and its headings are no part of a key', () => {
    const { plugin, dialect, values, unread } = listed('## Messages', '`messages.join` = "hi"', '`b` = 1');
    expect({ plugin, dialect, unread }).toEqual({ plugin: 'ImageFrame', dialect: 'listed', unread: [] });
    expect(values).toEqual({ 'messages.join': 'hi', b: 1n });
  });

  it('takes what is between the outer quotes to the letter', () => {
    const { values } = listed(
      '`inner` = "click "{Name}" to place"',
      '`regex` = "[\\w\\"]+\\n"',
      '`blanks` = "  a "',
      '`empty` = ""',
      '`quote` = """',
      '`colour` = "&7-0.#&4"',
      '`format` = "###,##0.00"',
    );
    expect(values).toEqual({
      inner: 'click "{Name}" to place',
      regex: '[\\w\\"]+\\n',
      blanks: '  a ',
      empty: '',
      quote: '"',
      colour: '&7-0.#&4',
      format: '###,##0.00',
    });
  });

  it('keeps what looks like a word or number and is quoted a text', () => {
    const { values } = listed('`a` = "none"', '`b` = "no"', '`c` = "1"', '`d` = "~"', '`e` = "{{name}}"');
    expect(values).toEqual({ a: 'none', b: 'no', c: '1', d: '~', e: '{{name}}' });
  });

  it('reads words, numbers and null', () => {
    const { values } = listed(
      '`a` = true',
      '`b` = false',
      '`c` = null',
      '`d` = -12',
      '`e` = 1.50',
      '`f` = 1.0E7',
    );
    expect(values).toEqual({ a: true, b: false, c: null, d: -12n, e: 1.5, f: 1e7 });
  });

  it('reads lists and maps as Python prints them; a map with entries is a section', () => {
    const { values } = listed("`a` = ['x, y', \"it's\", {'k': [1, True]}]", "`b` = {'c': {'d': 1}, 'e': {}}");
    expect(values).toEqual({
      a: ['x, y', "it's", new Map([['k', [1n, true]]])],
      'b.c.d': 1n,
      'b.e': new Map(),
    });
  });

  it('keeps odd keys as they are', () => {
    const { values } = listed(
      '`excellentenchants:auto_reel` = 1',
      '`worlds.*` = 2',
      "`Say (it's a key)` = 3",
      '`levels.10.cost` = 4',
      '`web chat` = 5',
    );
    expect(Object.keys(values)).toEqual([
      'excellentenchants:auto_reel',
      'worlds.*',
      "Say (it's a key)",
      'levels.10.cost',
      'web chat',
    ]);
  });

  it('joins a text that goes on over several lines, and says so', () => {
    const text = [...LISTED, '', '`a` = "one! ', 'two!"', '', '`b` = 1'].join('\r\n');
    const { values, keys } = parse(text);
    expect(values).toEqual({ a: 'one! \ntwo!', b: 1n });
    expect(keys.map(({ oddity }) => oddity)).toEqual(['many-lines', undefined]);
  });

  it('tells what it can not read, and reads on', () => {
    const { values, unread } = listed(
      '`a` = "open',
      '`b` = [1, 2',
      '`c` = word',
      'a line of prose',
      '`d` = 1',
    );
    expect(values).toEqual({ d: 1n });
    expect(unread.map(({ place, holdsKey }) => [place.line, holdsKey])).toEqual([
      [9, true],
      [11, true],
      [13, true],
      [15, false],
    ]);
  });
});

describe('a baseline with one block', () => {
  it('reads a map of dotted keys for each file', () => {
    const { dialect, values } = fenced(
      "config: {'a.b': True, 'c': '&e#ff', 'd': None, 'e': [], 'f': {'g': 1.0}}",
      "lang/en: {'hello': 'it''s'}".replace("''", "\\'"),
    );
    expect(dialect).toBe('fenced');
    expect(values).toEqual({
      'config:a.b': true,
      'config:c': '&e#ff',
      'config:d': null,
      'config:e': [],
      'config:f.g': 1,
      'lang/en:hello': "it's",
    });
  });

  it('reads lines whose first part is the file, with texts without quotes', () => {
    const { values } = fenced(
      'milestones/farming_beetroot.Icon.Material: BEETROOT',
      'config.chat: %player%: *hello* @all',
      'config.url: http://192.0.2.1:80/x',
      'config.colour: #rrggbb',
      'config.minecraft:stone: 2',
      "config.list: ['a, b']",
      'config.tag: [VIP] %name%',
    );
    expect(values).toEqual({
      'milestones/farming_beetroot:Icon.Material': 'BEETROOT',
      'config:chat': '%player%: *hello* @all',
      'config:url': 'http://192.0.2.1:80/x',
      'config:colour': '#rrggbb',
      'config:minecraft:stone': 2n,
      'config:list': ['a, b'],
      'config:tag': '[VIP] %name%',
    });
  });

  it('takes None for null, null for a text and nothing for the empty text', () => {
    const { values } = fenced(
      'config.a: None',
      'config.b: null',
      'config.c: ',
      'config.d:',
      'config.e: true',
    );
    expect(values).toEqual({
      'config:a': null,
      'config:b': 'null',
      'config:c': '',
      'config:d': '',
      'config:e': 'true',
    });
  });

  it('takes for a number only what Python prints as one, and marks that its quotes may be lost', () => {
    const { values, keys } = fenced(
      'c.a: 5',
      'c.b: 1.20',
      'c.d: 0123',
      'c.e: 1.00669',
      'c.f: 1e-05',
      'c.g: -0',
    );
    expect(values).toEqual({
      'c:a': 5n,
      'c:b': '1.20',
      'c:d': '0123',
      'c:e': 1.00669,
      'c:f': 0.00001,
      'c:g': '-0',
    });
    expect(keys.filter(({ oddity }) => oddity === 'bare').map(({ key }) => key)).toEqual(['a', 'e', 'f']);
  });

  it('tells a map that can not be read and a name without a key', () => {
    const { keys, unread } = fenced("config: {'a': 1", 'word: text', 'config.a: 1');
    expect(keys).toHaveLength(1);
    expect(unread.map(({ place, holdsKey }) => [place.line, holdsKey])).toEqual([
      [8, true],
      [9, true],
    ]);
  });
});

describe('other Markdown', () => {
  it('is no baseline', () => {
    expect(parseLegacyBaseline('a.md', '# Notes\n\n`a` = 1\n')).toBeUndefined();
    expect(parseLegacyBaseline('a.md', '')).toBeUndefined();
  });

  it('is read in a moment, however large it is', () => {
    const began = performance.now();
    const text = `# P - Universal Configuration\n${'`a` = "open\n'.repeat(20_000)}`;
    expect(parseLegacyBaseline('a.md', text)?.unread).toHaveLength(20_000);
    expect(performance.now() - began).toBeLessThan(3000);
  });
});
