import { describe, expect, it } from 'vitest';
import type { CliContext } from '../../../src/cli/cli-context.ts';
import type { CliOptions } from '../../../src/cli/command.ts';
import { runConfig } from '../../../src/cli/commands/config.ts';
import { MistakeError } from '../../../src/core/model/errors.ts';
import { outputSchemas } from '../../../src/core/report/report-schemas.ts';
import { unusedContext } from '../../support/unused-context.ts';
import { createSettingsRig, LEAST } from './settings-rig.ts';

async function run(
  options: CliOptions,
  environment: Readonly<Record<string, string>> = {},
  operands: readonly string[] = ['check'],
) {
  const written: string[] = [];
  const output = {
    write: (text: string) => void written.push(text),
    isTerminal: false,
    width: () => undefined,
  };
  const context: CliContext = {
    ...unusedContext('config reads nothing but the settings'),
    environment,
    stdout: output,
    stderr: output,
  };
  return { code: await runConfig(context, options, operands), out: written.join('') };
}

const GITHUB = `${LEAST}forge: { kind: github, token: { env: TOKEN } }\n`;

describe('homeamp config check', () => {
  it('shows what is in force, and of secrets only that they are given', async () => {
    const rig = createSettingsRig();
    const config = rig.write('agent.yaml', GITHUB);
    const { code, out } = await run({ config }, { TOKEN: 'hunter2' });
    expect(code).toBe(0);
    expect(out).toMatch(/^host +frost$/m);
    expect(out).toMatch(/^source\.branch +-$/m);
    expect(out).toMatch(/^forge\.token +given$/m);
    expect(out).toMatch(/^schedule\.poll +1m$/m);
    expect(out).toContain(`Valid: ${config}: 0 errors, 0 warnings.`);
    expect(out).not.toContain('hunter2');
  });

  it('lists every mistake with place and code, and ends with 2', async () => {
    const config = createSettingsRig().write('agent.yaml', `${GITHUB}logg: {}\n`);
    const { code, out } = await run({ config });
    expect(code).toBe(2);
    expect(out).toContain(
      `${config}:6:24 error The environment variable \`TOKEN\` is not set. [missing-secret]`,
    );
    expect(out).toContain(`${config}:7:1 error The key \`logg\` is not known here. [unknown-key]`);
    expect(out).toContain('Did you mean `log`?');
    expect(out).toContain(`Not valid: ${config}: 2 errors, 0 warnings.`);
  });

  it('prints JSON of the published shape, valid or not', async () => {
    const config = createSettingsRig().write('agent.yaml', GITHUB);
    const valid = await run({ config, json: true }, { TOKEN: 'hunter2' });
    const good = outputSchemas['config-check'].parse(JSON.parse(valid.out));
    expect(good).toMatchObject({ file: config, valid: true, issues: [] });
    expect(good.settings).toContainEqual({ field: 'forge.token', value: null, isSecret: true });
    const wrong = await run({ config, json: true });
    expect(outputSchemas['config-check'].parse(JSON.parse(wrong.out))).toMatchObject({
      valid: false,
      settings: null,
      issues: [{ code: 'missing-secret', place: { file: config, line: 6 } }],
    });
    expect([valid.code, wrong.code]).toEqual([0, 2]);
  });

  it('takes the file from the environment', async () => {
    const config = createSettingsRig().write('agent.yaml', LEAST);
    expect((await run({}, { HOMEAMP_CONFIG: config })).code).toBe(0);
  });

  it('knows no other action', async () => {
    await expect(run({}, {}, ['chek'])).rejects.toThrow(MistakeError);
    await expect(run({}, {}, ['chek'])).rejects.toThrow('Did you mean `check`?');
  });
});
