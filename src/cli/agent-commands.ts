import type { CommandSpec } from './command.ts';
import { OPTIONS, SCOPE_OPTIONS } from './options.ts';

/** Commands about the agent of this host: running it, orders to it, and whether it has what it needs. */
export const AGENT_COMMANDS: readonly CommandSpec[] = [
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
  {
    name: 'config',
    operands: '<action>',
    summary: "check the agent's settings: `config check`",
    examples: ['homeamp config check', 'homeamp config check --config agent.yaml'],
    options: [OPTIONS.config, OPTIONS.json],
    load: async () => (await import('./commands/config.ts')).runConfig,
  },
];
