import type { CommandSpec } from '../command.ts';
import { HOST_OPTIONS, OPTIONS } from '../options.ts';

export const ADOPT: CommandSpec = {
  name: 'adopt',
  operands: '',
  summary: 'keep values that were changed on the servers: bring them into the repository',
  examples: [
    'homeamp adopt --instance SMP02',
    'homeamp adopt --instance SMP02 --plugin CMI --key "Animations.*" --layer group:survival',
    'homeamp adopt --from-host frost --dry-run',
    'homeamp adopt --new-keys --plugin CMI --key "Holograms.*"',
  ],
  options: [
    ...HOST_OPTIONS,
    {
      flags: '--plugin <name>',
      kind: 'list',
      description: 'only keys of this plugin; may be given several times',
    },
    {
      flags: '--key <glob>',
      kind: 'list',
      description: 'only these keys, with * for anything; may be given several times',
    },
    {
      flags: '--layer <layer>',
      kind: 'text',
      description:
        'where to write the values: baseline, fleet, host:NAME, group:NAME, instance, variable, or release to give keys up; without it the layer that is proposed',
    },
    {
      flags: '--from-host <name>',
      kind: 'text',
      description: "take what another host's signed report tells, in place of looking at this one",
    },
    {
      flags: '--new-keys',
      kind: 'switch',
      description:
        'take keys that nobody owns yet, such as those of a new version of a plugin, into the baseline; needs --plugin or --key',
    },
    { flags: '--reject', kind: 'switch', description: 'say how to put the values back instead' },
    {
      flags: '--out <file>',
      kind: 'text',
      description: 'write the change as a patch to a file, in place of a pull request or a work tree',
    },
    { flags: '--dry-run', kind: 'switch', description: 'only show what would change' },
    OPTIONS.yes,
    OPTIONS.json,
  ],
  load: async () => (await import('../commands/adopt.ts')).runAdopt,
};
