import { describe, expect, it } from 'vitest';
import { createCronCalendar } from '../../../../src/adapters/clock/index.ts';
import { matchesPathGlob } from '../../../../src/core/model/glob.ts';
import { cronSchema } from '../../../../src/core/source/cron.ts';
import { assemble, type Change, validate } from './small-fleet.ts';

const TOW01_PORT = { 'variables/instances/TOW01.yaml': 'variables: { SERVER_PORT: 2171 }\n' };

/** The baseline of CMI with these rules and a YAML block for each path. */
function withRules(rules: string, paths: readonly string[]): Change {
  const blocks = paths.map((path) => `\`\`\`yaml ${path}\na: 1\nb: [x]\nc: !absent\n\`\`\`\n`).join('\n');
  const front = `plugin: CMI\nplatforms: [paper]\nfiles:\n${rules.replace(/^/gm, '  ')}`;
  return { ...TOW01_PORT, 'baselines/CMI.md': `---\n${front}\n---\n${blocks}` };
}

function reloadsOf(rules: string, paths: readonly string[]): readonly (string | undefined)[] {
  const files = assemble(withRules(rules, paths)).desired?.baselines.get('CMI')?.files;
  return files?.map(({ activation }) => activation.reload) ?? [];
}

const codesOf = (rules: string, paths = ['config.yml']) =>
  validate(withRules(rules, paths)).map(({ code }) => code);

describe('the rules of a baseline’s files', () => {
  it('give a file the rule that names it, else the longest glob, else a restart', () => {
    const rules = `"*.yml": { reload: any }
"menus/*.yml": { reload: menus }
"menus/shop-*.yml": { reload: shops }
menus/shop-blocks.yml: { reload: blocks }`;
    const paths = ['config.yml', 'menus/main.yml', 'menus/shop-food.yml', 'menus/shop-blocks.yml', 'a.conf'];
    expect(reloadsOf(rules, paths)).toEqual(['any', 'menus', 'shops', 'blocks', undefined]);
  });

  it('never mix: a file has one rule wholly', () => {
    const rules = '"*.yml": { reload: any, liveWriteSafe: true }\nconfig.yml: { restartKeys: [a] }';
    const { desired } = assemble(withRules(rules, ['config.yml']));
    expect(desired?.baselines.get('CMI')?.files[0]?.activation).toEqual({
      reload: undefined,
      expect: undefined,
      liveWriteSafe: false,
      restartKeys: ['a'],
      ampSettings: new Map(),
    });
  });

  it('take the first of two globs of one length', () => {
    expect(reloadsOf('"con*.yml": { reload: one }\n"*fig.yml": { reload: two }', ['config.yml'])).toEqual([
      'one',
    ]);
  });

  it('are told when nothing fits them, and a glob takes no template', () => {
    expect(codesOf('"menus/*.yml": { reload: x }')).toEqual(['missing-block']);
    expect(codesOf('"*.txt": { template: motd.txt }')).toEqual(['unsafe-path']);
  });
});

describe('a glob over paths', () => {
  it('never reaches into another folder', () => {
    expect(matchesPathGlob('menus/main.yml', '*.yml')).toBe(false);
    expect(matchesPathGlob('menus/main.yml', '*/*.yml')).toBe(true);
    expect(matchesPathGlob('menus/deep/main.yml', 'menus/*')).toBe(false);
    expect(matchesPathGlob('menus/main.yml', 'menus/main.yml')).toBe(true);
    expect(matchesPathGlob('menus/mainXyml', 'menus/main.yml')).toBe(false);
  });
});

describe('a reload command', () => {
  it.each([
    'reload',
    'Reload confirm',
    'rl',
    '/reload',
    'bukkit:reload',
    'minecraft:reload',
    'spigot:rl confirm',
  ])('is not the server’s own: %s', (command) => {
    expect(codesOf(`config.yml: { reload: "${command}" }`)).toContain('bukkit-reload');
  });

  it.each([
    'stop',
    'restart',
    '/Stop',
    'minecraft:stop',
    'spigot:restart',
    'shutdown',
    'end',
    'geyser  stop',
  ])('is no stop: %s', (command) => {
    expect(codesOf(`config.yml: { reload: "${command}" }`)).toContain('stop-command');
  });

  it.each(['/cmi reload', ' cmi reload', 'cmi reload\\nstop', 'cmi\\treload', 'cmi reload\\u2028x'])(
    'is one line as it is sent: %s',
    (command) => {
      expect(codesOf(`config.yml: { reload: "${command}" }`)).toContain('bad-command');
    },
  );

  it.each([
    'cmi reload',
    'lp reloadconfig',
    'velocity reload',
    'geyser reload',
    'stopwatch reload',
    'gpreload',
  ])('may be a plugin’s own: %s', (command) => {
    expect(codesOf(`config.yml: { reload: ${command} }`)).toEqual([]);
  });
});

describe('the settings that AMP owns', () => {
  const settings = (text: string) => codesOf(`config.yml: { ampSettings: ${text} }`);

  it('are kept by key', () => {
    const rules = 'config.yml: { ampSettings: { a: MinecraftModule.Limits.MaxPlayers } }';
    const { desired } = assemble(withRules(rules, ['config.yml']));
    expect(desired?.baselines.get('CMI')?.files[0]?.activation.ampSettings).toEqual(
      new Map([['a', 'MinecraftModule.Limits.MaxPlayers']]),
    );
  });

  it('must be keys of the block with one value', () => {
    expect(settings('{ other: MinecraftModule.A }')).toEqual(['bad-amp-setting']);
    expect(settings('{ b: MinecraftModule.A }')).toEqual(['bad-amp-setting']);
    expect(settings('{ c: MinecraftModule.A }')).toEqual(['bad-amp-setting']);
  });

  it.each(['MaxPlayers', '.A.B', 'A..B', 'A.B/../C', 'A.B C', '1A.B', ''])(
    'are nodes of AMP, which %s is not',
    (node) => {
      expect(settings(`{ a: "${node}" }`)).toEqual(['bad-value']);
    },
  );
});

describe('a cron expression', () => {
  const calendar = createCronCalendar();

  it.each([
    '0 4 * * *',
    '*/5 0-6 1,15 * *',
    '0 4 * * mon-fri',
    '0 18 * JAN,dec 5',
    '0 4 * * 5-7',
    '59 23 31 12 7',
    '1-9/2 * * * *',
  ])('that is taken is one that the calendar can tell: %s', (cron) => {
    expect(cronSchema.safeParse(cron).success).toBe(true);
    expect(() => calendar.matches(cron, 'UTC', 0)).not.toThrow();
  });

  it.each([
    '60 4 * * *',
    '0 24 * * *',
    '0 4 0 * *',
    '0 4 32 * *',
    '0 4 * 13 *',
    '0 4 * * 8',
    '0 4 * * fri-mon',
    '*/0 * * * *',
    '5/2 * * * *',
    '0 4 * jan-feb-mar *',
    '0 4 , * *',
    '0 4 L * *',
    '0 4 * * foo',
    '@daily',
    '0 4 * *',
  ])('is refused where no time fits it: %s', (cron) => {
    expect(cronSchema.safeParse(cron).success).toBe(false);
  });
});
