import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EditPlace, Whose } from './week-keys.ts';
import type { WeekWorld } from './week-run.ts';
import { at, HOUR, WEEK_BEGINS, WEEK_ENDS } from './week-time.ts';

interface PlannedEdit extends EditPlace {
  readonly at: number;
  readonly whose: Whose;
  /** When somebody sets the key to this value, and which. */
  readonly settled?: { readonly at: number; readonly value: bigint };
}

const config = (plugin: string): string => `plugins/${plugin}/config.yml`;

const EDITS: readonly PlannedEdit[] = [
  { at: at('Tue', '08:00'), instance: 'EVO01', path: config('CMI'), whose: 'server' },
  // The server is down.
  { at: at('Tue', '12:00'), instance: 'BIG01', path: config('WorldGuard'), whose: 'server' },
  // The plugin writes its file anew when it starts.
  { at: at('Wed', '09:05'), instance: 'HARD01', path: config('mcMMO'), whose: 'server' },
  {
    at: at('Thu', '09:30'),
    instance: 'TOW01',
    path: config('TAB'),
    id: 'placeholders.time-offset',
    whose: 'git',
    settled: { at: at('Thu', '20:00'), value: 0n },
  },
  // The plugin saves its memory over its file when it stops.
  { at: at('Thu', '10:00'), instance: 'CREA01', path: config('Multiverse-Core'), whose: 'server' },
  { at: at('Fri', '10:00'), instance: 'VEL01', path: config('velocitab'), whose: 'healed' },
  // Nobody ever settles it.
  { at: at('Sun', '06:00'), instance: 'SMP101', path: config('CoreProtect'), whose: 'git' },
  // Git changes the same key an hour later, and somebody gives in at last.
  {
    at: at('Sun', '08:00'),
    instance: 'CSMC01',
    path: config('Essentials'),
    id: 'max-nick-length',
    whose: 'git',
    settled: { at: at('Sun', '14:00'), value: 16n },
  },
];

/** Live files that people change by hand: mends of what was broken at the beginning, planned edits and whims. */
export function planEdits(world: WeekWorld): void {
  planMends(world);
  for (const edit of EDITS) planEdit(world, edit);
  for (let time = WEEK_BEGINS + 9 * HOUR; time < WEEK_ENDS; time += world.chance.between(9, 20) * HOUR) {
    world.plan(time, () => followWhim(world, time));
  }
}

function planEdit(
  { plan, keys, chance, ledger }: WeekWorld,
  { at: time, whose, settled, ...place }: PlannedEdit,
): void {
  const note = (when: number) => ledger.edits.push({ at: when, instance: place.instance, path: place.path });
  plan(time, () => {
    note(time);
    keys.edit(chance, place, whose);
  });
  if (settled === undefined || place.id === undefined) return;
  const key = { ...place, id: place.id };
  plan(settled.at, () => {
    note(settled.at);
    keys.putBack(key, settled.value);
  });
}

function planMends({ plan, fleet, keys, ledger }: WeekWorld): void {
  const broken = { at: at('Mon', '03:30'), instance: 'MIN01', path: config('CoreProtect') };
  plan(broken.at, () => {
    const file = join(fleet.server(broken.instance).root, broken.path);
    writeFileSync(file, readFileSync(file, 'utf8').replace('\tadded', '  added'));
    ledger.edits.push(broken);
    keys.learn(broken);
  });
  plan(at('Mon', '03:40'), () =>
    appendFileSync(join(fleet.server('DEV01').root, 'plugins/Citizens-2.0.38.jar'), 'PK'),
  );
}

const WHIMSICAL = ['WorldGuard', 'CoreProtect', 'Plan', 'ImageFrame', 'WorldEdit'] as const;

/** Somebody changes a setting that is the server's own, whatever the server does at that moment. */
function followWhim({ fleet, chance, keys, ledger }: WeekWorld, time: number): void {
  const paper = fleet.instances.filter(({ platform, name }) => platform === 'paper' && name !== 'MIN01');
  const instance = chance.pick(paper).name;
  const places = WHIMSICAL.map((plugin) => ({ instance, path: config(plugin) })).filter(keys.mayEdit);
  const place = chance.pick(places);
  ledger.edits.push({ at: time, ...place });
  keys.edit(chance, place, 'server');
}
