// Compared without case and punctuation. Cluster ids are shared on purpose and are none of these.
const UNIQUE_KEYS = new Set(['serveruuid', 'serverid']);

/** True for a key whose value tells servers apart, such as `server-uuid`, by its last segment. */
export function isUniqueKey(id: string): boolean {
  // Most keys end otherwise; looking at the end alone keeps this cheap.
  if ((id.charCodeAt(id.length - 1) | 32) !== 100) return false;
  const name = id
    .slice(id.lastIndexOf('.') + 1)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  return UNIQUE_KEYS.has(name);
}
