import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Of the reference fleet's policy: what takes minutes and must take seconds here, and bans of a time that may be now. */
const HURRIED: readonly (readonly [from: RegExp, to: string])[] = [
  [/^ +deny: .*\n/m, ''],
  [/milestones: \[[^\]]*\]/, 'milestones: [3s, 2s, 1s]'],
  [/watch: \w+ \}/, 'watch: 1s }'],
  [/soak: \{[^}]*\}/, 'soak: { dev: 1s, canary: 2s }'],
  // So that one chapter can show a countdown: everywhere else servers wait until nobody plays.
  [/^( +)keepUp: \[hub\]\n/m, '$1keepUp: [hub]\n$1instances: { EVO01: { restart: { below: 2 } } }\n'],
];

/** Shortens the times in a clone of the fleet. Throws when the fleet has none of them any more. */
export function hurryTimes(clone: string): void {
  const file = join(clone, 'desired-state/fleet.yaml');
  let text = readFileSync(file, 'utf8');
  for (const [from, to] of HURRIED) {
    if (!from.test(text)) throw new Error(`fleet.yaml holds nothing like ${from.source}`);
    text = text.replace(from, to);
  }
  writeFileSync(file, text);
}
