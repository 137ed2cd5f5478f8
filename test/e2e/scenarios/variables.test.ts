import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createScenario, type Files, type Scenario } from '../../support/scenario.ts';
import { baseline, configOf, fleet, matrix } from '../../support/small-fleet.ts';

const PLUGINS = ['Yaml', 'Props', 'Toml', 'Json', 'Hocon', 'Text'];
const FILES: Readonly<
  Record<string, { readonly name: string; readonly block: string; readonly live: string }>
> = {
  Yaml: {
    name: 'config.yml',
    block:
      'port: {{PORT}}\nquoted: "{{PORT}}"\nsum: {{PORT+5900}}\ntext: "on {{PORT}}"\nplain: "\\{{PORT}}"\nown: "{{player}}"\nlist: [{{PORT}}, "{{NAME}}"]\n',
    live: 'port: 2171\nquoted: 2171\nsum: 8071\ntext: on 2171\nplain: "{{PORT}}"\nown: "{{player}}"\n',
  },
  Props: {
    name: 'plugin.properties',
    block: 'port={{PORT}}\nsum={{PORT+5900}}\ntext=on {{PORT}}\nplain=\\{{PORT}}\nown={{player}}\n',
    live: 'port=2171\nsum=8071\ntext=on 2171\nplain={{PORT}}\nown={{player}}\n',
  },
  Toml: {
    name: 'plugin.toml',
    block:
      'port = {{PORT}}\nquoted = "{{PORT}}"\nsum = {{PORT+5900}}\ntext = "on {{PORT}}"\nown = "{{player}}"\n',
    live: 'port = 2171\nquoted = 2171\nsum = 8071\ntext = "on 2171"\nown = "{{player}}"\n',
  },
  Json: {
    name: 'plugin.json',
    block: '{ "port": {{PORT}}, "quoted": "{{PORT}}", "text": "on {{PORT}}", "own": "{{player}}" }\n',
    live: '{"port":2171,"quoted":2171,"text":"on 2171","own":"{{player}}"}',
  },
  Hocon: {
    name: 'plugin.conf',
    block: 'port = {{PORT}}\nquoted = "{{PORT}}"\ntext = "on {{PORT}}"\nown = "{{player}}"\n',
    live: 'port = 2171\nquoted = 2171\ntext = "on 2171"\nown = "{{player}}"\n',
  },
  Text: {
    name: 'motd.txt',
    block: 'port {{PORT}} {{player}} \\{{PORT}}\n',
    live: 'port 2171 {{player}} {{PORT}}\n',
  },
};
const LANGUAGES = ['yaml', 'properties', 'toml', 'json', 'hocon', 'text'];

const pathOf = (plugin: string) => `ONE01/Minecraft/plugins/${plugin}/${FILES[plugin]?.name}`;

describe('variables in every format', () => {
  it('give the type where they stand alone and text where they do not, and leave the text of plugins', () => {
    const scenario = createScenario(
      {
        ...fleet(['ONE01']),
        ...matrix(PLUGINS, ['ONE01']),
        ...Object.assign(
          {},
          ...PLUGINS.map((plugin, index) =>
            baseline(plugin, FILES[plugin]?.block ?? '', {
              info: `${LANGUAGES[index]} ${FILES[plugin]?.name}`,
            }),
          ),
        ),
        'desired-state/variables/fleet.yaml': "variables: { PORT: 2171, NAME: 'it''s \"it\" \\ §' }\n",
      },
      Object.fromEntries(PLUGINS.map((plugin) => [`ONE01/Minecraft/plugins/${plugin}/x`, ''])),
    );
    const applied = scenario.run(['apply', '--yes']);
    expect(applied, applied.out + applied.err).toMatchObject({ code: 0 });
    for (const plugin of PLUGINS) scenario.writeLive({ [pathOf(plugin)]: withName(plugin) });
    const plan = scenario.report(['plan', '--full']);
    expect(plan.report.instances[0]?.changes).toEqual([]);
    expect(plan.code).toBe(0);
  });
});

function withName(plugin: string): string {
  const live = FILES[plugin]?.live ?? '';
  return plugin === 'Yaml' ? `${live}list: [2171, "it's \\"it\\" \\\\ §"]\n` : live;
}

const CANARY = 'canary-51aa"\\9d';
const ENVIRONMENT = { HOMEAMP_SECRET_DB: CANARY };

