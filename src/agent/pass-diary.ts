import type { PassEnd, PassWant } from '../engine/agent/pass-wants.ts';
import type { Log, LogFields } from '../ports/log.ts';
import { failureFields } from './failure-fields.ts';

const QUIET_MILLIS = 3_600_000;

/** A pass that is over. */
export interface PassRun {
  readonly wants: ReadonlySet<PassWant>;
  readonly millis: number;
}

/** Says what passes came to: one line for news, for a turn to the worse or better, and once an hour otherwise. */
export interface PassDiary {
  ended(run: PassRun, end: PassEnd): void;
  threw(run: PassRun, error: unknown): void;
}

export function createPassDiary(log: Log): PassDiary {
  let wasOk = true;
  let saidAt = performance.now();

  return {
    ended(run, end) {
      const isTurn = end.isOk !== wasOk;
      const isQuiet = performance.now() - saidAt < QUIET_MILLIS;
      if (!end.news && !isTurn && isQuiet) return;
      saidAt = performance.now();
      wasOk = end.isOk;
      const fields = { ...runFields(run), ...endFields(end) };
      if (!end.isOk) log.warn('A pass has to be tried again', fields);
      else log.info(messageOf(end.news, isTurn), fields);
    },
    threw(run, error) {
      saidAt = performance.now();
      wasOk = false;
      log.error('A pass failed', { ...runFields(run), ...failureFields(error) });
    },
  };
}

function messageOf(isNews: boolean, isTurn: boolean): string {
  if (isTurn) return 'Passes work again';
  return isNews ? 'A pass is done' : 'Still watching';
}

function runFields({ wants, millis }: PassRun): LogFields {
  return { wants: [...wants].sort().join(','), millis: Math.round(millis) };
}

function endFields({ revision, states, waiting }: PassEnd): LogFields {
  const counts = Object.entries(states)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${state}=${count}`);
  return {
    revision,
    states: counts.join(' '),
    ...(waiting.length === 0 ? {} : { waiting: waiting.join('; ') }),
  };
}
