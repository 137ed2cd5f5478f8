import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changeLines } from '../../../src/cli/print/change-lines.ts';
import { printFailure } from '../../../src/cli/print/print-failure.ts';
import { githubAnnotation, placeText } from '../../../src/cli/print/print-issues.ts';
import { createProgress } from '../../../src/cli/print/progress.ts';
import { cut, displayWidth, safeJson, safeText } from '../../../src/cli/print/safe-text.ts';
import {
  createScreen,
  fitLine,
  type Line,
  lineWidth,
  styled,
  textOf,
} from '../../../src/cli/print/screen.ts';
import { layoutTable } from '../../../src/cli/print/table.ts';
import { valueText } from '../../../src/cli/print/value-text.ts';
import { MistakeError } from '../../../src/core/model/errors.ts';
import type { KeyChangeReport } from '../../../src/core/report/report.ts';

const HOSTILE = '\u001b[31mred\u0007\r\nnext\u202eright\u2066x\u200b\u009b2J\ud800';
const DANGEROUS = /[\p{Cc}\p{Cf}\p{Cs}]/u;
const lineText = (line: Line) => line.map(textOf).join('');

function capture(columns?: number) {
  const chunks: string[] = [];
  const output = {
    write: (text: string) => void chunks.push(text),
    isTerminal: columns !== undefined,
    width: () => columns,
  };
  return { output, text: () => chunks.join('') };
}

describe('text from files', () => {
  it('is spelled out where it could move, hide or reorder anything', () => {
    const safe = safeText(HOSTILE);
    expect(safe).not.toMatch(DANGEROUS);
    expect(safe).toContain('\\u001b[31mred\\u0007\\r\\nnext\\u202eright');
  });

  it('stays as it is when it is plain, whatever the language', () => {
    for (const text of ['range: 4', 'Grüße', '§aHallo', '日本語', 'naïve — “quoted”']) {
      expect(safeText(text)).toBe(text);
    }
  });

  it('never lets a control or format character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(safeText(text)).not.toMatch(DANGEROUS);
      }),
    );
  });

  it('means the same as JSON once its dangerous characters are escaped', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const json = safeJson(JSON.stringify({ text }, undefined, 2));
        expect(json.replaceAll('\n', '')).not.toMatch(DANGEROUS);
        expect(JSON.parse(json)).toEqual({ text });
      }),
    );
  });
});

