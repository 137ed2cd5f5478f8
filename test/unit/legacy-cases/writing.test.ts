import { describe, expect, it } from 'vitest';
import type { KeyEdit } from '../../../src/core/formats/config-format.ts';
import { formatByName } from '../../../src/core/formats/index.ts';
import { decodeText, encodeText } from '../../../src/core/formats/text-encoding.ts';
import type { ConfigValue } from '../../../src/core/model/config-value.ts';
import type { FormatName } from '../../../src/core/model/format-name.ts';
import { parseInstancePath } from '../../../src/core/model/instance.ts';

const set = (id: string, value: ConfigValue): KeyEdit => ({ kind: 'set', path: id.split('.'), value });

function edit(format: FormatName, text: string, ...edits: readonly KeyEdit[]): string {
  const result = formatByName(format).edit(text, edits);
  if (result.kind === 'refused') throw new Error(result.refusals.map(({ code }) => code).join());
  return result.text;
}

describe('writing a live file', () => {
  it('20: keeps comments, order, quotes, § and line ends', () => {
    const text = '# top\r\nz: \'§a\'  # why\r\na: "x"\r\n\r\nm:\r\n    - 1\r\nrange: 4\r\n';
    expect(edit('yaml', text)).toBe(text);
    expect(edit('yaml', text, set('range', 5n))).toBe(text.replace('range: 4', 'range: 5'));
  });

  it('21: quotes text that YAML 1.1 would read as something else', () => {
    for (const value of [
      'no',
      'off',
      'y',
      '12:30',
      '0755',
      '1.20',
      '~',
      'null',
      '2024-01-01',
      '',
      ' x',
      '1_000',
      '.5',
      '=',
    ]) {
      const text = edit('yaml', 'a: word\nb: 1\n', set('a', value));
      const result = formatByName('yaml').read(text);
      expect(result.kind === 'read' && result.document.get('a')?.value, text).toBe(value);
    }
  });

  it('22: online-mode stays in lower case, and escapes and separators stay as they are', () => {
    const text = '! kept\nonline-mode=true\nmotd=\\u00A7a\\: x \nkey:value\n';
    expect(edit('properties', text, set('online-mode', 'false'))).toBe(text.replace('true', 'false'));
  });

  it('23: a.b can not be set where a holds a value', () => {
    for (const [format, text] of [
      ['yaml', 'a: 1\n'],
      ['toml', 'a = 1\n'],
      ['json', '{"a": 1}'],
      ['hocon', 'a = 1\n'],
    ] as const) {
      const result = formatByName(format).edit(text, [set('a.b', 2n)]);
      expect(result, format).toMatchObject({ kind: 'refused', refusals: [{ code: 'shape' }] });
    }
  });

  it('30: bytes that are no UTF-8 survive', () => {
    const bytes = Uint8Array.from([0x61, 0x3a, 0x20, 0xe9, 0xff, 0x0a, 0x62, 0x3a, 0x20, 0x31, 0x0a]);
    const decoded = decodeText(bytes, 'yaml');
    if (decoded.kind === 'undecodable') throw new Error(decoded.reason);
    const after = encodeText(edit('yaml', decoded.text, set('b', 2n)), decoded.encoding);
    expect([...after]).toEqual([...bytes].map((byte, index) => (index === 9 ? 0x32 : byte)));
  });

  it('31: port: 80 does not match report: 80', () => {
    expect(edit('yaml', 'report: 80\nport: 80\n', set('port', 81n))).toBe('report: 80\nport: 81\n');
    expect(edit('properties', 'report=80\nport=80\n', set('port', '81'))).toBe('report=80\nport=81\n');
  });

  it('32: taking out a key with an empty name changes nothing', () => {
    for (const format of ['yaml', 'properties', 'toml', 'hocon'] as const) {
      const text = format === 'yaml' ? 'a: 1\nb: 2\n' : 'a=1\nb=2\n';
      const result = formatByName(format).edit(text, [{ kind: 'remove', path: [''] }]);
      expect(result.kind === 'edited' ? result.text : text, format).toBe(text);
    }
  });

  it('33: paths that leave the folder are no paths', () => {
    for (const path of [
      '../outside.yml',
      '/etc/passwd',
      'a/../../b',
      'a//b',
      './a',
      'a\\..\\b',
      'C:/x',
      'a/\0',
      '',
      '.',
      '..',
    ]) {
      expect(parseInstancePath(path), path).toBeUndefined();
    }
  });
});
