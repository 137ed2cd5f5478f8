import { readFileSync } from 'node:fs';

/** A process that can't be mistaken for a later one with the same number. */
export interface ProcessClaim {
  readonly pid: number;
  /** The process's start in clock ticks since boot, or 0 where the system doesn't tell. */
  readonly startedAt: string;
  /** The boot of the host, or 0. */
  readonly boot: string;
}

const CLAIM = /^(\d{1,10})-(\d{1,20})-([0-9a-f]{1,32})$/;
const UNKNOWN = '0';

export function ownClaim(): ProcessClaim {
  return { pid: process.pid, startedAt: startOf(process.pid) ?? UNKNOWN, boot: bootId() };
}

/** As a file name. */
export function claimOf(claim: ProcessClaim): string {
  return `${claim.pid}-${claim.startedAt}-${claim.boot}`;
}

export function parseClaim(name: string): ProcessClaim | undefined {
  const [, pid, startedAt, boot] = CLAIM.exec(name) ?? [];
  if (pid === undefined || startedAt === undefined || boot === undefined) return undefined;
  return { pid: Number(pid), startedAt, boot };
}

export function isAlive(claim: ProcessClaim): boolean {
  if (claim.boot !== bootId()) return false;
  const startedAt = startOf(claim.pid);
  if (startedAt !== undefined) return startedAt === claim.startedAt;
  return claim.startedAt === UNKNOWN && answers(claim.pid);
}

// Field 22; the name in the second field may hold spaces and brackets, so counting begins after its end.
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim().replaceAll('-', '');
  } catch {
    return UNKNOWN;
  }
}

function answers(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
