import { type Answer, type Call, ok } from './call.ts';
import type { World } from './world.ts';

const DEFAULT_SIZE = 30;
const MAX_SIZE = 100;

/** One page of a list, as `page` and `per_page` ask, with a `Link` header where there are several. */
export function page<Item>(
  world: World,
  call: Call,
  list: { readonly items: readonly Item[]; readonly show: (item: Item) => unknown },
): Answer {
  const size = Math.min(positive(call.query.get('per_page')) ?? DEFAULT_SIZE, MAX_SIZE);
  const number = positive(call.query.get('page')) ?? 1;
  const last = Math.max(1, Math.ceil(list.items.length / size));
  const body = list.items.slice((number - 1) * size, number * size).map(list.show);
  const links = linksOf(number, last).map(
    ([rel, target]) => `<${addressOf(world, call, target)}>; rel="${rel}"`,
  );
  return links.length === 0 ? ok(body) : { ...ok(body), headers: { link: links.join(', ') } };
}

function linksOf(number: number, last: number): readonly (readonly [string, number])[] {
  const back = [
    ['prev', Math.min(number - 1, last)],
    ['first', 1],
  ] as const;
  const forth = [
    ['next', number + 1],
    ['last', last],
  ] as const;
  return [...(number > 1 ? back : []), ...(number < last ? forth : [])];
}

function addressOf(world: World, call: Call, target: number): string {
  const url = new URL(`${world.apiUrl}${call.path}`);
  url.searchParams.set('page', String(target));
  return url.href;
}

function positive(text: string | null): number | undefined {
  const number = Number(text);
  return text !== null && Number.isInteger(number) && number > 0 ? number : undefined;
}
