/** Reads a `.properties` text as Java does. */
export function readProperties(text: string): ReadonlyMap<string, string> {
  return new Map(
    logicalLines(text).flatMap((line) => {
      const [, key = '', value = ''] = /^((?:\\.|[^\\=:\s])*)\s*[=:]?\s*(.*)$/s.exec(line) ?? [];
      return key === '' ? [] : [[unescaped(key), unescaped(value)] as const];
    }),
  );
}

/** As Minecraft writes it: sorted, with the date on top and without anybody's comments. */
export function writeProperties(values: ReadonlyMap<string, string>, atMillis: number): string {
  const lines = [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${escaped(key).replace(/ /g, '\\ ')}=${escaped(value).replace(/^ /, '\\ ')}`);
  return `${['#Minecraft server properties', `#${javaDate(atMillis)}`, ...lines].join('\n')}\n`;
}

/** Such as `Sat Nov 28 14:37:21 UTC 2026`. */
function javaDate(atMillis: number): string {
  const [day = '', date = '', month = '', year = '', time = ''] = new Date(atMillis)
    .toUTCString()
    .split(/,? /);
  return `${day} ${month} ${date} ${time} UTC ${year}`;
}

function logicalLines(text: string): readonly string[] {
  const joined: string[] = [];
  let open = '';
  for (const line of text.split(/\r\n|\r|\n/)) {
    const part = line.trimStart();
    if (open === '' && /^(?:[#!]|$)/.test(part)) continue;
    const backslashes = /\\*$/.exec(part)?.[0].length ?? 0;
    if (backslashes % 2 === 1) {
      open += part.slice(0, -1);
      continue;
    }
    joined.push(open + part);
    open = '';
  }
  return open === '' ? joined : [...joined, open];
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['t', '\t'],
  ['n', '\n'],
  ['r', '\r'],
  ['f', '\f'],
]);

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, hex: string | undefined, letter: string) =>
    hex === undefined ? (ESCAPES.get(letter) ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function escaped(text: string): string {
  return text
    .replace(/[\\=:#!]/g, '\\$&')
    .replace(/\t/g, '\\t')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\f/g, '\\f');
}
