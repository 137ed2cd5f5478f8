/** The segments from the root of a file to a key, outermost first. The empty path is the whole file. */
export type KeyPath = readonly string[];

/**
 * A path's segments joined by dots: how Bukkit addresses a key, so that `a.b: 1` and `a: {b: 1}` are one key.
 * It is the identity of a key within a file everywhere in homeamp.
 */
export function keyId(path: KeyPath): string {
  return path.length === 1 ? (path[0] as string) : path.join('.');
}

/** Ids of the sections above a key, outermost first. */
export function parentIds(id: string): readonly string[] {
  const parents: string[] = [];
  for (let dot = id.indexOf('.'); dot !== -1; dot = id.indexOf('.', dot + 1)) parents.push(id.slice(0, dot));
  return parents;
}

const SENSITIVE_WORD =
  /(?:^|[^a-z])(?:pass(?:word|wd|phrase)|passwd|pwd|secret|token|api[-_ ]?key|private[-_ ]?key|credentials?|auth[-_ ]?key|webhook(?:[-_ ]?url)?|dsn)(?:[^a-z]|$)/i;
// `pass` alone names other things too (a battle pass), so it counts only as the last word.
const ENDS_IN_PASS = /(?:^|[^a-z])pass$/i;
const CAMEL_BOUNDARY = /([a-z0-9])([A-Z])/g;

/** True for a key whose name says that it holds a credential. Its value is never shown, whoever set it. */
export function isSensitiveKey(id: string): boolean {
  const words = id.replace(CAMEL_BOUNDARY, '$1-$2');
  return SENSITIVE_WORD.test(words) || ENDS_IN_PASS.test(words);
}
