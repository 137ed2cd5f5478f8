import { describe, expect, test } from 'vitest';
import type { Workbook, WorkbookCell } from '../../../../src/core/model/workbook.ts';
import { RENDER_ISSUES } from '../../../../src/core/render/issue-codes.ts';
import { SOURCE_ISSUES } from '../../../../src/core/source/issue-codes.ts';
import { PUBLIC_KEYS, sealedFor } from '../../../support/sealed-samples.ts';
import { type Change, edited, GOOD_FILES, validate, withBlock } from './small-fleet.ts';

interface Case {
  readonly code: string;
  readonly when: string;
  readonly change?: Change;
  readonly workbook?: Workbook;
  /** `file:line:column` below `desired-state/`, or the cell of a workbook. */
  readonly at?: string;
}

function workbook(...rows: WorkbookCell[][]): Workbook {
  return { file: 'desired-state/variables/values.xlsx', sheets: [{ name: 'All', rows }] };
}

const LONG = ['Plugin', 'ConfigKey', 'Server', 'Value', 'ValueType', 'Reason'];
const NAMED = ['Name', 'Scope', 'Value'];
const twoFiles = (extra: string): Change => {
  const change = edited('baselines/CMI.md', 'web:\n', 'plain: 1\nweb:\n');
  return { 'baselines/CMI.md': `${change['baselines/CMI.md']}\n${extra}` };
};
const recipients = (text: string): Change => ({ 'secrets/recipients.yaml': `${text}\n` });
const sealed = (files: Readonly<Record<string, string>>): Change => ({
  ...recipients(`hosts: { alpha: ${PUBLIC_KEYS[0]} }\npeople: { alice: ${PUBLIC_KEYS[1]} }`),
  ...Object.fromEntries(Object.entries(files).map(([name, text]) => [`secrets/${name}.age`, text])),
});
const cmiInstance = (text: string): Change => ({
  'variables/instances/TOW01.yaml': `variables: { SERVER_PORT: 2171 }\n${text}`,
});

