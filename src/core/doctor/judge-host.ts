import { type Finding, ok, problem } from './finding.ts';

const MIB = 1024 * 1024;
const LEAST_BYTES = 200 * MIB;
const ROOMY_BYTES = 1024 * MIB;
const SECOND = 1000;
/** Servers tell their time to the second, and an answer takes a while. */
const CLOCK_OFF_MILLIS = 30 * SECOND;
const CLOCK_WRONG_MILLIS = 5 * 60 * SECOND;
/** No clock that is right shows a time before homeamp was written. */
const EARLIEST = 1_767_225_600_000;
const LEAST_GIT = [2, 38] as const;

/** Room for backups. */
export function judgeSpace({ freeBytes }: { readonly freeBytes: number }): Finding {
  const free = `${Math.floor(freeBytes / MIB).toLocaleString('en-US')} MiB are free where the state folder lies`;
  if (freeBytes < LEAST_BYTES) return problem('disk-full', `Only ${free}.`);
  if (freeBytes < ROOMY_BYTES) return problem('disk-low', `Only ${free}.`);
  return ok('disk-space', `${free}.`);
}

/** Another clock and what this one showed at the same time, in milliseconds since 1970. */
export interface ClockPair {
  readonly subject: string;
  readonly theirs: number;
  readonly ours: number;
}

/** The median decides, so that one server with a wrong clock is not taken for all. */
export function judgeClock(pairs: readonly ClockPair[], now: number): Finding {
  if (now < EARLIEST) return problem('clock-wrong', 'This clock shows a time of long ago.');
  const offsets = pairs.map(({ theirs, ours }) => ours - theirs).sort((a, b) => a - b);
  const offset = offsets[Math.floor(offsets.length / 2)];
  if (offset === undefined)
    return ok('clock', 'No server told its time; this clock is not beside all reason.');
  const from = `the clocks of ${pairs.map(({ subject }) => subject).join(', ')}`;
  const seconds = Math.round(Math.abs(offset) / SECOND);
  const message = `This clock is ${seconds} s ${offset < 0 ? 'behind' : 'ahead of'} ${from}.`;
  if (Math.abs(offset) >= CLOCK_WRONG_MILLIS) return problem('clock-wrong', message);
  if (Math.abs(offset) >= CLOCK_OFF_MILLIS) return problem('clock-off', message);
  return ok('clock', `This clock agrees with ${from}.`);
}

/** `version` as git tells it; undefined where there is none. */
export function judgeGit(version: string | undefined): Finding {
  if (version === undefined)
    return problem('git-missing', 'The program git is not installed, or not on the PATH.');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = LEAST_GIT;
  const isOld = major < leastMajor || (major === leastMajor && minor < leastMinor);
  return isOld
    ? problem('git-old', `git ${version} is too old.`)
    : ok('git-program', `git ${version} is installed.`);
}
