import type { ActivationPolicy } from '../model/policy.ts';
import type { Moment } from './decide-moment.ts';
import { zoneOffsetMillis } from './zone-offset.ts';

export interface WaitingInput {
  readonly moment: Extract<Moment, { kind: 'wait' }>;
  readonly policy: ActivationPolicy;
  readonly instance: string;
  readonly now: number;
}

/**
 * What a server waits for, such as `waiting: players, latest 04:00`. The same words as long as it waits for the same,
 * so that nothing is published again because somebody came or left.
 */
export function waitingText({ moment, policy, instance, now }: WaitingInput): string {
  const zone = policy.window?.timezone ?? 'UTC';
  const latest = moment.latestAt === undefined ? '' : `, latest ${clockText(moment.latestAt, { now, zone })}`;
  switch (moment.why) {
    case 'players':
      return `waiting: players${belowText(policy)}${latest}`;
    case 'window':
      return `waiting: window ${policy.window?.cron ?? ''}${latest}`;
    case 'denied':
      return `waiting: no restarts at this time${latest}`;
    case 'order':
      return `waiting: an order, \`homeamp restart ${instance}\``;
  }
}

function belowText({ restart }: ActivationPolicy): string {
  return restart.kind === 'below' ? ` (below ${restart.players})` : '';
}

/** The same with the number of players who are on, for who looks now. */
export function liveWaitingText(text: string, players: number | null): string {
  const count = players === null ? 'unknown players' : players === 1 ? '1 player' : `${players} players`;
  return text.replace(/^waiting: players/, () => `waiting: ${count}`);
}

/** Hours and minutes in a time zone, with the date where it is not within a day. */
export function clockText(
  at: number,
  { now, zone }: { readonly now: number; readonly zone: string },
): string {
  const [date = '', time = ''] = isoText(at + zoneOffsetMillis(zone, at));
  const suffix = zone === 'UTC' ? ' UTC' : '';
  return Math.abs(at - now) < DAY_MILLIS ? `${time}${suffix}` : `${date} ${time}${suffix}`;
}

const DAY_MILLIS = 86_400_000;

function isoText(millis: number): readonly string[] {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'UTC',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return format.format(millis).split(' ');
}