const CASES: readonly Case[] = [
  {
    code: 'migrated-key',
    when: 'the pinned version has renamed an owned section',
    change: edited(
      'plugins.yaml',
      'version: "9.7.1"',
      'version: "9.7.1", migrations: [{ to: "9.7", rename: { inv: inventories } }]',
    ),
    at: 'baselines/CMI.md:17:3',
  },
  {
    code: 'missing-file',
    when: 'fleet.yaml is not there',
    change: { 'fleet.yaml': undefined },
    at: 'fleet.yaml:0:0',
  },
  { code: 'missing-file', when: 'the matrix is not there', change: { 'deployment-matrix.csv': undefined } },
  {
    code: 'unexpected-file',
    when: 'a stray file lies about',
    change: { 'notes.txt': 'hello' },
    at: 'notes.txt:0:0',
  },
  { code: 'unexpected-file', when: 'a file ends in .yml', change: { 'variables/hosts/alpha.yml': '' } },
  { code: 'file-too-large', when: 'a file has 5 MB', change: { 'fleet.yaml': '#'.repeat(5_000_000) } },
  { code: 'not-text', when: 'a file is binary', change: { 'fleet.yaml': new Uint8Array([0, 1, 2, 3]) } },
  {
    code: 'not-text',
    when: 'a file is Latin-1',
    change: { 'baselines/CMI.md': new Uint8Array([0xe4, 0x41]) },
  },
  {
    code: 'reserved-character',
    when: 'a mark stands in a file',
    change: withBlock('a: \u{10FFF0}'),
    at: 'baselines/CMI.md:12:4',
  },
  { code: 'unreadable-yaml', when: 'fleet.yaml has a tab', change: { 'fleet.yaml': 'hosts:\n\talpha: 1\n' } },
  { code: 'too-deep', when: 'keys are nested seventy deep', change: withBlock(nested(70)) },
  {
    code: 'too-many-issues',
    when: 'a file has hundreds of mistakes',
    change: {
      'fleet.yaml': `${GOOD_FILES['desired-state/fleet.yaml']}${numbered(300, (n) => `typo${n}: 1`)}`,
    },
  },

  {
    code: 'unknown-key',
    when: 'fleet.yaml has a misspelt key',
    change: edited('fleet.yaml', 'groups: [survival, dev]', 'groups: [survival, dev]\ngrops: []'),
    at: 'fleet.yaml:5:1',
  },
  {
    code: 'unknown-key',
    when: 'an instance has a misspelt key',
    change: edited('fleet.yaml', 'stage: dev, groups', 'stage: dev, colour: red, groups'),
    at: 'fleet.yaml:7:54',
  },
  {
    code: 'unknown-key',
    when: 'policy has a misspelt key',
    change: edited('fleet.yaml', '  budget:', '  bugdet:'),
    at: 'fleet.yaml:20:3',
  },
  {
    code: 'unknown-key',
    when: 'front matter has a misspelt key',
    change: edited('baselines/CMI.md', 'platforms: [paper]', 'platforms: [paper]\nexakt: true'),
    at: 'baselines/CMI.md:4:1',
  },
  {
    code: 'unknown-key',
    when: 'a variables file has a misspelt key',
    change: { 'variables/hosts/alpha.yaml': 'varables: {}\n' },
    at: 'variables/hosts/alpha.yaml:1:1',
  },
  {
    code: 'unknown-key',
    when: 'plugins.yaml has a misspelt key',
    change: edited('plugins.yaml', 'version:', 'versoin:'),
  },
  {
    code: 'missing-key',
    when: 'an instance has no host',
    change: edited('fleet.yaml', '{ host: beta, platform: velocity,', '{ platform: velocity,'),
    at: 'fleet.yaml:10:3',
  },
  {
    code: 'wrong-type',
    when: 'groups is text',
    change: edited('fleet.yaml', 'groups: [survival, dev]', 'groups: survival'),
    at: 'fleet.yaml:4:1',
  },
  {
    code: 'bad-value',
    when: 'a duration has no unit',
    change: edited('fleet.yaml', 'maxDelay: 12h', 'maxDelay: soon'),
    at: 'fleet.yaml:18:5',
  },
  {
    code: 'bad-value',
    when: 'a platform is unknown',
    change: edited('fleet.yaml', 'platform: velocity', 'platform: spigot'),
    at: 'fleet.yaml:10:24',
  },
  {
    code: 'bad-value',
    when: 'a time zone is invented',
    change: edited('fleet.yaml', 'Europe/Helsinki', 'Europe/Atlantis'),
  },
  { code: 'bad-value', when: 'the cron line is short', change: edited('fleet.yaml', '0 4 * * *', '0 4 *') },
  {
    code: 'duplicate-key',
    when: 'an instance is written twice',
    change: edited('fleet.yaml', '  HUB01:', '  TOW01:'),
    at: 'fleet.yaml:9:3',
  },
  {
    code: 'duplicate-key',
    when: 'a YAML block has a key twice',
    change: withBlock('a: 1\nb: 2\na: 3'),
    at: 'baselines/CMI.md:14:1',
  },
  {
    code: 'duplicate-key',
    when: 'a key is nested and dotted',
    change: withBlock('a: { b: 1 }\na.b: 2'),
    at: 'baselines/CMI.md:13:1',
  },
  {
    code: 'duplicate-key',
    when: 'a properties block has a key twice',
    change: withBlock('a=1\na=2', 'properties x.properties'),
    at: 'baselines/CMI.md:11:1',
  },
  {
    code: 'duplicate-key',
    when: 'a JSON block has a key twice',
    change: withBlock('{ "a": 1,\n  "a": 2 }', 'json x.json'),
    at: 'baselines/CMI.md:11:3',
  },
  {
    code: 'leaf-and-parent',
    when: 'a key has a value and children',
    change: withBlock('a: 1\na.b: 2'),
    at: 'baselines/CMI.md:13:1',
  },

  {
    code: 'unreadable-yaml',
    when: 'an instance is called ..',
    change: edited('fleet.yaml', '  VEL01:', '  "..":'),
    at: 'fleet.yaml:10:3',
  },
  {
    code: 'unsafe-name',
    when: 'an instance has a blank in its name',
    change: edited('fleet.yaml', '  VEL01:', '  VEL 01:'),
    at: 'fleet.yaml:10:3',
  },
  {
    code: 'unsafe-name',
    when: 'an instance is called __proto__',
    change: edited('fleet.yaml', '  VEL01:', '  __proto__:'),
  },
  { code: 'unsafe-name', when: 'a host is a path', change: edited('fleet.yaml', '  beta:', '  be/ta:') },
  {
    code: 'unsafe-name',
    when: 'a plugin is a path',
    change: edited('baselines/CMI.md', 'plugin: CMI', 'plugin: ../CMI'),
  },
  {
    code: 'unsafe-name',
    when: 'a row is a path',
    change: edited('deployment-matrix.csv', 'CMI,', '../CMI,'),
    at: 'deployment-matrix.csv:2:1',
  },
  {
    code: 'duplicate-name',
    when: 'a group is listed twice',
    change: edited('fleet.yaml', '[survival, dev]', '[survival, dev, dev]'),
  },
  {
    code: 'unknown-host',
    when: 'an instance is on an unknown host',
    change: edited('fleet.yaml', 'VEL01: { host: beta', 'VEL01: { host: betta'),
    at: 'fleet.yaml:10:12',
  },
  {
    code: 'unknown-host',
    when: 'a variables file is for an unknown host',
    change: { 'variables/hosts/gamma.yaml': '' },
  },
  {
    code: 'unknown-group',
    when: 'an instance is in an unknown group',
    change: edited('fleet.yaml', 'groups: [dev, survival]', 'groups: [dvelopers]'),
  },
  {
    code: 'unknown-stage',
    when: 'an instance is at an unknown stage',
    change: edited('fleet.yaml', 'stage: dev,', 'stage: devv,'),
  },
  {
    code: 'unknown-instance',
    when: 'a column is for an unknown instance',
    change: edited('deployment-matrix.csv', 'VEL01', 'VEL99'),
    at: 'deployment-matrix.csv:1:26',
  },
  {
    code: 'unknown-instance',
    when: 'an old header names an unknown server',
    change: {
      'deployment-matrix.csv':
        'plugin_name,plugin_type,auto_update,update_source,server_SMPC01\nCMI,bukkit/paper,True,jenkins,False\n',
    },
    at: 'deployment-matrix.csv:1:51',
  },
  {
    code: 'ambiguous-instance',
    when: 'a column fits two hosts',
    change: edited('deployment-matrix.csv', 'VEL01', 'ADS01'),
  },
  {
    code: 'ambiguous-instance',
    when: 'a bare key shares its name with another host',
    change: edited('fleet.yaml', 'alpha/ADS01', 'ADS01'),
    at: 'fleet.yaml:11:3',
  },
  {
    code: 'host-mismatch',
    when: 'key and host disagree',
    change: edited('fleet.yaml', 'alpha/ADS01', 'beta/ADS02'),
  },
  {
    code: 'alias-taken',
    when: 'an alias is another’s name',
    change: edited('fleet.yaml', '[TOWER01]', '[DEV01]'),
    at: 'fleet.yaml:8:81',
  },
  {
    code: 'missing-stage',
    when: 'a managed instance has no stage',
    change: edited('fleet.yaml', ', stage: production }', ' }'),
  },
  {
    code: 'alias-used',
    when: 'a column is an alias',
    change: edited('deployment-matrix.csv', 'TOW01', 'TOWER01'),
    at: 'deployment-matrix.csv:1:14',
  },
  {
    code: 'missing-window',
    when: 'restarts wait for a window that is not there',
    change: edited(
      'fleet.yaml',
      'restart: when-empty\n    maxDelay: 12h\n    window: { cron: "0 4 * * *", duration: 1h30m, timezone: Europe/Helsinki }',
      'restart: window',
    ),
  },

  {
    code: 'unreadable-matrix',
    when: 'a quote is not closed',
    change: { 'deployment-matrix.csv': 'plugin,DEV01\n"CMI,x\n' },
  },
  {
    code: 'unreadable-matrix',
    when: 'the header is something else',
    change: { 'deployment-matrix.csv': 'name,DEV01\nCMI,x\n' },
  },
  { code: 'unreadable-matrix', when: 'the matrix is empty', change: { 'deployment-matrix.csv': '' } },
  {
    code: 'duplicate-column',
    when: 'name and alias are both columns',
    change: edited('deployment-matrix.csv', 'HUB01', 'TOWER01'),
  },
  {
    code: 'duplicate-plugin-row',
    when: 'a row is there twice',
    change: { 'deployment-matrix.csv': `${GOOD_FILES['desired-state/deployment-matrix.csv']}proxy,,,,x\n` },
    at: 'deployment-matrix.csv:5:1',
  },
  {
    code: 'matrix-contradiction',
    when: 'two rows disagree',
    change: { 'deployment-matrix.csv': `${GOOD_FILES['desired-state/deployment-matrix.csv']}CMI,x,,,\n` },
  },
  {
    code: 'bad-cell',
    when: 'a cell says maybe',
    change: edited('deployment-matrix.csv', 'x,x,yes,', 'x,maybe,yes,'),
    at: 'deployment-matrix.csv:2:7',
  },
  {
    code: 'unmanaged-instance',
    when: 'an unmanaged instance has a mark',
    change: edited('deployment-matrix.csv', 'VEL01', 'alpha/ADS01'),
  },

  {
    code: 'missing-front-matter',
    when: 'a baseline is prose alone',
    change: { 'baselines/CMI.md': '# CMI\n' },
  },
  {
    code: 'file-name-mismatch',
    when: 'the file is not named after the plugin',
    change: {
      'baselines/CMI.md': undefined,
      'baselines/cmi.md': GOOD_FILES['desired-state/baselines/CMI.md'],
    },
    at: 'baselines/cmi.md:2:1',
  },
  {
    code: 'unsafe-path',
    when: 'a block’s path leaves the folder',
    change: withBlock('a: 1', 'yaml ../../secrets.yml'),
    at: 'baselines/CMI.md:9:1',
  },
  {
    code: 'unsafe-path',
    when: 'the folder is absolute',
    change: edited('baselines/server.md', 'folder: .', 'folder: /etc'),
  },
  {
    code: 'amp-owned-file',
    when: 'a block is for AMP’s own settings',
    change: withBlock('a=1', 'kvp MinecraftModule.kvp'),
  },
  {
    code: 'amp-owned-file',
    when: 'AMPConfig.conf is written as properties',
    change: withBlock('a=1', 'properties AMPConfig.conf'),
  },
  {
    code: 'unknown-language',
    when: 'a block is in an unknown language',
    change: withBlock('a: 1', 'ini config.ini'),
  },
  {
    code: 'block-without-path',
    when: 'a YAML block names no file',
    change: {
      'baselines/CMI.md': `${GOOD_FILES['desired-state/baselines/CMI.md']}\n\`\`\`yaml\na: 1\n\`\`\`\n`,
    },
  },
  {
    code: 'duplicate-block',
    when: 'two blocks are for one file',
    change: {
      'baselines/CMI.md': `${GOOD_FILES['desired-state/baselines/CMI.md']}\n\`\`\`yaml config.yml\na: 1\n\`\`\`\n`,
    },
  },
  {
    code: 'missing-block',
    when: 'the front matter names a file without a block',
    change: edited('baselines/CMI.md', 'files:\n', 'files:\n  other.yml: {}\n'),
    at: 'baselines/CMI.md:5:3',
  },
  {
    code: 'template-and-block',
    when: 'a file has both',
    change: edited('baselines/proxy.md', 'motd.txt: {', 'velocity.toml: {'),
  },
  { code: 'unknown-template', when: 'a template is not there', change: { 'templates/motd.txt': undefined } },
  {
    code: 'unreadable-block',
    when: 'text begins with %',
    change: withBlock('ok: 1\na: %player%'),
    at: 'baselines/CMI.md:13:4',
  },
  { code: 'unreadable-block', when: 'TOML is broken', change: withBlock('a = = 1', 'toml x.toml') },
  { code: 'empty-block', when: 'a block has a comment alone', change: withBlock('# nothing') },
  {
    code: 'unclosed-block',
    when: 'a block is not closed',
    change: { 'baselines/CMI.md': '---\nplugin: CMI\nplatforms: [paper]\n---\n```yaml config.yml\na: 1\n' },
  },
  {
    code: 'empty-baseline',
    when: 'a baseline has no block',
    change: { 'baselines/CMI.md': '---\nplugin: CMI\nplatforms: [paper]\n---\n' },
  },
  {
    code: 'duplicate-baseline',
    when: 'two files are for one plugin',
    change: { 'baselines/CMI2.md': GOOD_FILES['desired-state/baselines/CMI.md'] },
  },
  {
    code: 'bukkit-reload',
    when: 'the command reloads the whole server',
    change: edited('baselines/CMI.md', 'reload: cmi reload', 'reload: reload confirm'),
    at: 'baselines/CMI.md:5:17',
  },
  {
    code: 'bad-command',
    when: 'the command has a slash',
    change: edited('baselines/CMI.md', 'reload: cmi reload', 'reload: /cmi reload'),
  },
  {
    code: 'bad-pattern',
    when: 'the pattern could run for ever',
    change: edited('baselines/CMI.md', '^Reloaded .*$', '^(a+)+$'),
  },
  {
    code: 'stop-command',
    when: 'a reload command restarts the server',
    change: edited('baselines/CMI.md', 'reload: cmi reload', 'reload: "spigot:restart now"'),
    at: 'baselines/CMI.md:5:17',
  },
  {
    code: 'bad-amp-setting',
    when: 'AMP is given a key that the block does not list',
    change: ampSettings('{ max-players: MinecraftModule.Limits.MaxPlayers }'),
    at: 'baselines/server.md:6:39',
  },
  {
    code: 'bad-amp-setting',
    when: 'two keys are one setting of AMP',
    change: ampSettings('{ motd: MinecraftModule.A.B, server-port: MinecraftModule.A.B }'),
    at: 'baselines/server.md:6:66',
  },
  {
    code: 'bad-value',
    when: 'a setting of AMP is no node',
    change: ampSettings('{ motd: "../Motd" }'),
    at: 'baselines/server.md:6:39',
  },
  {
    code: 'missing-block',
    when: 'a glob fits no block',
    change: edited(
      'baselines/CMI.md',
      '  config.yml: {',
      '  "menus/*.yml": { reload: cmi reload }\n  config.yml: {',
    ),
    at: 'baselines/CMI.md:5:3',
  },
  { code: 'misplaced-absent', when: 'a list item is absent', change: withBlock('a: [1, !absent]') },
  { code: 'variable-in-key', when: 'a key holds a variable', change: withBlock('"{{INSTANCE_NAME}}": 1') },
  {
    code: 'bad-secret-reference',
    when: 'a secret reference has blanks',
    change: withBlock('a: "{{ secret:X }}"'),
  },

  {
    code: 'yaml-anchor',
    when: 'a colour code is eaten',
    change: withBlock('a: &cRed'),
    at: 'baselines/CMI.md:12:4',
  },
  {
    code: 'yaml-comment',
    when: 'a colour is taken for a comment',
    change: withBlock('a: #fff\nb: 1'),
    at: 'baselines/CMI.md:12:4',
  },
  { code: 'yaml-comment', when: 'a colour after text is dropped', change: withBlock('a: red #ff0000') },
  {
    code: 'yaml-sexagesimal',
    when: 'a time of day is a number',
    change: withBlock('a: 12:30'),
    at: 'baselines/CMI.md:12:4',
  },
  {
    code: 'yaml-octal',
    when: 'a number has a leading zero',
    change: withBlock('a: 0755'),
    at: 'baselines/CMI.md:12:4',
  },
  {
    code: 'yaml-boolean-word',
    when: 'a country is read as false',
    change: withBlock('a: [de, no, se]'),
    at: 'baselines/CMI.md:12:9',
  },
  { code: 'yaml-boolean-word', when: 'a key is read as true', change: withBlock('on: join') },
  { code: 'yaml-timestamp', when: 'a date is a point in time', change: withBlock('a: 2024-01-01') },
  {
    code: 'secret-in-clear',
    when: 'a password stands in a baseline',
    change: withBlock('mysql: { password: hunter22 }'),
    at: 'baselines/CMI.md:12:10',
  },
  {
    code: 'secret-in-clear',
    when: 'a webhook stands in a list',
    change: withBlock('hooks: ["https://discord.com/api/webhooks/12345/abcdef"]'),
  },
  {
    code: 'secret-in-clear',
    when: 'a variable holds a token',
    change: { 'variables/hosts/alpha.yaml': 'variables: { API_TOKEN: abcdef }\n' },
  },
  {
    code: 'secret-in-clear',
    when: 'a URL holds a password',
    change: withBlock('url: "jdbc://fleet:hunter22@db.example.org/x"'),
  },
  {
    code: 'secret-in-clear',
    when: 'a password stands in a comment',
    change: withBlock('range: 4 # the old password: hunter22'),
    at: 'baselines/CMI.md:12:1',
  },
  {
    code: 'secret-in-clear',
    when: 'a token stands in a file that is only for people',
    change: { 'README.md': `Push with gh${'p_'}${'a1'.repeat(18)}\n` },
    at: 'README.md:1:1',
  },
  {
    code: 'secret-in-clear',
    when: 'a password stands in a sheet that is not read',
    workbook: workbook(['Notes'], ['db-password', 'hunter22']),
    at: 'B2',
  },
  {
    code: 'bad-secret-file',
    when: 'a secret is a passphrase away',
    change: sealed({ DB: sealedFor(1, '-> scrypt c2FsdA 30\nYWJj\n') }),
    at: 'secrets/DB.age:0:0',
  },
  {
    code: 'missing-recipients',
    when: 'nothing says for whom a secret is',
    change: { 'secrets/DB.age': sealedFor(1) },
    at: 'secrets/recipients.yaml:0:0',
  },
  {
    code: 'stale-recipients',
    when: 'a secret is for fewer than may read it',
    change: sealed({ DB: sealedFor(1) }),
    at: 'secrets/DB.age:0:0',
  },
  {
    code: 'duplicate-recipient',
    when: 'two names have one key',
    change: recipients(`hosts: { alpha: ${PUBLIC_KEYS[0]} }\npeople:\n  bob: ${PUBLIC_KEYS[0]}`),
    at: 'secrets/recipients.yaml:3:3',
  },
  {
    code: 'unknown-secret',
    when: 'readers are given for a secret that is not there',
    change: recipients('only: { DBX: [alpha] }'),
    at: 'secrets/recipients.yaml:1:9',
  },
  {
    code: 'unknown-host',
    when: 'a host outside of the fleet may read secrets',
    change: recipients(`hosts: { omega: ${PUBLIC_KEYS[0]} }`),
  },
  {
    code: 'bad-value',
    when: 'a public key has a slip of the pen',
    change: recipients(`hosts: { alpha: ${PUBLIC_KEYS[0].replace('gu0', 'gu9')} }`),
    at: 'secrets/recipients.yaml:1:10',
  },
  {
    code: 'unsafe-name',
    when: 'a secret’s file is named with a blank',
    change: { 'secrets/D B.age': sealedFor(1) },
  },

  {
    code: 'bad-variable-name',
    when: 'a variable is lower case',
    change: { 'variables/hosts/alpha.yaml': 'variables: { port: 1 }\n' },
    at: 'variables/hosts/alpha.yaml:1:14',
  },
  {
    code: 'builtin-variable',
    when: 'a built-in is declared',
    change: { 'variables/hosts/alpha.yaml': 'variables: { HOST_NAME: x }\n' },
  },
  {
    code: 'unknown-plugin',
    when: 'an override is for an unknown plugin',
    change: cmiInstance('overrides: { CMY: { config.yml: { a: 1 } } }\nreasons: { CMY: x }\n'),
    at: 'variables/instances/TOW01.yaml:2:35',
  },
  {
    code: 'unknown-file',
    when: 'an override is for an unknown file',
    change: cmiInstance('overrides: { CMI: { confg.yml: { a: 1 } } }\nreasons: { CMI: x }\n'),
  },
  {
    code: 'override-shape',
    when: 'an override has no keys',
    change: cmiInstance('overrides: { CMI: { config.yml: 5 } }\nreasons: { CMI: x }\n'),
  },
  {
    code: 'override-without-reason',
    when: 'no reason is given',
    change: cmiInstance('overrides: { CMI: { config.yml: { inv: { SavedInventories: 5 } } } }\n'),
  },
  {
    code: 'override-not-placed',
    when: 'no instance in the scope has the plugin',
    change: {
      'variables/instances/VEL01.yaml': 'overrides: { CMI: { config.yml: { a: 1 } } }\nreasons: { CMI: x }\n',
    },
  },
  {
    code: 'reason-without-override',
    when: 'a reason is left over',
    change: cmiInstance('reasons: { CMI: x }\n'),
  },
  {
    code: 'two-owners',
    when: 'YAML and workbook set one variable',
    workbook: workbook(NAMED, ['SERVER_PORT', 'TOW01', 2171]),
    at: 'C2',
  },
  {
    code: 'two-owners',
    when: 'YAML and workbook set one key',
    workbook: workbook(LONG, ['CMI', 'inv.SavedInventories', 'TOW01', '5', 'int', 'x']),
    at: 'D2',
  },
  {
    code: 'unknown-sheet',
    when: 'a sheet has other columns',
    workbook: workbook(['Total', 'Count'], ['a', 1]),
  },
  {
    code: 'unusable-cell',
    when: 'a cell is an error',
    workbook: workbook(NAMED, ['A', 'fleet', { kind: 'unusable', reason: '#REF!' }]),
    at: 'C2',
  },
  {
    code: 'bad-cell-value',
    when: 'an int is text',
    workbook: workbook(LONG, ['CMI', 'inv.SavedInventories', 'DEV01', '250quests_', 'int', 'x']),
    at: 'D2',
  },
  {
    code: 'unknown-scope',
    when: 'a row has no server',
    workbook: workbook(NAMED, ['SERVER_PORT', null, 1]),
    at: 'B2',
  },
  {
    code: 'unknown-instance',
    when: 'a row is for an unknown server',
    workbook: workbook(NAMED, ['SERVER_PORT', 'BIGG01', 1]),
    at: 'B2',
  },
  {
    code: 'ambiguous-key',
    when: 'two files own the key',
    change: twoFiles('```yaml other.yml\nplain: 1\n```\n'),
    workbook: workbook(LONG, ['CMI', 'plain', 'DEV01', '5', 'int', 'x']),
    at: 'B2',
  },

  {
    code: 'platform-mismatch',
    when: 'a Paper plugin is on the proxy',
    change: edited('deployment-matrix.csv', 'CMI,x,x,yes,', 'CMI,x,x,yes,x'),
    at: 'deployment-matrix.csv:2:1',
  },
  {
    code: 'plugin-without-baseline',
    when: 'a placed plugin has none',
    change: { 'deployment-matrix.csv': `${GOOD_FILES['desired-state/deployment-matrix.csv']}Vault,x,,,\n` },
  },
  {
    code: 'baseline-not-placed',
    when: 'a baseline’s plugin is nowhere',
    change: edited('deployment-matrix.csv', 'proxy,,,,x\n', ''),
    at: 'baselines/proxy.md:1:1',
  },
  {
    code: 'two-baselines-one-key',
    when: 'two baselines own one key',
    change: second('yaml', 'inv: { SavedInventories: 1 }'),
  },
  {
    code: 'two-formats-one-file',
    when: 'two baselines read one file differently',
    change: second('properties', 'a=1'),
  },

  {
    code: 'undeclared-variable',
    when: 'a variable is declared nowhere',
    change: withBlock('a: {{NOWHERE}}'),
    at: 'baselines/CMI.md:12:1',
  },
  {
    code: 'undeclared-variable',
    when: 'a variable is not declared for one instance',
    change: { 'variables/instances/HUB01.yaml': undefined },
  },
  {
    code: 'variable-cycle',
    when: 'a variable leads back to itself',
    change: {
      ...withBlock('a: {{ONE}}'),
      'variables/fleet.yaml': 'variables: { SHOWN_PLAYERS: 100, ONE: "{{TWO}}", TWO: "{{ONE}}" }\n',
    },
  },
  {
    code: 'variable-arithmetic',
    when: 'a number is added to text',
    change: withBlock('a: "{{INSTANCE_NAME+1}}"'),
  },
  {
    code: 'variable-not-text',
    when: 'a list stands inside a text',
    change: {
      ...withBlock('a: "x{{LIST}}"'),
      'variables/hosts/alpha.yaml': 'variables: { LIST: [1] }\n',
      'variables/hosts/beta.yaml': 'variables: { LIST: [1] }\n',
    },
  },
  {
    code: 'value-too-long',
    when: 'variables double each other',
    change: {
      ...withBlock('a: {{V0}}'),
      'variables/hosts/alpha.yaml': doubling(),
      'variables/hosts/beta.yaml': doubling(),
    },
  },
  {
    code: 'unused-variable',
    when: 'nothing uses a variable',
    change: { 'variables/hosts/alpha.yaml': 'variables: { LEFT_OVER: 1 }\n' },
    at: 'variables/hosts/alpha.yaml:1:14',
  },
  {
    code: 'override-shape-conflict',
    when: 'an override puts a key below a value',
    change: cmiInstance(
      'overrides: { CMI: { config.yml: { inv: { SavedInventories: { deep: 1 } } } } }\nreasons: { CMI: x }\n',
    ),
  },
  {
    code: 'override-shape-conflict',
    when: 'an override puts a value on a section',
    change: cmiInstance('overrides: { CMI: { config.yml: { inv: 1 } } }\nreasons: { CMI: x }\n'),
  },
  {
    code: 'mixed-types',
    when: 'one instance has text for a number',
    change: cmiInstance(
      'overrides: { CMI: { config.yml: { inv: { SavedInventories: "20" } } } }\nreasons: { CMI: x }\n',
    ),
    at: 'variables/instances/TOW01.yaml:2:42',
  },
  {
    code: 'port-collision',
    when: 'two servers of a host have one port',
    change: { 'variables/instances/TOW01.yaml': 'variables: { SERVER_PORT: 2170 }\n' },
  },
  {
    code: 'port-collision',
    when: 'two instances declare one port',
    change: { 'variables/instances/VEL01.yaml': 'variables: { BEDROCK_PORT: 2170, SERVER_PORT: 2170 }\n' },
  },
  {
    code: 'shared-unique-value',
    when: 'a server id is the same everywhere',
    change: withBlock('serverUuid: 0a0a0a0a-0000-4000-8000-000000000001'),
  },
];

