/**
 * Below zero when `a` is the older version, as people number plugins: numbers by value, `1.2` = `1.2.0`, and words such as
 * `-beta` or `-SNAPSHOT` before the release itself.
 */
export function compareVersions(a: string, b: string): number {
  const left = partsOf(a);
  const right = partsOf(b);
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const order = compareParts(left[index] ?? '0', right[index] ?? '0');
    if (order !== 0) return order;
  }
  return 0;
}

function partsOf(version: string): readonly string[] {
  return version
    .toLowerCase()
    .replace(/^v(?=\d)/, '')
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '');
}

function compareParts(a: string, b: string): number {
  const left = /^\d{1,30}$/.test(a);
  if (left !== /^\d{1,30}$/.test(b)) return left ? 1 : -1;
  if (!left) return a < b ? -1 : a > b ? 1 : 0;
  const difference = BigInt(a) - BigInt(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
