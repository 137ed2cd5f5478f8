import { describe, expect, it } from 'vitest';
import type { EditedKey } from '../../../../../src/core/onramp/adopt/edited-key.ts';
import { adopt, baseOf, edited, layersOf, propose, REPOSITORY } from './adopted-repository.ts';

const RULES = 'desired-state/baselines/Rules.md';
const matrix = REPOSITORY['desired-state/deployment-matrix.csv'] ?? '';

function withRules(front: string, block: string, template = {}): Readonly<Record<string, string>> {
  return {
    ...REPOSITORY,
    'desired-state/deployment-matrix.csv': `${matrix}Rules,x,x,x,x\n`,
    [RULES]: `---\nplugin: Rules\nplatforms: [paper]\n${front}---\n# Rules\n\n${block}`,
    ...template,
  };
}

function whole(value: string): EditedKey {
  return { ...edited('SMP01', '', value), plugin: 'Rules', file: 'rules.txt', format: 'text', path: [] };
}

describe('the text of a whole file', () => {
  it('goes into the block that has it', async () => {
    const base = await baseOf(withRules('', '```text rules.txt\nBe kind.\n```\n'));
    const key = whole('Be kind.\nBe {{INSTANCE_NAME}}.\n');
    expect(propose(base.desired, key).map((proposal) => layersOf(proposal))).toEqual([['baseline']]);
    const change = await adopt(base, [key]);
    expect(change.files.get(RULES)).toContain('Be kind.\nBe \\{{INSTANCE_NAME}}.\n```');
    expect(change.left).toEqual([]);
  });

  it('goes into the template that gives it, or is left with its place', async () => {
    const front = 'files: { rules.txt: { template: rules.txt } }\n';
    const base = await baseOf(withRules(front, '', { 'templates/rules.txt': 'Be kind.\n' }));
    const change = await adopt(base, [whole('Be quick.\n')]);
    expect({ files: [...change.files], left: change.left }).toMatchObject({
      files: [['templates/rules.txt', 'Be quick.\n']],
    });
  });
});
