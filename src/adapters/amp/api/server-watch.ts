import * as z from 'zod';
import type { ServerLook } from '../../../core/model/server-look.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { ServerWatch } from '../../../ports/server-operator.ts';
import type { Call } from './call.ts';
import { unusableAnswer } from './failures.ts';
import type { ServerCalls } from './server-calls.ts';
import { serverStateOf } from './server-state.ts';
import { parseUptime } from './uptime.ts';

export const STATUS: Call = {
  method: 'Core/GetStatus',
  does: 'see what the server does',
  permission: 'Core.AppManagement.*',
  isRepeatable: true,
};
const statusResponse = z.object({
  State: z.number(),
  Uptime: z.unknown().optional(),
  Metrics: z.unknown().optional(),
});
const activeUsers = z.object({ 'Active Users': z.object({ RawValue: z.int().min(0).max(1_000_000) }) });
const DOWN: ServerLook = {
  state: 'unknown',
  players: undefined,
  startedAt: undefined,
  detail: "its own part of AMP is not available, so that nobody can tell whether the server's process runs",
};

export function createServerWatch(calls: ServerCalls, clock: Clock): ServerWatch {
  return {
    look: async (server) => {
      const outcome = await calls.ask(server, STATUS);
      return outcome.kind === 'unavailable' ? DOWN : lookOf(outcome.value, clock.now());
    },
  };
}

function lookOf(value: unknown, now: number): ServerLook {
  const status = statusResponse.safeParse(value);
  if (!status.success) throw unusableAnswer();
  const seen = serverStateOf(status.data.State);
  const users = activeUsers.safeParse(status.data.Metrics);
  return {
    ...seen,
    players: users.success ? users.data['Active Users'].RawValue : undefined,
    startedAt: RUNNING.includes(seen.state) ? startOf(status.data.Uptime, now) : undefined,
  };
}

/** States in which AMP's uptime is that of the application. */
const RUNNING: readonly ServerLook['state'][] = ['starting', 'ready', 'stopping'];

function startOf(uptime: unknown, now: number): number | undefined {
  const millis = typeof uptime === 'string' ? parseUptime(uptime) : undefined;
  return millis === undefined ? undefined : now - millis;
}
