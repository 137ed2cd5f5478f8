import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codeBlock,
  htmlText,
  inlineCode,
  safeLine,
  sentence,
  tableCell,
} from '../../../../src/core/report/markdown-text.ts';

describe('foreign text in Markdown', () => {
  it('stands between more backticks than it holds', () => {
    expect(inlineCode('plain')).toBe('`plain`');
    expect(inlineCode('a `b` c')).toBe('``a `b` c``');
    expect(inlineCode('``')).toBe('``` `` ```');
    expect(inlineCode(' x ')).toBe('`  x  `');
    expect(inlineCode('')).toBe('(empty)');
    expect(codeBlock('diff', ['- ```', '+ ````'])).toBe('`````diff\n- ```\n+ ````\n`````');
  });

  it('shows new lines and spells out what nobody can see', () => {
    expect(safeLine('a\r\nb\nc', 99)).toBe('a⏎b⏎c');
    expect(safeLine('x\u202ey\u0000\u200bz\ud800', 99)).toBe('x\\u{202e}y\\u{0}\\u{200b}z\\u{d800}');
    expect(safeLine('täällä 漢字 😀', 99)).toBe('täällä 漢字 😀');
  });

  it('is cut in the middle and keeps both ends', () => {
    expect(safeLine(`start${'x'.repeat(100_000)}end`, 20)).toMatch(/^startx+…x*end$/);
    expect(safeLine('\u202e'.repeat(1000), 20)).toBe('\\u{202e}…\\u{202e}'.slice(0, 17));
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.integer({ min: 1, max: 60 }),
        (text, max) => {
          expect(safeLine(text, max).length).toBeLessThanOrEqual(max);
        },
      ),
    );
  });

  it('parts no cells of a table', () => {
    expect(tableCell(inlineCode('a|b'))).toBe('`a\\|b`');
    expect(tableCell('a\nb')).toBe('a b');
    expect(tableCell(inlineCode('a\\|b'))).toBe('`a\\\\u{7c}b`');
  });

  it('opens no tag where HTML is around it', () => {
    expect(htmlText('<b>&`x`', 99)).toBe('&lt;b&gt;&amp;&#96;x&#96;');
  });
});

describe('a sentence that names foreign things', () => {
  it('keeps words and puts all else into code', () => {
    expect(sentence("plugins/CMI/config.yml:3 can't be read: a tab, well-known.")).toBe(
      "`plugins/CMI/config.yml:3` can't be read: a tab, well-known.",
    );
    expect(sentence('Run `homeamp apply`, then look.')).toBe('Run `homeamp apply`, then look.');
  });

  it('mentions nobody, refers to nothing, links nowhere and brings no HTML', () => {
    const hostile = [
      '@everyone',
      '@org/team',
      '#123',
      'acme/network#1',
      'GH-1',
      'www.example.org',
      'https://example.org',
      'me@example.org',
      '![x](javascript:alert(1))',
      '</details>',
      '**bold**',
      'a:smile:b',
      '0123456789abcdef',
      '$$x$$',
    ];
    for (const text of hostile) expect(sentence(`see ${text} there`)).toBe(`see ${inlineCode(text)} there`);
  });

  it('never leaves a special character outside of code', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (text) => {
        const outside = sentence(text).replace(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
        expect(outside).not.toMatch(/[@#<>[\]`*_~|$\\&/]/);
      }),
    );
  });
});
