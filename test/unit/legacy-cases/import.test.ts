import { describe, expect, it } from 'vitest';
import { importLegacy } from '../../../src/engine/onramp/legacy/import-legacy.ts';
import { type LegacySample, NO_OPTIONS, readLegacySample } from '../../support/legacy-samples.ts';

async function importSample(sample: LegacySample) {
  const { files, ...rest } = importLegacy(await readLegacySample(sample), NO_OPTIONS);
  return { ...rest, text: (path: string) => files.get(`desired-state/${path}`) ?? '' };
}

describe('importing the old files', () => {
  it('5: a baseline that gives no keys is an error', async () => {
    const { findings } = await importSample({ listed: { CMI: [] }, fenced: { Jobs: [] } });
    const empty = findings.filter(({ kind }) => kind === 'no-keys');
    expect(empty.map(({ subject }) => subject)).toEqual(['CMI', 'Jobs']);
  });

  it('12: a value keeps what follows # inside its quotes', async () => {
    const { text } = await importSample({ listed: { CMI: ['`a` = "&7-0.#&4"', '`b` = "###,##0.00"'] } });
    expect(text('baselines/CMI.md')).toContain("a: '&7-0.#&4'\nb: '###,##0.00'");
  });

  it('13: a list with a comma in its text has two items', async () => {
    const { text } = await importSample({ listed: { CMI: ["`a` = ['a, b', 'c']"] } });
    expect(text('baselines/CMI.md')).toContain('a:\n  - a, b\n  - c\n');
  });

  it('14: a fenced baseline gives keys, whichever way it is written', async () => {
    const { account, text } = await importSample({
      fenced: { A: ["config: {'a.b': 1}"], B: ['config.a.b: 1', 'lang/en.c: x'] },
    });
    expect(account.keys).toEqual({ read: 3, written: 3, leftOut: 0 });
    expect(text('baselines/B.md')).toContain('```yaml lang/en.yml\nc: x\n```');
  });

  it('15: {{name}} in a value is text, not a variable', async () => {
    const { text, issues } = await importSample({ listed: { CMI: ['`a` = "{{name}} {{NAME}}"'] } });
    expect(text('baselines/CMI.md')).toContain('{{name}} \\{{NAME}}');
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('2, 22: addresses, leading zeros and quoted words stay texts', async () => {
    const { text } = await importSample({
      listed: {
        CMI: ['`ip` = "0.0.0.0"', '`seed` = "0123"', '`ver` = "1.20"', '`use` = "true"', '`n` = -1'],
      },
    });
    expect(text('baselines/CMI.md')).toContain("ip: 0.0.0.0\nseed: '0123'\nver: '1.20'\nuse: 'true'\nn: -1");
  });

  it('52: quotes and backslashes come through, and a port stays a number', async () => {
    const { text } = await importSample({
      listed: { CMI: ['`a` = "He said "hi""', '`b` = "C:\\x"'] },
      rows: [['CMI', 'port', 'SMP01', '8100', 'int']],
    });
    expect(text('baselines/CMI.md')).toContain(`a: He said "hi"\nb: C:\\x\n`);
    expect(text('variables/instances/SMP01.yaml')).toContain('port: 8100');
  });

  it('53: sheets are read by their role, blanks are texts, and a column server_X is X', async () => {
    const { account, findings, text } = await importSample({
      rows: [['CMI', 'a', 'SMP01', null, 'str']],
      sheets: {
        CMI_Variables: [
          ['ConfigKey', 'SMP01'],
          ['a', null],
        ],
        Server_Summary: [
          ['Server', 'PluginsWithVariables', 'TotalVariableKeys'],
          ['SMP01', 1, 1],
        ],
      },
      matrix: 'plugin_name,plugin_type,auto_update,update_source,server_SMP01\nCMI,,,,True\n',
    });
    expect(account.values).toEqual({ read: 1, written: 1, leftOut: 0 });
    expect(findings.map(({ kind }) => kind)).not.toContain('value-not-placed');
    expect(text('deployment-matrix.csv')).toBe('plugin,SMP01\nCMI,x\n');
    expect(text('variables/instances/SMP01.yaml')).toContain("a: ''");
  });
});
