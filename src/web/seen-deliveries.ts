/** Remembers the newest keys, so that a delivery counts once. */
export interface SeenDeliveries {
  /** False when the key is among those remembered. */
  isNew(key: string): boolean;
}

export function createSeenDeliveries(max: number): SeenDeliveries {
  const keys = new Set<string>();
  return {
    isNew(key) {
      if (keys.has(key)) return false;
      keys.add(key);
      const [oldest] = keys;
      if (keys.size > max && oldest !== undefined) keys.delete(oldest);
      return true;
    },
  };
}
