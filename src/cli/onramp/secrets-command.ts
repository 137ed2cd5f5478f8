import type { CommandSpec } from '../command.ts';
import { OPTIONS } from '../options.ts';

/** Secrets that the repository holds encrypted. */
export const SECRETS: CommandSpec = {
  name: 'secrets',
  operands: '<action> [name...]',
  summary: 'keep secrets encrypted in the repository: init, set, get, rotate, recipients, check, scan, hook',
  examples: [
    'homeamp secrets init --person alice',
    'homeamp secrets set DB_PASSWORD',
    'homeamp secrets recipients add hetzner-xeon age1…',
    'homeamp secrets rotate',
    'homeamp secrets scan --staged',
  ],
  options: [
    OPTIONS.repo,
    OPTIONS.revision,
    { flags: '--host <name>', kind: 'text', description: 'init, check: the host of the fleet that this is' },
    { flags: '--person <name>', kind: 'text', description: 'init: the name of the person to list' },
    {
      flags: '--identity <file>',
      kind: 'text',
      description:
        "what opens secrets; without it $HOMEAMP_AGE_IDENTITY_FILE or age.key in homeamp's own folder",
    },
    { flags: '--file <path>', kind: 'text', description: 'set, rotate: read the value from this file' },
    {
      flags: '--from <file>',
      kind: 'list',
      description: 'set: every NAME=value of this file; may be given several times',
    },
    { flags: '--new-value', kind: 'switch', description: 'rotate: take a new value as well' },
    { flags: '--show', kind: 'switch', description: 'get: show the value' },
    { flags: '--staged', kind: 'switch', description: 'scan: only what the next commit changes' },
    {
      flags: '--hook',
      kind: 'switch',
      description: 'init: write the hook of Git as well, as `secrets hook` does',
    },
    OPTIONS.state,
    OPTIONS.json,
  ],
  load: async () => (await import('../commands/secrets.ts')).runSecrets,
};
