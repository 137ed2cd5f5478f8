/** Upper-case words joined by `_`, a word that repeats the one before it only once; begins with a letter. */
export function joinWords(texts: readonly string[]): string {
  const words = texts.flatMap(wordsOf);
  const kept = words.filter((word, index) => word !== words[index - 1]);
  const name = kept.join('_');
  return /^[A-Z]/.test(name) ? name : `X_${name}`;
}

/** The words of a name in upper case: `tablePrefix` and `table-prefix` are TABLE and PREFIX. */
export function wordsOf(text: string): readonly string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '');
}

const SERVICES: readonly (readonly [RegExp, string])[] = [
  [/redis/i, 'REDIS'],
  [/rabbit|amqp/i, 'RABBITMQ'],
  [/mongo/i, 'MONGO'],
  [/sql|maria|postgres|jdbc|database|storage|(?:^|[^a-z])(?:db|data)(?:[^a-z]|$)/i, 'DATABASE'],
  [/rcon/i, 'RCON'],
  [/discord/i, 'DISCORD'],
];

/** The service that most of the keys speak of, by their names alone; undefined where none does. */
export function serviceOf(keys: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const key of keys) {
    const service = SERVICES.find(([pattern]) => pattern.test(key))?.[1];
    if (service !== undefined) counts.set(service, (counts.get(service) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best !== undefined && best[1] * 2 > keys.length ? best[0] : undefined;
}

/** True for an IPv4 address or a host's name with a dot. */
export function isAddress(text: string): boolean {
  return /^(?:(?:[0-9]{1,3}\.){3}[0-9]{1,3}|(?:[a-z0-9-]+\.)+[a-z]{2,}|localhost)$/i.test(text);
}
