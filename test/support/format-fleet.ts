import type { Files } from './scenario.ts';

/** One plugin whose file is of one format, with a value that tests move and text of others around it. */
export interface FormatCase {
  readonly format: 'yaml' | 'properties' | 'toml' | 'json' | 'hocon' | 'text';
  readonly plugin: string;
  /** Below the application root. */
  readonly file: string;
  /** A live file that has the wanted value; undefined leaves the owned keys out. */
  readonly live: (value: number | undefined, old?: boolean) => string;
  /** The baseline's block. */
  readonly block: (value: number) => string;
  /** Cannot be read by the server. */
  readonly broken: string;
}

/** Every format in one fleet of one instance; `old` in a block must not be there. */
export const FORMAT_CASES: readonly FormatCase[] = [
  {
    format: 'yaml',
    plugin: 'Yaml',
    file: 'plugins/Yaml/config.yml',
    live: (value, old = false) =>
      `# kept § by people\nother: 'here'\nlimits:\n  more: [1, 2]\n${line(value, '  range: ', ' # why')}${old ? 'old: 1\n' : ''}last: "x"\n`,
    block: (value) => `limits:\n  range: ${value}\nold: !absent\n`,
    broken: 'limits: [1,\n  range: "9\n',
  },
  {
    format: 'properties',
    plugin: 'Props',
    file: 'plugins/Props/plugin.properties',
    live: (value, old = false) =>
      `#kept\nother = here\\:1\n${line(value, 'range=')}${old ? 'old=1\n' : ''}last:x \n`,
    block: (value) => `range=${value}\nold=!absent\n`,
    broken: 'range=\\u12\n',
  },
  {
    format: 'toml',
    plugin: 'Toml',
    file: 'plugins/Toml/plugin.toml',
    live: (value, old = false) =>
      `# kept\nother = 'here'\n${old ? 'old = 1\n' : ''}\n[limits]\nmore = [1, 2]\n${line(value, 'range = ', ' # why')}\n[last]\nx = 1\n`,
    block: (value) => `old = "!absent"\n[limits]\nrange = ${value}\n`,
    broken: '[limits]\nrange =\n',
  },
  {
    format: 'json',
    plugin: 'Json',
    file: 'plugins/Json/plugin.json',
    live: (value, old = false) =>
      `{\n  "other": "here",\n${old ? '  "old": 1,\n' : ''}  "limits": {\n${line(value, '    "range": ', ',')}    "more": [1, 2]\n  },\n  "last": "x"\n}\n`,
    block: (value) => `{ "limits": { "range": ${value} }, "old": "!absent" }\n`,
    broken: '{ "limits": { "range": \n',
  },
  {
    format: 'hocon',
    plugin: 'Hocon',
    file: 'plugins/Hocon/plugin.conf',
    live: (value, old = false) =>
      `# kept\nother = here\n${old ? 'old = 1\n' : ''}limits {\n  more = [1, 2]\n${line(value, '  range = ', ' # why')}}\nlast = x\n`,
    block: (value) => `limits { range = ${value} }\nold = "!absent"\n`,
    broken: 'limits { range = [1\n',
  },
  {
    format: 'text',
    plugin: 'Text',
    file: 'plugins/Text/motd.txt',
    live: (value) => (value === undefined ? 'nothing\n' : `Welcome\nto range ${value}\n`),
    block: (value) => `Welcome\nto range ${value}\n`,
    broken: '',
  },
];

function line(value: number | undefined, before: string, after = ''): string {
  return value === undefined ? '' : `${before}${value}${after}\n`;
}

export const APPLICATION = 'ONE01/Minecraft';

/** The repository in which every format's value is `value`. */
export function formatRepository(value: number): Files {
  return {
    'desired-state/fleet.yaml':
      'hosts: { alpha: {} }\nstages: [dev]\ninstances:\n  ONE01: { host: alpha, platform: paper, stage: dev }\n',
    'desired-state/deployment-matrix.csv': `plugin,ONE01\n${FORMAT_CASES.map(({ plugin }) => `${plugin},x\n`).join('')}`,
    ...formatBaselines(value),
  };
}

export function formatBaselines(value: number): Files {
  return Object.fromEntries(
    FORMAT_CASES.map(({ plugin, format, file, block }) => [
      `desired-state/baselines/${plugin}.md`,
      `---\nplugin: ${plugin}\nplatforms: [paper]\n---\n# ${plugin}\n\n\`\`\`${format} ${file.slice(file.lastIndexOf('/') + 1)}\n${block(value)}\`\`\`\n`,
    ]),
  );
}

/** Live files of every format that hold `value`. */
export function formatLive(value: number | undefined, old = false): Files {
  return Object.fromEntries(
    FORMAT_CASES.map(({ file, live }) => [`${APPLICATION}/${file}`, live(value, old)]),
  );
}
