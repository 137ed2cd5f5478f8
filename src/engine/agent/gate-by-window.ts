import type { BlockedReason, InstancePlan } from '../../core/model/plan.ts';
import type { ActivationPolicy } from '../../core/model/policy.ts';
import { isWindowOpen } from '../../core/plan/windows.ts';
import type { Calendar } from '../../ports/calendar.ts';

/**
 * Says of a running server that nobody but a person can stop that it waits for the policy's window, while that is
 * closed. A stopped server disturbs nobody and never waits for it.
 */
export function gateByWindow(
  plan: InstancePlan,
  { restart, window }: ActivationPolicy,
  { calendar, now }: { readonly calendar: Calendar; readonly now: number },
): InstancePlan {
  if (plan.blocked?.code !== 'server-running' || restart.kind !== 'window') return plan;
  const matches = (cron: string, timezone: string, at: number) => calendar.matches(cron, timezone, at);
  if (window === undefined || isWindowOpen(window, now, matches)) return plan;
  const blocked: BlockedReason = {
    code: 'window',
    message: `the server is running, and its restart waits for the window ${window.cron} (${window.timezone})`,
    help: `Nothing to do before the window opens; or stop ${plan.instance.name} in AMP.`,
  };
  return { ...plan, blocked };
}