describe('widths', () => {
  it('counts wide characters twice and combining ones not at all', () => {
    expect(displayWidth('abc')).toBe(3);
    expect(displayWidth('日本')).toBe(4);
    expect(displayWidth('e\u0301')).toBe(1);
  });

  it('cuts with a mark, never beyond the width', () => {
    expect(cut('abcdef', 4)).toBe('abc…');
    expect(cut('abcd', 4)).toBe('abcd');
    expect(displayWidth(cut('日本語日本語', 5))).toBeLessThanOrEqual(5);
    expect(cut('abc', 0)).toBe('');
  });

  it('fits any line into any width', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'binary' })),
        fc.integer({ min: 1, max: 60 }),
        (spans, width) => {
          expect(lineWidth(fitLine(spans, width))).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe('a table', () => {
  const rows = [
    ['DEV01', 'a long explanation that does not fit into a narrow terminal at all', 'x'],
    ['TOW01', styled('red', 'short'), 'y'],
  ];

  it('fits into the width of the terminal', () => {
    for (const width of [40, 60, 80]) {
      const lines = layoutTable(['NAME', 'WHY', 'Z'], rows, width);
      for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(width);
    }
  });

  it('cuts the widest column and keeps the narrow ones whole', () => {
    const [, first] = layoutTable(['NAME', 'WHY', 'Z'], rows, 40).map(lineText);
    expect(first).toMatch(/^DEV01 {2}a long .*… {2}x$/);
  });

  it('cuts nothing where there is no terminal', () => {
    const [, first] = layoutTable(['NAME', 'WHY', 'Z'], rows, undefined).map(lineText);
    expect(first).toContain('narrow terminal at all');
  });
});

describe('a screen', () => {
  it('colours on a terminal alone, and not against the wish of a person', () => {
    const print = (columns: number | undefined, environment: Record<string, string>, color?: boolean) => {
      const { output, text } = capture(columns);
      createScreen({ environment }, output, color === undefined ? {} : { color }).print([styled('red', 'x')]);
      return text().includes('\u001b[');
    };
    expect(print(80, {})).toBe(true);
    expect(print(undefined, {})).toBe(false);
    expect(print(80, { NO_COLOR: '1' })).toBe(false);
    expect(print(80, { NO_COLOR: '' })).toBe(true);
    expect(print(80, { TERM: 'dumb' })).toBe(false);
    expect(print(80, {}, false)).toBe(false);
  });

  it('makes every piece of a line safe', () => {
    const { output, text } = capture();
    createScreen({ environment: {} }, output, {}).print([HOSTILE, styled('red', HOSTILE)]);
    expect(text().replace(/\n$/, '')).not.toMatch(DANGEROUS);
  });
});

describe('a value', () => {
  it('is quoted when it is text, so that "5" is not 5', () => {
    expect(valueText({ value: '5' }, 60)).toBe('"5"');
    expect(valueText({ value: 5 }, 60)).toBe('5');
    expect(valueText({ value: ['a', { b: null }] }, 60)).toBe('["a", {"b": null}]');
  });

  it('is cut when it is long, also deep inside', () => {
    expect(valueText({ value: 'x'.repeat(1_000_000) }, 60)).toHaveLength(60);
    expect(valueText({ value: Array.from({ length: 100_000 }, () => 'item') }, 60)).toHaveLength(60);
  });

  it('is named in words when it is none', () => {
    expect(valueText({ absent: true }, 60)).toBe('(not there)');
    expect(valueText({ secret: true }, 60)).toBe('(secret)');
    expect(valueText({ wholeFile: { lines: 1 } }, 60)).toBe('(whole file, 1 line)');
  });
});

describe('a change', () => {
  const change: KeyChangeReport = {
    instance: 'alpha/DEV01' as KeyChangeReport['instance'],
    plugin: 'CMI',
    file: 'plugins/CMI/config.yml',
    key: 'section.range',
    verdict: 'pending',
    action: 'set',
    live: { value: 5 },
    desired: { value: 4 },
    origin: { layer: 'baseline', name: 'CMI', file: 'baselines/CMI.md', line: 3, reason: null },
    ampSetting: null,
    held: null,
  };
  const show = (value: KeyChangeReport, width?: number) =>
    changeLines(value, { detailed: false, width }).map((line) => lineText(line));

  it('tells key, old, new, verdict and who says so on one line', () => {
    expect(show(change)).toEqual(['    ~ section.range: 5 -> 4  (pending; baseline, baselines/CMI.md:3)']);
  });

  it('takes two lines where one is too narrow', () => {
    expect(show(change, 50)).toEqual([
      '    ~ section.range: 5 -> 4',
      '        (pending; baseline, baselines/CMI.md:3)',
    ]);
  });

  it('tells of a secret only that it differs', () => {
    expect(show({ ...change, live: { secret: true }, desired: { secret: true } })[0]).toContain(
      'section.range: (secret) differs',
    );
  });

  it('says why a key is held', () => {
    const held = { reason: 'not-editable', detail: 'it is an alias' } as const;
    expect(show({ ...change, held })[0]).toContain(
      "! section.range: 5 -> 4  (pending; held: it can't be changed",
    );
  });
});

describe('issues', () => {
  const issue = {
    severity: 'error',
    code: 'unknown-key',
    message: 'the key `a,b` is 100% unknown\nsecond line',
    help: 'Remove it.',
    place: { file: 'desired-state/a:b,c.yaml', line: 3, column: 7 },
  } as const;

  it('are escaped for GitHub, so that no text becomes a command', () => {
    expect(githubAnnotation(issue)).toBe(
      '::error file=desired-state/a%3Ab%2Cc.yaml,line=3,col=7,title=unknown-key::the key `a,b` is 100%25 unknown%0Asecond line Remove it.',
    );
  });

  it('leave the line out where the whole file is meant', () => {
    const place = { file: 'x.yaml', line: 0, column: 0 };
    expect(githubAnnotation({ ...issue, place })).toContain('::error file=x.yaml,title=');
    expect(placeText(place)).toBe('x.yaml');
  });

  it('name sheet and cell of a workbook', () => {
    expect(placeText({ file: 'v.xlsx', line: 0, column: 0, sheet: 'Variables', cell: 'C7' })).toBe(
      'v.xlsx (Variables!C7)',
    );
  });
});

describe('a failure', () => {
  const tell = (failure: unknown, environment: Record<string, string> = {}) => {
    const { output, text } = capture();
    printFailure({ stderr: output, environment, version: '1.2.3' }, {}, failure);
    return text();
  };

  it('that is expected tells what happened and what to do', () => {
    expect(tell(new MistakeError('no such host', 'Say --host.'))).toBe(
      'homeamp: no such host\nSay --host.\n',
    );
  });

  it('that is a bug hides its stack unless it is asked for', () => {
    expect(tell(new TypeError('x is undefined'))).toContain('a bug in homeamp');
    expect(tell(new TypeError('x is undefined'))).not.toContain('    at ');
    expect(tell(new TypeError('x is undefined'), { HOMEAMP_DEBUG: '1' })).toContain('    at ');
  });
});

describe('progress', () => {
  it('is shown on a terminal after a second, and taken away', () => {
    let now = 0;
    const { output, text } = capture(80);
    const progress = createProgress({ stderr: output }, 'looking', () => now);
    progress.step(1, 10);
    expect(text()).toBe('');
    now = 1500;
    progress.step(2, 10);
    expect(text()).toContain('looking: 2 of 10');
    progress.stop();
    expect(text().endsWith('\r\u001b[K')).toBe(true);
  });

  it('is never shown without a terminal', () => {
    let now = 0;
    const { output, text } = capture();
    const progress = createProgress({ stderr: output }, 'looking', () => now);
    now = 5000;
    progress.step(2, 10);
    progress.stop();
    expect(text()).toBe('');
  });
});
