import type { FoundServers } from '../../engine/onramp/find-servers.ts';
import type { Line } from './screen.ts';
import { layoutTable } from './table.ts';

/** The servers of the instances folder, for whoever is asked whether to take them. */
export function foundServerLines(
  { servers, passedOver }: FoundServers,
  width: number | undefined,
): readonly Line[] {
  const rows = servers.map(({ name, platform, doubt }) => [name, platform, doubt ?? '']);
  return [
    ...layoutTable(['SERVER', 'PLATFORM', ''], rows, width),
    ...passedOver.map(({ name, reason }): Line => [`${name} is left out: ${reason}.`]),
  ];
}
