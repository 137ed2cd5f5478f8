import type { Chance } from './week-chance.ts';
import type { WeekWorld } from './week-run.ts';
import { at, HOUR, MINUTE, WEEK_BEGINS, WEEK_ENDS } from './week-time.ts';

/** Visits a day. */
const CROWDS: Readonly<Record<string, number>> = {
  ...{ TOW01: 14, EVO01: 8, DEV01: 3, MIN01: 12, BIG01: 6, ROY01: 6, PRI01: 3, SMP101: 30 },
  ...{ CLIP01: 8, CSMC01: 8, EMAD01: 10, BENT01: 8, HARD01: 12, SMP201: 28, HUB01: 40, MINE01: 9 },
  ...{ CREA01: 8, GEY01: 6, VEL01: 90 },
};

/** How many of a day's visits begin in an hour, by the clock of Helsinki: nobody comes at night. */
const SHARE_BY_HOUR: readonly number[] = [
  2, 1, 0, 0, 0, 0, 0, 1, 2, 2, 2, 3, 3, 3, 4, 6, 8, 10, 12, 13, 12, 9, 5, 2,
].map((weight) => weight / 100);
const ZONE_HOURS = 3;

/** Players come and go by the hour of the day; in the hub somebody always stands around, from Monday morning to Sunday evening. */
export function planPlayers({ fleet, plan, chance }: WeekWorld): void {
  for (const [name, perDay] of Object.entries(CROWDS)) {
    for (const { player, from, to } of drawVisits(chance, name, perDay)) {
      plan(from, () => void fleet.server(name).join(player));
      plan(to, () => fleet.server(name).leave(player));
    }
  }
  const [sitter, leaves] = ['hub-sitter', at('Sun', '20:00')];
  for (let time = at('Mon', '06:00'); time < leaves; time += 10 * MINUTE) {
    plan(time, () => void fleet.server('HUB01').join(sitter));
  }
  plan(leaves, () => fleet.server('HUB01').leave(sitter));
}

/** Somebody who plays on a server for a while. */
interface Visit {
  readonly player: string;
  readonly from: number;
  readonly to: number;
}

function drawVisits(chance: Chance, server: string, perDay: number): readonly Visit[] {
  const visits: Visit[] = [];
  for (let hour = WEEK_BEGINS; hour < WEEK_ENDS; hour += HOUR) {
    const share = SHARE_BY_HOUR[(hour / HOUR + ZONE_HOURS) % 24] ?? 0;
    for (let left = chance.count(perDay * share); left > 0; left -= 1) {
      const from = hour + chance.below(HOUR);
      const minutes = chance.between(5, 30) + chance.count(15);
      visits.push({ player: `${server}-${visits.length}`, from, to: from + minutes * MINUTE });
    }
  }
  return visits;
}
