import { describe, expect, it } from 'vitest';
import type { ReadResult } from '../../../../src/core/formats/config-format.ts';
import { kvpFormat } from '../../../../src/core/formats/kvp.ts';
import { textFormat } from '../../../../src/core/formats/text.ts';

function entriesOf(result: ReadResult) {
  if (result.kind === 'unreadable') throw new Error(result.error.message);
  return [...result.document.entries()].map(({ id, path, value, line }) => ({ id, path, value, line }));
}

describe("AMP's kvp files", () => {
  it('split at the first =, keep dots in the key and everything in the value', () => {
    const text = '# note\r\nApp.Ports=[{"Port":25565}]\r\n\r\nMeta.Url=a=b # c\r\nno separator\r\n';
    expect(entriesOf(kvpFormat.read(text))).toEqual([
      { id: 'App.Ports', path: ['App.Ports'], value: '[{"Port":25565}]', line: 2 },
      { id: 'Meta.Url', path: ['Meta.Url'], value: 'a=b # c', line: 4 },
    ]);
  });

  it('are only read', () => {
    expect(kvpFormat.edit('a=1\n', [{ kind: 'set', path: ['a'], value: '2' }])).toMatchObject({
      kind: 'refused',
      refusals: [{ code: 'read-only', path: ['a'] }],
    });
  });
});

describe('whole text files', () => {
  it('are one value with line feeds', () => {
    expect(entriesOf(textFormat.read('a\r\nb'))).toEqual([{ id: '', path: [], value: 'a\nb', line: 1 }]);
  });

  it('are replaced as a whole, with the line ends of the file', () => {
    const edit = { kind: 'set', path: [], value: 'x\ny\n' } as const;
    expect(textFormat.edit('a\r\nb', [edit])).toEqual({ kind: 'edited', text: 'x\r\ny\r\n' });
    expect(textFormat.edit('', [edit])).toEqual({ kind: 'edited', text: 'x\ny\n' });
    expect(textFormat.edit('x\r\ny\r\n', [edit])).toEqual({ kind: 'edited', text: 'x\r\ny\r\n' });
  });

  it('have no keys', () => {
    expect(textFormat.edit('a', [{ kind: 'set', path: ['a'], value: 'b' }])).toMatchObject({
      refusals: [{ code: 'shape' }],
    });
    expect(textFormat.edit('a', [{ kind: 'set', path: [], value: 5n }])).toMatchObject({
      refusals: [{ code: 'unsupported' }],
    });
  });
});
