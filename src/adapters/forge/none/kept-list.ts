import * as z from 'zod';
import { textFile } from './text-file.ts';

/** A list in a JSON file, its oldest items dropped beyond a number. */
export interface KeptList<T> {
  items(): readonly T[];
  replace(items: readonly T[]): void;
}

export interface KeptListOptions<T> {
  readonly folder: string;
  readonly name: string;
  readonly item: z.ZodType<T>;
  readonly most: number;
}

/** A file that is damaged counts as empty: what is published is published again. */
export function keptList<T>({ folder, name, item, most }: KeptListOptions<T>): KeptList<T> {
  const file = textFile(folder, name);
  const schema = z.array(item);
  return {
    items: () => schema.safeParse(parseJson(file.read())).data ?? [],
    replace: (items) => file.write(`${JSON.stringify(items.slice(-most), undefined, 2)}\n`),
  };
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
