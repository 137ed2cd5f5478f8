import { planAdmins, planFaults, planOrders } from './week-admins.ts';
import { planEdits } from './week-edits.ts';
import type { Wanted } from './week-live-files.ts';
import { planMerges } from './week-merges.ts';
import { planPlayers } from './week-players.ts';
import type { WeekWorld } from './week-run.ts';

/** Everything that happens in the week beside what homeamp does. */
export function tellStory(world: WeekWorld, wanted: Wanted): void {
  planPlayers(world);
  planMerges(world, wanted);
  planEdits(world);
  planAdmins(world);
  planFaults(world);
  planOrders(world);
}
