import type { Report, RestartOrderReport, SuspensionReport } from '../../core/report/report.ts';
import { scopeText, suspendedText } from '../../engine/orders/suspension-words.ts';
import { type Line, styled } from './screen.ts';
import { timeText } from './time-text.ts';

/** What is paused on this host, by whom and how long, and which restarts are ordered. */
export function orderLines({
  suspensions,
  restartOrders,
}: Pick<Report, 'suspensions' | 'restartOrders'>): readonly Line[] {
  return [...suspensions.map(suspensionLine), ...restartOrders.map(restartLine)];
}

function suspensionLine({ kind, name, by, until, reason }: SuspensionReport): Line {
  const scope = kind === 'fleet' ? { kind } : { kind, name: name ?? '' };
  const what = suspendedText({ by, until: until ?? undefined, reason });
  return [styled('yellow', sentenceStart(scopeText(scope))), ` is ${what}.`];
}

function restartLine({ instance, by, at, reason }: RestartOrderReport): Line {
  return [
    styled('yellow', 'Restart ordered'),
    `: ${scopeText({ kind: 'instance', name: instance })} by ${by} at ${timeText(at)}: ${reason}.`,
  ];
}

function sentenceStart(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
