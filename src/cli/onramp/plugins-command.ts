import type { CommandSpec } from '../command.ts';
import { OPTIONS, PLACE_OPTIONS } from '../options.ts';

/** What is installed, and what a plugin's new version does to the keys that the repository owns. */
export const PLUGINS: CommandSpec = {
  name: 'plugins',
  operands: '[action] [plugin]',
  summary:
    'show which plugins are installed, missing, or not in the deployment matrix; `plugins merge`, `migrate` and `keys` for new versions',
  examples: [
    'homeamp plugins --repo . --amp-root /home/amp/.ampdata/instances',
    'homeamp plugins --instance DEV01 --json',
    'homeamp plugins merge CMI --old CMI-9.7.jar --new CMI-9.8.jar',
    'homeamp plugins migrate CMI --dry-run',
    'homeamp plugins keys CMI --instance DEV01 --amp-root /home/amp/.ampdata/instances --against CMI-9.7.jar',
  ],
  options: [
    ...PLACE_OPTIONS,
    {
      flags: '--old <jar|dir|file>',
      kind: 'text',
      description: "merge: the old version's jar, a copy of its folder, or one file",
    },
    { flags: '--new <jar|dir|file>', kind: 'text', description: 'merge: the same of the new version' },
    {
      flags: '--against <jar|dir|file>',
      kind: 'text',
      description: 'keys: the version before; what it did not have is new',
    },
    {
      flags: '--file <path>',
      kind: 'text',
      description: "merge, keys: this file of the plugin alone, as in the baseline's block",
    },
    {
      flags: '--rename <old=new>',
      kind: 'list',
      description: 'merge: an owned key that has a new name; may be given several times',
    },
    {
      flags: '--drop <key>',
      kind: 'list',
      description: 'merge: owned keys that are gone, with * for anything; may be given several times',
    },
    {
      flags: '--own <key>',
      kind: 'list',
      description:
        'merge: new keys that the baseline shall own, with * for anything; may be given several times',
    },
    {
      flags: '--record',
      kind: 'switch',
      description: 'merge: also write the renames and drops to plugins.yaml',
    },
    {
      flags: '--to <version>',
      kind: 'text',
      description: 'migrate, merge --record: the version, instead of the pinned one',
    },
    { flags: '--dry-run', kind: 'switch', description: 'merge, migrate: only show what would change' },
    OPTIONS.yes,
    OPTIONS.json,
  ],
  load: async () => (await import('../commands/plugins.ts')).runPlugins,
};
