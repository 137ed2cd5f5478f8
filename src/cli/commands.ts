import type { CommandSpec } from './command.ts';
import { HOST_OPTIONS, OPTIONS, PLACE_OPTIONS, SCOPE_OPTIONS } from './options.ts';
import { RECORD_COMMANDS } from './record-commands.ts';

/** History and rollback know from the state folder what the other commands must be told; they take it all the same. */
const NOT_NEEDED = [OPTIONS.repo, OPTIONS.revision, OPTIONS.host, OPTIONS.ampRoot];

/** The commands of this folder, in the order of the help. Each loads its code when it runs. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'validate',
    operands: '',
    summary: 'check the repository and list every mistake',
    examples: ['homeamp validate --repo .', 'homeamp validate --format github --strict'],
    options: [
      OPTIONS.repo,
      OPTIONS.revision,
      {
        flags: '--format <name>',
        kind: 'choice',
        choices: ['text', 'json', 'github'],
        description: 'how to print the issues',
      },
      OPTIONS.json,
      { flags: '--strict', kind: 'switch', description: 'fail on warnings too' },
      OPTIONS.state,
    ],
    load: async () => (await import('./commands/validate.ts')).runValidate,
  },
  {
    name: 'render',
    operands: '',
    summary: 'show what the files of an instance should hold, and who says so',
    examples: ['homeamp render --instance DEV01 --plugin CMI'],
    options: [
      OPTIONS.repo,
      OPTIONS.revision,
      OPTIONS.host,
      OPTIONS.instance,
      {
        flags: '--plugin <name>',
        kind: 'list',
        description: 'only the files of this plugin; may be given several times',
      },
      OPTIONS.state,
      OPTIONS.json,
    ],
    load: async () => (await import('./commands/render.ts')).runRender,
  },
  {
    name: 'plan',
    operands: '',
    summary: 'show what an apply would change on this host',
    examples: ['homeamp plan --repo . --amp-root /home/amp/.ampdata/instances --instance DEV01'],
    options: [
      ...HOST_OPTIONS,
      OPTIONS.heal,
      OPTIONS.ignoreBudget,
      OPTIONS.detailed,
      {
        flags: '--out <file>',
        kind: 'text',
        description: 'also write the plan to a file, for reading and for apply --plan',
      },
      OPTIONS.json,
    ],
    load: async () => (await import('./commands/plan.ts')).runPlan,
  },
  {
    name: 'apply',
    operands: '',
    summary: 'write what the plan shows, each instance wholly or not at all',
    examples: [
      'homeamp apply --repo . --amp-root /home/amp/.ampdata/instances --instance DEV01',
      'homeamp apply --repo . --amp-root /home/amp/.ampdata/instances --plan 3fa9c1b2a4d5 --yes',
    ],
    options: [
      ...HOST_OPTIONS,
      OPTIONS.heal,
      OPTIONS.ignoreBudget,
      OPTIONS.detailed,
      {
        flags: '--plan <id|file>',
        kind: 'text',
        description: 'apply this plan alone: at least 8 digits of its id, or the file of plan --out',
      },
      {
        flags: '--break-glass <reason>',
        kind: 'text',
        description: "apply the branch's newest commit past the agent's gates, and have it told everywhere",
      },
      OPTIONS.yes,
      OPTIONS.json,
    ],
    load: async () => (await import('./commands/apply.ts')).runApply,
  },
  {
    name: 'status',
    operands: '',
    summary: 'show how each instance stands against the repository',
    examples: ['homeamp status --repo . --amp-root /home/amp/.ampdata/instances'],
    options: [...HOST_OPTIONS, OPTIONS.json],
    load: async () => (await import('./commands/status.ts')).runStatus,
  },
  {
    name: 'plugins',
    operands: '',
    summary: 'show which plugins are installed, missing, or not in the deployment matrix',
    examples: [
      'homeamp plugins --repo . --amp-root /home/amp/.ampdata/instances',
      'homeamp plugins --instance DEV01 --json',
    ],
    options: [...PLACE_OPTIONS, OPTIONS.json],
    load: async () => (await import('./commands/plugins.ts')).runPlugins,
  },
  {
    name: 'explain',
    operands: '<instance> <plugin> <key>',
    summary: 'show where the value of a key comes from',
    examples: ['homeamp explain DEV01 CMI Animations.ChairRange'],
    options: [
      OPTIONS.repo,
      OPTIONS.revision,
      OPTIONS.host,
      { flags: '--file <path>', kind: 'text', description: 'which file, when several own the key' },
      OPTIONS.ampRoot,
      OPTIONS.state,
      OPTIONS.json,
    ],
    load: async () => (await import('./commands/explain.ts')).runExplain,
  },
  {
    name: 'parity',
    operands: '<plugin> [key]',
    summary: "compare a plugin's values across instances",
    examples: ['homeamp parity CMI', 'homeamp parity CMI Animations.ChairRange'],
    options: [OPTIONS.repo, OPTIONS.revision, OPTIONS.host, OPTIONS.ampRoot, OPTIONS.state, OPTIONS.json],
    load: async () => (await import('./commands/parity.ts')).runParity,
  },
  {
    name: 'history',
    operands: '',
    summary: 'list what was applied and rolled back on this host',
    examples: ['homeamp history --limit 20 --instance DEV01'],
    options: [
      { flags: '--limit <count>', kind: 'count', description: 'how many entries, newest first (20)' },
      OPTIONS.instance,
      OPTIONS.state,
      OPTIONS.json,
      ...NOT_NEEDED,
    ],
    load: async () => (await import('./commands/history.ts')).runHistory,
  },
  {
    name: 'rollback',
    operands: '<id>',
    summary: 'put the files of a run, or of one instance of it, back to the byte',
    examples: ['homeamp rollback 20260131-175905-123-3fa9c1.1'],
    options: [
      OPTIONS.instance,
      {
        flags: '--keep-files',
        kind: 'switch',
        description: 'end a frozen run with its files as they are now, instead of putting them back',
      },
      OPTIONS.state,
      OPTIONS.yes,
      OPTIONS.json,
      ...NOT_NEEDED,
    ],
    load: async () => (await import('./commands/rollback.ts')).runRollback,
  },
  {
    name: 'backups',
    operands: '<action> [id...]',
    summary: 'list, show, verify and restore what servers had in their files: `backups list`',
    examples: [
      'homeamp backups list --instance TOW01',
      'homeamp backups verify',
      'homeamp backups restore latest --instance TOW01 --to /root/tow01',
    ],
    options: [
      OPTIONS.instance,
      { flags: '--limit <count>', kind: 'count', description: 'how many sets to list, newest first (20)' },
      {
        flags: '--to <dir>',
        kind: 'text',
        description: 'restore into this new or empty folder instead of the servers',
      },
      { flags: '--file <path>', kind: 'text', description: 'restore this file of the set alone' },
      {
        flags: '--before',
        kind: 'switch',
        description: 'restore what was there before a run, not what it wrote',
      },
      {
        flags: '--folder-owner',
        kind: 'switch',
        description: 'give files to the owner of their folder, not to the user id they belonged to',
      },
      {
        flags: '--trust-key <key>',
        kind: 'list',
        description: 'a public key that this host had before, as in fleet.yaml; may be given several times',
      },
      OPTIONS.config,
      OPTIONS.state,
      OPTIONS.ampRoot,
      OPTIONS.host,
      OPTIONS.yes,
      OPTIONS.json,
    ],
    load: async () => (await import('./commands/backups.ts')).runBackups,
  },
  {
    name: 'agent',
    operands: '',
    summary: 'keep this host in line with the repository, and answer pull requests',
    examples: ['homeamp agent', 'homeamp agent --once --config /etc/homeamp/agent.yaml'],
    options: [
      OPTIONS.config,
      { flags: '--once', kind: 'switch', description: 'one pass over everything, then end' },
    ],
    load: async () => (await import('./commands/agent.ts')).runAgentCommand,
  },
  {
    name: 'suspend',
    operands: '',
    summary: 'pause what this host would write or restart',
    examples: [
      'homeamp suspend --instance TOW01 --reason tournament --until 2026-12-01T08:00Z',
      'homeamp suspend --this-host --reason repairs --for 2h',
    ],
    options: [
      ...SCOPE_OPTIONS,
      { flags: '--reason <text>', kind: 'text', description: 'why; every report shows it' },
      { flags: '--for <duration>', kind: 'text', description: 'how long, such as 90m, 2h or 3d' },
      {
        flags: '--until <time>',
        kind: 'text',
        description:
          'when it ends by itself, such as 2026-12-01T08:00Z; without an end it lasts until `resume`',
      },
      OPTIONS.config,
    ],
    load: async () => (await import('./commands/suspend.ts')).runSuspend,
  },
  {
    name: 'resume',
    operands: '',
    summary:
      'let the agent of this host go on: from a commit that you have looked at, or with what was paused',
    examples: ['homeamp resume --accept-history 3fa9c1b2a4d5', 'homeamp resume --instance TOW01'],
    options: [
      ...SCOPE_OPTIONS,
      {
        flags: '--accept-history <commit>',
        kind: 'text',
        description: "the branch's newest commit, at least 8 digits, or the whole id of one before it",
      },
      { flags: '--reason <text>', kind: 'text', description: 'why, for the records' },
      OPTIONS.config,
    ],
    load: async () => (await import('./commands/resume.ts')).runResume,
  },
  {
    name: 'restart',
    operands: '<instance...>',
    summary: "have servers restarted, as soon as each one's policy allows",
    examples: ['homeamp restart TOW01 --reason update', 'homeamp restart TOW01 --cancel'],
    options: [
      { flags: '--reason <text>', kind: 'text', description: 'why; every report shows it' },
      { flags: '--cancel', kind: 'switch', description: 'take back an order that is not carried out yet' },
      OPTIONS.config,
    ],
    load: async () => (await import('./commands/restart.ts')).runRestart,
  },
  {
    name: 'doctor',
    operands: '',
    summary: 'check everything that this host needs, and say what to do',
    examples: [
      'homeamp doctor',
      'homeamp doctor --only services --only certificates',
      'homeamp doctor --after-install',
    ],
    options: [
      {
        flags: '--only <check>',
        kind: 'list',
        description: 'only this check; may be given several times',
      },
      {
        flags: '--after-install',
        kind: 'switch',
        description:
          'also prove the installation: apply and roll back a made-up change, plan the real instances',
      },
      OPTIONS.config,
      OPTIONS.json,
    ],
    load: async () => (await import('./commands/doctor.ts')).runDoctorCommand,
  },
  ...RECORD_COMMANDS,
  {
    name: 'config',
    operands: '<action>',
    summary: "check the agent's settings: `config check`",
    examples: ['homeamp config check', 'homeamp config check --config agent.yaml'],
    options: [OPTIONS.config, OPTIONS.json],
    load: async () => (await import('./commands/config.ts')).runConfig,
  },
];
