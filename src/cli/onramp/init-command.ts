import type { CommandSpec } from '../command.ts';
import { OPTIONS } from '../options.ts';

/** Begins a repository for a fleet that has none. */
export const INIT: CommandSpec = {
  name: 'init',
  operands: '[dir]',
  summary: 'begin a repository: fleet, matrix, one sample baseline, and what GitHub needs',
  examples: [
    'homeamp init network --amp-root /home/amp/.ampdata/instances',
    'homeamp init network --host frost=192.0.2.10 --instance DEV01:paper:dev --instance SMP01:paper --approver alice --yes',
  ],
  options: [
    {
      flags: '--host <name[=address]>',
      kind: 'list',
      description: 'a machine with AMP, this one first; may be given several times',
    },
    {
      flags: '--amp-root <dir>',
      kind: 'text',
      description: "this machine's .ampdata/instances folder, whose servers are taken",
    },
    {
      flags: '--instance <name:platform:stage:groups>',
      kind: 'list',
      description:
        'a server instead of those that are found, as NAME:PLATFORM, with HOST/ in front and :STAGE:GROUP,GROUP behind where you like; may be given several times',
    },
    {
      flags: '--stage <name>',
      kind: 'list',
      description: 'a stage, from trying out to live; may be given several times (dev, production)',
    },
    {
      flags: '--approver <login|@org/team>',
      kind: 'list',
      description:
        'who approves changes, or none where you work alone; may be given several times (anybody who may review)',
    },
    { flags: '--plugin <name>', kind: 'list', description: 'which sample baseline (the first that fits)' },
    { flags: '--no-workflow', kind: 'switch', description: 'leave the workflow for GitHub out' },
    { flags: '--force', kind: 'switch', description: 'replace the desired-state/ that is there already' },
    OPTIONS.yes,
    OPTIONS.json,
  ],
  load: async () => (await import('../commands/init.ts')).runInit,
};
