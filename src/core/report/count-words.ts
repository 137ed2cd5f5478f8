/** `1 key`, `2 keys`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The first `max` of them with commas, and how many there are beside. */
export function listWords(words: readonly string[], max: number): string {
  const more = words.length - max;
  return `${words.slice(0, max).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** `12 keys in 3 files on 2 instances`. */
export function countKeys(changes: readonly { readonly instance: string; readonly file: string }[]): string {
  const files = new Set(changes.map(({ instance, file }) => `${instance}\n${file}`)).size;
  const instances = new Set(changes.map(({ instance }) => instance)).size;
  return `${plural(changes.length, 'key')} in ${plural(files, 'file')} on ${plural(instances, 'instance')}`;
}
