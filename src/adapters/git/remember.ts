/** What was asked for a key and never changes, the newest `most` of it; a failure is asked again. */
export function createRemembering<T>(most: number): (key: string, ask: () => Promise<T>) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key, ask) => {
    const answer = known.get(key);
    if (answer !== undefined) return answer;
    const asking = ask();
    known.set(key, asking);
    const [oldest] = known.keys();
    if (known.size > most && oldest !== undefined) known.delete(oldest);
    asking.catch(() => known.delete(key));
    return asking;
  };
}
