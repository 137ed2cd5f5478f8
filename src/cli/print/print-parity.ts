import type { InstanceValue, KeyParity, Parity } from '../../core/report/compare-instances.ts';
import { type Line, type Screen, type Span, styled } from './screen.ts';
import { layoutTable } from './table.ts';
import { valueText } from './value-text.ts';

const VALUE_LENGTH = 60;

/** Prints a table for each key, one row for each value with the instances that have it. */
export function printParity(screen: Screen, { plugin, instances, keys }: Parity): void {
  if (keys.length === 0) {
    screen.print([`${plugin}: nothing differs on ${instances.length} instances.`]);
    return;
  }
  for (const key of keys) screen.print(...keyLines(key, instances, screen.width), []);
}

function keyLines(key: KeyParity, instances: readonly string[], width: number | undefined): readonly Line[] {
  const owning = new Set<string>(key.values.map((value) => value.instance));
  const without = instances.filter((instance) => !owning.has(instance));
  const rows = [...groupValues(key.values).values()].map(groupRow);
  return [
    [styled('bold', key.key), `  ${key.file}`],
    ...layoutTable(['DESIRED', 'LIVE', 'FROM', 'INSTANCES'], rows, width),
    ...(without.length > 0 ? [[styled('dim', `not owned on ${without.join(', ')}`)]] : []),
  ];
}

function groupValues(values: readonly InstanceValue[]): ReadonlyMap<string, readonly InstanceValue[]> {
  const groups = new Map<string, InstanceValue[]>();
  for (const value of values) {
    const id = JSON.stringify([value.desired, value.live, value.origin.layer, value.origin.name]);
    groups.set(id, [...(groups.get(id) ?? []), value]);
  }
  return groups;
}

function groupRow(group: readonly InstanceValue[]): readonly Span[] {
  const [first] = group;
  if (first === undefined) return [];
  const { layer, name } = first.origin;
  const live = first.live === null ? 'not looked at' : valueText(first.live, VALUE_LENGTH);
  return [
    valueText(first.desired, VALUE_LENGTH),
    first.drifts ? styled('yellow', `! ${live}`) : live,
    layer === 'baseline' ? layer : `${layer} ${name}`,
    group.map(({ instance }) => instance).join(', '),
  ];
}
