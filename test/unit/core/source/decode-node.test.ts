import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodeNode } from '../../../../src/core/source/decode-node.ts';
import { readYamlSource } from '../../../../src/core/source/read-yaml-source.ts';
import { collectIssues } from '../../../../src/core/source/report-issue.ts';

const schema = z.strictObject({
  name: z.string().refine((text) => text !== 'no', { error: 'it is no', params: { help: 'Say yes.' } }),
  limits: z.strictObject({ memory: z.int().max(9).default(1) }).prefault({}),
  hosts: z.record(z.string(), z.strictObject({ address: z.string() }).nullable()).optional(),
  rule: z.union([z.enum(['a', 'b']), z.strictObject({ below: z.int() })]).optional(),
});

function decode(text: string) {
  const { report, issues } = collectIssues();
  const root = readYamlSource({ file: 'x.yaml', text }, report);
  if (root === undefined) throw new Error('not readable');
  return { value: decodeNode(schema, root, { report, page: 'docs/x.md' }), issues };
}

describe('a section that is decoded', () => {
  it('gives its value with defaults', () => {
    expect(decode('name: frost\n')).toEqual({
      value: { name: 'frost', limits: { memory: 1 } },
      issues: [],
    });
  });

  it.each([
    ['at the top', 'names: x', 'name'],
    ['in a section with defaults', 'limits: { memroy: 1 }', 'memory'],
    ['below a name that people chose', 'hosts: { frost: { adress: x } }', 'address'],
    ['in one of several forms', 'rule: { bellow: 1 }', 'below'],
  ])('suggests the key that was meant %s', (_where, text, meant) => {
    const { issues } = decode(`name: frost\n${text}\n`);
    const unknown = issues.filter(({ code }) => code === 'unknown-key');
    expect(unknown.map(({ help }) => help)).toEqual([
      `Correct its spelling or remove it. Did you mean \`${meant}\`?`,
    ]);
  });

  it('suggests nothing where no key is near', () => {
    const { issues } = decode('name: frost\nzebra: 1\n');
    expect(issues.map(({ help }) => help)).toEqual(['Correct its spelling or remove it.']);
  });

  it('tells the help of the rule that failed, and else where to read on', () => {
    const { issues } = decode('name: "no"\nlimits: { memory: 10 }\n');
    expect(issues.map(({ code, help }) => [code, help])).toEqual([
      ['bad-value', 'Say yes.'],
      ['bad-value', 'Write it as docs/x.md shows.'],
    ]);
  });
});
