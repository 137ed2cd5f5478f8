import type { CommandSpec } from '../command.ts';
import { OPTIONS } from '../options.ts';

/** Variables and overrides in a spreadsheet, and back. */
export const VARIABLES: CommandSpec = {
  name: 'variables',
  operands: '<action> [file...]',
  summary: 'edit variables and overrides in a spreadsheet: `variables export`, then `variables import`',
  examples: [
    'homeamp variables export --xlsx values.xlsx',
    'homeamp variables import values.xlsx --dry-run',
    'homeamp variables diff old.xlsx new.xlsx',
    'homeamp variables list values.xlsx',
  ],
  options: [
    OPTIONS.repo,
    OPTIONS.revision,
    { flags: '--xlsx <file>', kind: 'text', description: 'export: the workbook to write' },
    {
      flags: '--plugin <name>',
      kind: 'list',
      description: 'export: the overrides of this plugin alone; may be given several times',
    },
    { flags: '--views', kind: 'switch', description: 'export: also a sheet for each plugin, to look at' },
    { flags: '--force', kind: 'switch', description: 'export: replace the workbook that is there' },
    {
      flags: '--move',
      kind: 'switch',
      description:
        'export: put the workbook into the repository, in place of its values in YAML; import: the other way round',
    },
    { flags: '--dry-run', kind: 'switch', description: 'import: only show what would change' },
    {
      flags: '--ours',
      kind: 'switch',
      description: 'import: where both have changed a value, keep what the repository says',
    },
    {
      flags: '--theirs',
      kind: 'switch',
      description: 'import: where both have changed a value, take what the workbook says',
    },
    {
      flags: '--allow-removals',
      kind: 'switch',
      description: 'import: with --yes, also where more than half of the exported rows are gone',
    },
    OPTIONS.state,
    OPTIONS.yes,
    OPTIONS.json,
  ],
  load: async () => (await import('../commands/variables.ts')).runVariables,
};
