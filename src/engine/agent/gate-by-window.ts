import type { BlockedReason, InstancePlan } from '../../core/model/plan.ts';
import type { ActivationPolicy, MaintenanceWindow } from '../../core/model/policy.ts';
import type { Calendar } from '../../ports/calendar.ts';

const MINUTE_MILLIS = 60_000;
const MAX_MINUTES = 7 * 24 * 60;

/**
 * Says of a running server that it waits for the policy's window, while that is closed. A stopped server disturbs
 * nobody and never waits for it.
 */
export function gateByWindow(
  plan: InstancePlan,
  { restart, window }: ActivationPolicy,
  time: { readonly calendar: Calendar; readonly now: number },
): InstancePlan {
  if (plan.blocked?.code !== 'server-running' || restart.kind !== 'window') return plan;
  if (window === undefined || isOpen(window, time)) return plan;
  const blocked: BlockedReason = {
    code: 'window',
    message: `the server is running, and its restart waits for the window ${window.cron} (${window.timezone})`,
    help: `Nothing to do before the window opens; or stop ${plan.instance.name} in AMP.`,
  };
  return { ...plan, blocked };
}

/** True when a start of the window lies less than its length ago. */
function isOpen(
  window: MaintenanceWindow,
  { calendar, now }: { readonly calendar: Calendar; readonly now: number },
): boolean {
  const minutes = Math.min(MAX_MINUTES, Math.ceil(window.durationMillis / MINUTE_MILLIS));
  for (let back = 0; back < minutes; back += 1) {
    const at = now - back * MINUTE_MILLIS;
    const start = at - (at % MINUTE_MILLIS);
    const isWithin = now - start < window.durationMillis;
    if (isWithin && calendar.matches(window.cron, window.timezone, start)) return true;
  }
  return false;
}