function nested(depth: number): string {
  return Array.from({ length: depth }, (_, level) => `${' '.repeat(level)}k:`)
    .join('\n')
    .concat(' 1');
}

function ampSettings(text: string): Change {
  const rule = `files:\n  server.properties: { ampSettings: ${text} }\n`;
  return edited('baselines/server.md', 'folder: .\n', `folder: .\n${rule}`);
}

function numbered(count: number, line: (n: number) => string): string {
  return `${Array.from({ length: count }, (_, n) => line(n)).join('\n')}\n`;
}

function second(language: string, block: string): Change {
  return {
    'baselines/Second.md': `---\nplugin: Second\nplatforms: [paper]\nfolder: plugins/CMI\n---\n\`\`\`${language} config.yml\n${block}\n\`\`\`\n`,
    'deployment-matrix.csv': `${GOOD_FILES['desired-state/deployment-matrix.csv']}Second,x,,,\n`,
  };
}

function doubling(): string {
  const lines = Array.from({ length: 40 }, (_, n) => `  V${n}: "{{V${n + 1}}}{{V${n + 1}}}"`).join('\n');
  return `variables:\n${lines}\n  V40: x\n`;
}

function placeText(issue: ReturnType<typeof validate>[number]): string {
  const { file, line, column, cell } = issue.place;
  return cell ?? `${file.replace('desired-state/', '')}:${line}:${column}`;
}

