import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import packageJson from '../../../package.json' with { type: 'json' };
import { createStarter, runStep, starterFile } from './starter.ts';

const text = starterFile('.github/workflows/homeamp.yml');
const stepSchema = z.strictObject({
  name: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.unknown()).optional(),
  run: z.string().optional(),
});
const workflow = z
  .strictObject({
    name: z.string(),
    on: z.record(z.string(), z.unknown()),
    permissions: z.record(z.string(), z.string()),
    env: z.record(z.string(), z.string()),
    jobs: z.strictObject({
      validate: z.strictObject({
        'runs-on': z.string(),
        'timeout-minutes': z.number(),
        steps: z.array(stepSchema),
      }),
    }),
  })
  .parse(parse(text));
const { steps } = workflow.jobs.validate;
const scripts = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
const check = scripts.find((run) => run.startsWith('homeamp ')) ?? '';

const BASELINE = 'desired-state/baselines/Essentials.md';
const VARIABLES = 'desired-state/variables/instances/DEV01.yaml';

describe('the workflow of the starter repository', () => {
  it('runs for pull requests and merge queues with no right but to read', () => {
    expect(Object.keys(workflow.on)).toEqual(['pull_request', 'merge_group']);
    expect(workflow.permissions).toEqual({ contents: 'read' });
  });

  it('uses no expression, so neither a secret nor a text of a pull request gets into it', () => {
    expect(text).not.toContain('${{');
    expect(scripts.join('\n')).not.toMatch(/GITHUB_HEAD_REF|GITHUB_EVENT/);
  });

  it('takes actions of GitHub alone, at a fixed major version or commit', () => {
    const actions = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(actions).toHaveLength(2);
    for (const action of actions) {
      expect(action).toMatch(/^actions\/(?:checkout|setup-node)@(?:v[0-9]+|[0-9a-f]{40})$/);
    }
  });

  it('installs this version of homeamp before any file of the pull request is there', () => {
    expect(workflow.env).toEqual({ HOMEAMP_PACKAGE: `${packageJson.name}@${packageJson.version}` });
    const install = steps.findIndex(({ run }) => run?.includes('"$HOMEAMP_PACKAGE"'));
    const checkout = steps.findIndex(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(install).toBeGreaterThan(-1);
    expect(checkout).toBeGreaterThan(install);
    expect(steps[checkout]?.with).toEqual({ 'persist-credentials': false });
  });

  it('passes for the starter itself', () => {
    expect(runStep(createStarter().dir, check)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('marks a mistake at its line and fails', () => {
    const mistaken = starterFile(BASELINE).replace('{{SPAWN_MOB_LIMIT}}', '{{SPAWN_MOB_LIMT}}');
    const line = mistaken.split('\n').findIndex((found) => found.includes('{{SPAWN_MOB_LIMT}}')) + 1;
    const { status, stdout } = runStep(createStarter({ [BASELINE]: mistaken }).dir, check);
    expect(status).toBe(2);
    expect(stdout).toContain(`::error file=${BASELINE},line=${line},`);
  });

  it('fails on a mere warning too', () => {
    const unexplained = starterFile(VARIABLES).replace(/^reasons:.*$/m, '');
    const { status, stdout } = runStep(createStarter({ [VARIABLES]: unexplained }).dir, check);
    expect(status).toBe(2);
    expect(stdout).toMatch(/^::warning file=desired-state\/variables\/instances\/DEV01\.yaml,line=\d+,/);
  });
});
