/** Settings of one of AMP's `.kvp` or `.conf` files. */
export function readKvp(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const equals = line.indexOf('=');
      const isSetting = equals > 0 && !line.startsWith('#');
      return isSetting ? [[line.slice(0, equals), line.slice(equals + 1)] as const] : [];
    }),
  );
}

/** The same text with one value changed or added; other lines stay. */
export function setInKvp(text: string, key: string, value: string): string {
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const index = lines.findIndex((line) => line.startsWith(`${key}=`));
  const line = `${key}=${value.replace(/\r?\n/g, ' ')}`;
  const changed = index === -1 ? [...lines.filter((other) => other !== ''), line] : lines.with(index, line);
  return `${changed.join('\n')}\n`;
}
