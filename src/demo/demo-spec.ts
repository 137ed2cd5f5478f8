import type { CommandSpec } from '../cli/command.ts';

/** `homeamp demo` as the help shows it. */
export const DEMO: CommandSpec = {
  name: 'demo',
  operands: '',
  summary: 'build a fleet in a temporary folder and watch homeamp mend drift and answer pull requests',
  examples: ['homeamp demo', 'homeamp demo --keep ./homeamp-demo'],
  options: [
    { flags: '--keep <dir>', kind: 'text', description: 'where to build it; must be empty or not there yet' },
  ],
  load: async () => (await import('./demo-command.ts')).runDemo,
};
