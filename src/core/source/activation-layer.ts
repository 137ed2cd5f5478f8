import type * as z from 'zod';
import type { CountdownPolicy, HealthPolicy, MaintenanceWindow, PartialActivation } from '../model/policy.ts';
import { durationMillis } from './duration.ts';
import type { activationScopeSchema } from './policy-schemas.ts';

type Written = z.infer<typeof activationScopeSchema>;
type WrittenWindow = Exclude<Written['window'], 'none' | undefined>;

/** What is written for one scope, in the model's terms; `none` takes away what a wider scope says. */
export function activationLayer(written: Written): PartialActivation {
  const { restart, maxDelay, window, deny, countdown, backup, health } = written;
  return {
    ...(restart !== undefined && {
      restart: typeof restart === 'string' ? { kind: restart } : { kind: 'below', players: restart.below },
    }),
    ...(maxDelay !== undefined && { maxDelayMillis: unlessNone(maxDelay, durationMillis) }),
    ...(window !== undefined && { window: unlessNone(window, windowOf) }),
    ...(deny !== undefined && { deny: deny.map(windowOf) }),
    ...(countdown !== undefined && { countdown: countdownOf(countdown) }),
    ...(backup !== undefined && { backup }),
    ...(health !== undefined && { health: healthOf(health) }),
  };
}

function unlessNone<T, R>(written: T | 'none', read: (written: T) => R): R | undefined {
  return written === 'none' ? undefined : read(written as T);
}

function windowOf({ cron, duration, timezone }: WrittenWindow): MaintenanceWindow {
  return { cron, durationMillis: durationMillis(duration), timezone };
}

function countdownOf(written: NonNullable<Written['countdown']>): Partial<CountdownPolicy> {
  if (written === 'none') return { milestonesMillis: [] };
  const { milestones, message, cancelled, command } = written;
  return {
    ...(milestones !== undefined && { milestonesMillis: milestones.map(durationMillis) }),
    ...(message !== undefined && { message }),
    ...(cancelled !== undefined && { cancelled }),
    ...(command !== undefined && { command }),
  };
}

function healthOf({ stopWithin, readyWithin, watch }: NonNullable<Written['health']>): Partial<HealthPolicy> {
  return {
    ...(stopWithin !== undefined && { stopWithinMillis: durationMillis(stopWithin) }),
    ...(readyWithin !== undefined && { readyWithinMillis: durationMillis(readyWithin) }),
    ...(watch !== undefined && { watchMillis: durationMillis(watch) }),
  };
}
