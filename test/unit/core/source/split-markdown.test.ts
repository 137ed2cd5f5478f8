import { describe, expect, it } from 'vitest';
import { splitMarkdown } from '../../../../src/core/source/split-markdown.ts';

const fencesOf = (text: string) => splitMarkdown(text).fences;

describe('splitting a baseline', () => {
  it('finds the front matter and every fence with its line', () => {
    const text =
      '---\nplugin: CMI\n---\n# CMI\n\n```yaml config.yml\na: 1\nb: 2\n```\n\nprose\n\n~~~text motd.txt\nhi\n~~~\n';
    const { frontMatter, fences } = splitMarkdown(text);
    expect(frontMatter).toBe('plugin: CMI');
    expect(fences).toEqual([
      {
        language: 'yaml',
        path: 'config.yml',
        text: 'a: 1\nb: 2',
        line: 6,
        endLine: 9,
        indent: 0,
        closed: true,
      },
      { language: 'text', path: 'motd.txt', text: 'hi', line: 13, endLine: 15, indent: 0, closed: true },
    ]);
  });

  it('reads CRLF files alike', () => {
    expect(
      splitMarkdown('---\r\nplugin: A\r\n---\r\n```yaml c.yml\r\na: 1\r\nb: 2\r\n```\r\n'),
    ).toMatchObject({
      frontMatter: 'plugin: A',
      fences: [{ path: 'c.yml', text: 'a: 1\nb: 2', line: 4 }],
    });
  });

  it('takes a longer fence to hold a shorter one', () => {
    expect(fencesOf('````text a.md\n```yaml x.yml\nb: 1\n```\n````\n')).toMatchObject([
      { language: 'text', text: '```yaml x.yml\nb: 1\n```' },
    ]);
  });

  it('finds a fence inside a list by its marks and takes its indent off', () => {
    expect(fencesOf('- so:\n\n  ```yaml c.yml\n  a:\n    b: 1\n  ```\n')).toMatchObject([
      { text: 'a:\n  b: 1', indent: 2 },
    ]);
  });

  it('tells of a fence that is never closed', () => {
    expect(fencesOf('```yaml c.yml\na: 1\n')).toMatchObject([{ closed: false, text: 'a: 1\n' }]);
  });

  it('keeps blocks in HTML comments out, and inline code too', () => {
    expect(fencesOf('<!--\n```yaml c.yml\na: 1\n```\n-->\n')).toEqual([]);
    expect(fencesOf('```not a `fence```\n')).toEqual([]);
  });

  it('has no front matter without its end', () => {
    expect(splitMarkdown('---\nplugin: A\n').frontMatter).toBeUndefined();
  });

  it('reads a megabyte of hostile marks in no time', () => {
    expect(fencesOf('> - '.repeat(250_000)).length).toBe(0);
    expect(fencesOf('```\n'.repeat(50_000)).length).toBe(25_000);
  });
});
