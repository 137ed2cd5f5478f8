import type { Guess } from '../description.ts';
import type { SeenInstance } from '../seen-fleet.ts';
import { listItems } from './collect-guesses.ts';
import type { BaselineTable, FleetTable } from './fleet-table.ts';
import { groupBy } from './group-by.ts';

/** Tells which plugins got more than one baseline, and which instances have a plugin that is not placed there. */
export function tellBaselines({ baselines, instances }: FleetTable): readonly Guess[] {
  return [...groupBy(baselines, ({ seenAs }) => seenAs).values()].flatMap((list) => [
    ...tellSplits(list, instances),
    ...tellWithoutFiles(list, instances),
  ]);
}

function tellSplits(
  baselines: readonly BaselineTable[],
  instances: readonly SeenInstance[],
): readonly Guess[] {
  const [main, ...others] = baselines;
  return others.map(({ plugin, seenAs, folder, platforms, members, files }) => {
    const isPlace = folder !== main?.folder || platforms.join() !== main.platforms.join();
    const where = listItems(members.map((member) => instances[member]?.name ?? ''));
    const what = listItems(files.map(({ path }) => `\`${path}\``));
    return {
      kind: 'baseline-split',
      subject: plugin,
      text: isPlace
        ? `${seenAs} lies in \`${folder}\` on ${platforms.join(', ')} with settings of its own, so it has a second baseline there.`
        : `Only ${where} ${members.length === 1 ? 'has' : 'have'} ${what} of ${seenAs}, so a baseline of its own holds it: a baseline’s files are created wherever it is placed.`,
      change: isPlace
        ? 'Rename the baseline and its row in the matrix as you like.'
        : `Move the block into \`${main?.plugin ?? seenAs}.md\` when all its servers should have the file, or leave it to the servers: \`--leave "${seenAs}:${files[0]?.path ?? '*'}:*"\`.`,
    };
  });
}

function tellWithoutFiles(
  baselines: readonly BaselineTable[],
  instances: readonly SeenInstance[],
): readonly Guess[] {
  const [main] = baselines;
  const placed = new Set(baselines.flatMap(({ members }) => members));
  const without = instances.filter(
    ({ plugins }, index) => !placed.has(index) && plugins.some(({ plugin }) => plugin === main?.seenAs),
  );
  if (main === undefined || without.length === 0) return [];
  return [
    {
      kind: 'plugin-without-files',
      subject: main.seenAs,
      text: `${main.seenAs} is installed on ${listItems(without.map(({ name }) => name))} but has none of its files there, so the matrix does not place it.`,
      change: `Mark it in the matrix when it should get the files of \`${main.plugin}.md\`.`,
    },
  ];
}
