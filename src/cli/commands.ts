import { AGENT_COMMANDS } from './agent-commands.ts';
import type { CommandSpec } from './command.ts';
import { PLUGINS } from './onramp/plugins-command.ts';
import { ONRAMP_COMMANDS } from './onramp-commands.ts';
import { HOST_OPTIONS, OPTIONS } from './options.ts';
import { RECORD_COMMANDS } from './record-commands.ts';

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
  PLUGINS,
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
  ...ONRAMP_COMMANDS,
  ...RECORD_COMMANDS,
  ...AGENT_COMMANDS,
];
