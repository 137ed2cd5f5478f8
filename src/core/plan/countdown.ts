import type { CountdownPolicy } from '../model/policy.ts';

/** What players can be told by what a platform has of its own; nothing where it has nothing. */
const PLATFORM_COMMANDS: ReadonlyMap<string, string> = new Map(
  ['paper', 'fabric', 'forge'].map((platform) => [platform, 'say {message}']),
);

/** The console line that says a text to everybody on a server; undefined where the platform has none. */
export function sayLine(
  { command }: Pick<CountdownPolicy, 'command'>,
  platform: string,
  text: string,
): string | undefined {
  const line = command ?? PLATFORM_COMMANDS.get(platform);
  return line?.replaceAll('{message}', () => text);
}

export function countdownText({ message }: Pick<CountdownPolicy, 'message'>, millis: number): string {
  return message.replaceAll('{time}', () => timeLeftText(millis));
}

/** Such as `5 minutes` or `30 seconds`; never less than a second. */
export function timeLeftText(millis: number): string {
  const seconds = Math.max(1, Math.round(millis / 1000));
  if (seconds % 3600 === 0) return plural(seconds / 3600, 'hour');
  if (seconds % 60 === 0) return plural(seconds / 60, 'minute');
  if (seconds > 90) return plural(Math.round(seconds / 60), 'minute');
  return plural(seconds, 'second');
}

function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

export interface CountdownStep {
  /** The milestone to be told now; those that were missed before it are left out. */
  readonly due: number | undefined;
  /** Milliseconds until the next milestone or the end. */
  readonly nextInMillis: number;
}

/** Where a countdown that ends at `endsAt` stands; `told` are the milestones up to which players know. */
export function countdownStep(
  milestonesMillis: readonly number[],
  { endsAt, now, told }: { readonly endsAt: number; readonly now: number; readonly told: number | undefined },
): CountdownStep {
  const left = endsAt - now;
  const reached = milestonesMillis.filter((milestone) => left <= milestone);
  const last = reached.at(-1);
  const due = last !== undefined && left > 0 && (told === undefined || last < told) ? last : undefined;
  const next = milestonesMillis.find((milestone) => milestone < left) ?? 0;
  return { due, nextInMillis: Math.max(0, left - next) };
}