describe('what validating reports', () => {
  test('nothing for a good fleet', () => {
    expect(validate()).toEqual([]);
  });

  test.each(CASES)('$code when $when', ({ code, change, workbook: cells, at }) => {
    const found = validate(change, cells === undefined ? [] : [cells]).filter((issue) => issue.code === code);
    expect(found).not.toEqual([]);
    for (const issue of found) {
      expect(issue.message).not.toBe('');
      expect(issue.help).not.toBe('');
      expect(issue.place.file).toMatch(/^(?:desired-state|templates)\//);
    }
    if (at !== undefined) expect(found.map(placeText)).toContain(at);
  });

  test('every code has a case', () => {
    // Reported where the file is opened; see the tests of the workbook.
    const tested = new Set(['unreadable-workbook', ...CASES.map(({ code }) => code)]);
    const untested = [...Object.keys(SOURCE_ISSUES), ...Object.keys(RENDER_ISSUES)].filter(
      (code) => !tested.has(code),
    );
    expect(untested).toEqual([]);
  });

  test('a line may say why what looks like a secret is none', () => {
    const codes = (text: string) => validate(withBlock(text)).map(({ code }) => code);
    expect(codes('password: hunter22')).toContain('secret-in-clear');
    expect(codes('password: hunter22 # homeamp:allow-secret the default of the plugin')).not.toContain(
      'secret-in-clear',
    );
    expect(codes('range: 4 # password: hunter22 homeamp:allow-secret')).toContain('secret-in-clear');
  });

  test('messages never hold the secret itself', () => {
    const issues = validate(
      withBlock('mysql: { password: hunter22 }\nurl: "jdbc://fleet:hunter22@db.example.org/x"'),
    );
    expect(JSON.stringify(issues)).not.toContain('hunter22');
  });
});
