import type { CommandSpec, OptionSpec } from '../command.ts';
import { OPTIONS } from '../options.ts';

const RESULT_OPTIONS: readonly OptionSpec[] = [
  { flags: '--into <dir>', kind: 'text', description: 'where to write the new repository' },
  { flags: '--force', kind: 'switch', description: 'replace the desired-state/ that is there already' },
  { flags: '--dry-run', kind: 'switch', description: 'only say what would be written' },
  {
    flags: '--report <file>',
    kind: 'text',
    description: 'also write everything that was guessed, found and left out, as Markdown',
  },
  {
    flags: '--secrets-out <file>',
    kind: 'text',
    description: 'where to write the secrets that were lifted out, for this user alone',
  },
];

const LIVE_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--from <host=place>',
    kind: 'list',
    description:
      "live: a host's .ampdata/instances folder, an archive of it, or one server as HOST/NAME=PLACE; may be given several times",
  },
  {
    flags: '--threshold <percent>',
    kind: 'count',
    description: 'live: how many of the servers must share a value for it to stand in the baseline (60)',
  },
  {
    flags: '--group <name=instances>',
    kind: 'list',
    description:
      'live: a group and its servers, with commas between them; a later group wins over an earlier one',
  },
  {
    flags: '--propose-groups',
    kind: 'switch',
    description: 'live: make groups of servers that have much in common',
  },
  {
    flags: '--own <plugin:file:key>',
    kind: 'list',
    description: 'live: take what fits although it looks like data, with * for anything',
  },
  {
    flags: '--leave <plugin:file:key>',
    kind: 'list',
    description: 'live: leave what fits to the servers, with * for anything',
  },
  {
    flags: '--stage <name>',
    kind: 'list',
    description: 'live: a stage, from trying out to live; servers are put into the last (dev, production)',
  },
];

const LEGACY_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--alias <old=new>',
    kind: 'list',
    description: 'legacy: another name of an instance or plugin; may be given several times',
  },
  { flags: '--aliases <file>', kind: 'text', description: 'legacy: such names, as a YAML map' },
  {
    flags: '--host-of <name=host>',
    kind: 'list',
    description: 'legacy: the host of an instance; may be given several times',
  },
  { flags: '--hosts <file>', kind: 'text', description: 'legacy: the hosts of instances, as a YAML map' },
  {
    flags: '--file-of <plugin:key=file>',
    kind: 'list',
    description:
      'legacy: which file holds the keys that fit, with * for anything; may be given several times',
  },
  {
    flags: '--live <dir>',
    kind: 'text',
    description: 'legacy: instances or one server, to find the file that has each key',
  },
];

/** Two ways into a repository under one name: from running servers, and from the earlier manager's files. */
export const IMPORT: CommandSpec = {
  name: 'import',
  operands: '<source> [place...]',
  summary: 'make a repository of what is there already',
  examples: [
    'homeamp import live --from frost=/home/amp/.ampdata/instances --into network --secrets-out secrets.env',
    'homeamp import legacy old-files --into network',
  ],
  options: [...RESULT_OPTIONS, ...LIVE_OPTIONS, ...LEGACY_OPTIONS, OPTIONS.json],
  load: async () => (await import('../commands/import.ts')).runImport,
};
