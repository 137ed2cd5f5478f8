import type { SeenInstance } from '../seen-fleet.ts';

/** A readable name: the platform that the members alone have, what all their names begin with, else a number. */
export function nameGroup(
  members: readonly number[],
  instances: readonly SeenInstance[],
  taken: ReadonlySet<string>,
): string {
  const own = members.map((member) => instances[member] as SeenInstance);
  const isOwn = new Set(own);
  const platforms = new Set(own.map(({ platform }) => platform));
  const [platform = ''] = platforms;
  const all = instances.filter((instance) => instance.platform === platform);
  const isPlatform = platforms.size === 1 && all.every((instance) => isOwn.has(instance));
  const wanted = [isPlatform ? platform : '', commonStart(own.map(({ name }) => name))];
  const name = wanted.find((one) => one.length > 2 && !taken.has(one));
  if (name !== undefined) return name;
  for (let count = 1; ; count += 1) if (!taken.has(`set-${count}`)) return `set-${count}`;
}

/** In lower case, without the numbers that follow it. */
function commonStart(names: readonly string[]): string {
  const [first = '', ...others] = names.map((name) => name.toLowerCase());
  let length = first.length;
  for (const name of others) while (!name.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length).replace(/[^a-z]+$/, '');
}
