import type { SetRestore } from '../../engine/backups/plan-restore.ts';
import type { ReadSet } from '../backups/find-sets.ts';
import { plural } from './print-plan.ts';
import { type Line, styled } from './screen.ts';
import { timeText } from './time-text.ts';

const DEEDS = {
  create: 'will be created',
  replace: 'will be replaced',
  delete: 'will be deleted',
  rights: 'gets its mode and owner back',
} as const;

/** What a restore would change on one instance. */
export function restoreLines({ manifest, files, same }: SetRestore): readonly Line[] {
  const { instance, cause, id, at } = manifest;
  const rest = same === 0 ? '' : `; ${plural(same, 'file')} as it was already`;
  return [
    [styled('bold', instance), `  as in the ${cause} ${id}, ${timeText(at)}${rest}`],
    ...files.map(({ path, action }): Line => ['  ', path, `  (${DEEDS[action]})`]),
    ...(files.length === 0 ? [['  Nothing differs.'] as Line] : []),
    ...skippedLines(manifest),
  ];
}

export function restoredLines(id: string, { manifest, files }: SetRestore): readonly Line[] {
  const count = plural(files.length, 'file');
  return [
    [
      styled('green', 'restored'),
      `  ${manifest.instance}  ${count} as ${id}; undo with \`homeamp rollback ${id}\``,
    ],
  ];
}

/** What was written into a folder, with a warning for what this host did not sign. */
export function folderLines(
  sets: readonly ReadSet[],
  written: readonly { readonly instance: string; readonly files: readonly string[] }[],
  to: string,
): readonly Line[] {
  return [
    ...sets.flatMap(({ manifest, trust }): readonly Line[] => [
      ...(trust === 'verified'
        ? []
        : [
            [
              styled('yellow', 'not signed by this host'),
              `  ${manifest.id}: look at the files before you use them.`,
            ],
          ]),
      ...skippedLines(manifest),
    ]),
    ...written.map(
      ({ instance, files }): Line => [
        styled('green', 'written'),
        `  ${instance}  ${plural(files.length, 'file')} below ${to}`,
      ],
    ),
  ];
}

function skippedLines({ skipped }: SetRestore['manifest']): readonly Line[] {
  return skipped.map(
    ({ path, reason }): Line => [styled('yellow', '  not in the set'), `  ${path}: ${reason}`],
  );
}
