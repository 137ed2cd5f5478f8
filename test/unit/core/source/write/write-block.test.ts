import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConfigValue, equalValues } from '../../../../../src/core/model/config-value.ts';
import type { FormatName } from '../../../../../src/core/model/format-name.ts';
import { keyId } from '../../../../../src/core/model/key-path.ts';
import type { KeyDraft } from '../../../../../src/core/model/repository-draft.ts';
import {
  markLiterally,
  markReferences,
  secretMark,
  variableMark,
} from '../../../../../src/core/model/variable-reference.ts';
import { parseBlock } from '../../../../../src/core/source/parse-block.ts';
import { collectIssues } from '../../../../../src/core/source/report-issue.ts';
import { writeBlock } from '../../../../../src/core/source/write/write-block.ts';

const draft = (path: readonly string[], value: ConfigValue, note?: string): KeyDraft => ({
  path,
  value: { kind: 'value', value },
  ...(note === undefined ? {} : { note }),
});

function readBlock(format: FormatName, text: string) {
  const { report, issues } = collectIssues();
  const keys = parseBlock(format, { file: 'a.md', text: markReferences(text) }, report) ?? [];
  return { keys: new Map(keys.map((key) => [keyId(key.path), key.value])), issues };
}

const TRAPS: readonly KeyDraft[] = [
  draft(['words', 'yes'], 'yes'),
  draft(['words', 'time'], '12:30'),
  draft(['words', 'octal'], '0755'),
  draft(['words', 'date'], '2024-01-01'),
  draft(['words', 'exponent'], '1e3'),
  draft(['words', 'colour'], '#ff00ff'),
  draft(['words', 'ampersand'], '&cHello'),
  draft(['words', 'empty'], ''),
  draft(['words', 'tag'], '!absent'),
  draft(['5', 'on'], false),
  draft(['a.dotted', 'key with: colon'], 'x'),
  draft(['map'], new Map()),
  draft(['list'], []),
  draft(['nothing'], null),
  draft(['several'], 'one\n  two\n\n# three\n```\n'),
  draft(['long'], 12345678901234567890n),
  draft(['float'], 1),
  draft(['when'], { kind: 'timestamp', text: '2024-01-01T00:00:00Z' }),
  draft(['items'], ['a', [1n, new Map([['k', 'v']])], variableMark('NAME')]),
  draft(['port'], variableMark('SERVER_PORT', 6000n)),
  draft(['database', 'password'], secretMark('DB_PASSWORD')),
  draft(['text'], `${markLiterally('{{NAME}}')} of {{player}}`),
];

describe('writing a block', () => {
  it('writes values that people trip over so that they are read as they were, without a warning', () => {
    const { text, unwritten } = writeBlock('yaml', TRAPS);
    const { keys, issues } = readBlock('yaml', text);
    expect(unwritten).toEqual([]);
    expect(issues).toEqual([]);
    expect(TRAPS.filter(({ path, value }) => !sameValue(keys.get(keyId(path)), value))).toEqual([]);
  });

  it('nests sections, keeps the order, puts notes above keys and quotes references', () => {
    const keys = [
      draft(['web', 'port'], variableMark('WEB_PORT'), 'of the\nmap'),
      draft(['web', 'open'], true),
      { path: ['old'], value: { kind: 'absent' as const } },
    ];
    expect(writeBlock('yaml', keys).text).toBe(
      'web:\n  # of the map\n  port: "{{WEB_PORT}}"\n  open: true\nold: !absent\n',
    );
    expect(writeBlock('toml', keys).text).toBe(
      'old = "!absent"\n\n[web]\n# of the map\nport = "{{WEB_PORT}}"\nopen = true\n',
    );
    expect(writeBlock('json', keys).text).toBe(
      '{\n  "web": {\n    // of the map\n    "port": "{{WEB_PORT}}",\n    "open": true\n  },\n  "old": "!absent"\n}\n',
    );
  });

  it('leaves out what can’t be said and tells why, without losing the rest', () => {
    const { text, unwritten } = writeBlock('yaml', [
      draft(['a'], 1n),
      draft(['a', 'b'], 2n),
      draft(['api', 'token'], 'hunter2hunter2'),
      draft([''], 1n),
      draft(['c'], 3n),
    ]);
    expect(text).toBe('a: 1\nc: 3\n');
    expect(unwritten.map(({ path }) => path.join('/'))).toEqual(['a/b', 'api/token', '']);
    expect(JSON.stringify(unwritten)).not.toContain('hunter2');
  });

  it('says either by its text or by its list what became of any key', () => {
    const segment = fc.oneof(
      fc.constantFrom('a', 'b', 'a.b', ' ', '5', 'yes', '', 'k:', '{{A}}'),
      fc.string(),
    );
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom<ConfigValue>(
        '\0',
        '\ud800',
        '\u{10FFF0}',
        '{{A}}',
        '!absent',
        'x\r\ny',
        '```\n',
        true,
        3n,
        0.5,
        null,
        [],
        new Map(),
      ),
      fc.array(fc.string(), { maxLength: 3 }),
    );
    const key = fc.record({ path: fc.array(segment, { minLength: 1, maxLength: 3 }), value });
    const format = fc.constantFrom<FormatName>('yaml', 'toml', 'json', 'hocon', 'properties');
    fc.assert(
      fc.property(format, fc.array(key, { maxLength: 6 }), (name, given) => {
        const { text, unwritten } = writeBlock(
          name,
          given.map(({ path, value: held }) => draft(path, held)),
        );
        const { keys, issues } = readBlock(name, text);
        expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
        expect(keys.size + unwritten.length).toBe(given.length);
      }),
      { numRuns: 30 },
    );
  });
});

function sameValue(found: KeyDraft['value'] | undefined, wanted: KeyDraft['value']): boolean {
  if (found?.kind !== 'value' || wanted.kind !== 'value') return found?.kind === wanted.kind;
  return equalValues(found.value, wanted.value);
}
