import { randomBytes } from 'node:crypto';
import type { Clock } from '../../ports/clock.ts';

/** A new id that sorts by time, such as `20261122-195916-123-3fa9c1`; unique even within a millisecond. */
export function newRunId(clock: Clock): string {
  const [date = '', time = ''] = new Date(clock.now()).toISOString().split('T');
  const digits = time.replace(/[:Z]/g, '').replace('.', '-');
  return `${date.replaceAll('-', '')}-${digits}-${randomBytes(3).toString('hex')}`;
}

/** The id of one instance's part of a run. */
export function partId(run: string, index: number): string {
  return `${run}.${index + 1}`;
}