describe('a secret', () => {
  const repository: Files = {
    ...fleet(['ONE01']),
    ...matrix(['Chairs', 'Props', 'Text'], ['ONE01']),
    ...baseline(
      'Chairs',
      'password: "{{secret:DB}}"\nurl: "x:{{secret:DB}}@y"\nlist: ["{{secret:DB}}"]\nvia: "{{LINK}}"\n',
    ),
    ...baseline('Props', 'password={{secret:DB}}\n', { info: 'properties plugin.properties' }),
    ...baseline('Text', 'say {{secret:DB}}\n', { info: 'text motd.txt' }),
    'desired-state/variables/fleet.yaml': 'variables: { LINK: "to {{secret:DB}}" }\n',
  };
  const live: Files = {
    [configOf('ONE01', 'Chairs')]: 'password: old\n',
    [pathOf('Props')]: 'password=old\n',
    [pathOf('Text')]: 'nothing\n',
  };

  it('is written on the host, and is never told by any command, in history or in the state', () => {
    const scenario = createScenario(repository, live);
    const told: string[] = [];
    const run = (...words: readonly string[]) => {
      const { code, out, err } = scenario.run(words, { environment: ENVIRONMENT });
      told.push(out, err);
      return { code, out };
    };
    const both = (...words: readonly string[]) => [run(...words), run(...words, '--json')];
    both('plan', '--detailed');
    expect(run('apply', '--yes', '--detailed').code).toBe(0);
    expect(scenario.readLive(configOf('ONE01', 'Chairs'))).toContain('canary-51aa');
    const id = /homeamp rollback (\S+)/.exec(told.join('\n'))?.[1] ?? '';
    for (const words of [
      ['status'],
      ['history'],
      ['render'],
      ['validate'],
      ['parity', 'Chairs'],
      ['explain', 'ONE01', 'Chairs', 'password'],
      ['explain', 'ONE01', 'Chairs', 'url'],
      ['parity', 'Text'],
    ]) {
      both(...words);
    }
    scenario.writeLive({
      [configOf('ONE01', 'Chairs')]: `password: '${CANARY}x'\nurl: [${JSON.stringify(CANARY)}\n`,
    });
    both('plan', '--detailed');
    scenario.writeLive({
      [configOf('ONE01', 'Chairs')]: `password: '${CANARY}x'\nurl: ${JSON.stringify(CANARY)}\n`,
    });
    both('plan', '--detailed', '--heal');
    both('parity', 'Chairs');
    both('explain', 'ONE01', 'Chairs', 'password');
    run('apply', '--yes', '--heal', '--json');
    run('rollback', id, '--yes');
    both('history');
    scenario.commit(baseline('Chairs', 'range: "{{UNDECLARED}} {{secret:DB}}"\n'));
    both('plan');
    both('validate');
    expect(told.join('\n')).not.toContain('canary-51aa');
    expect(
      textsOf(scenario.state).filter(
        ([path, text]) => text.includes('canary-51aa') && !path.startsWith('backups/'),
      ),
    ).toEqual([]);
  });

  it('that the host does not have holds its keys and nothing else', () => {
    const scenario = createScenario(
      { ...repository, ...baseline('Chairs', 'password: "{{secret:DB}}"\nrange: 4\n') },
      live,
    );
    const { code, report } = scenario.report(['apply', '--yes']);
    expect(code).toBe(1);
    expect(scenario.readLive(configOf('ONE01', 'Chairs'))).toBe('password: old\nrange: 4\n');
    expect(
      report.instances[0]?.changes.filter(({ held }) => held !== null).map(({ held }) => held?.reason),
    ).toEqual(Array(3).fill('secret-unresolved'));
    expect(scenario.run(['apply', '--yes'], { environment: ENVIRONMENT }).code).toBe(0);
  });

  it('that changed is pending, and is written', () => {
    const scenario: Scenario = createScenario(repository, live);
    expect(scenario.run(['apply', '--yes'], { environment: ENVIRONMENT }).code).toBe(0);
    const environment = { HOMEAMP_SECRET_DB: 'another-4b' };
    const plan = scenario.report(['plan'], { environment });
    expect(plan.code).toBe(1);
    expect(new Set(plan.report.instances[0]?.changes.map(({ verdict }) => verdict))).toEqual(
      new Set(['pending']),
    );
    expect(scenario.run(['apply', '--yes'], { environment })).toMatchObject({ code: 0 });
    expect(scenario.readLive(pathOf('Props'))).toBe('password=another-4b\n');
  });
});

function textsOf(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const full = join(entry.parentPath, entry.name);
      return [full.slice(folder.length + 1), readFileSync(full, 'latin1')] as const;
    });
}
