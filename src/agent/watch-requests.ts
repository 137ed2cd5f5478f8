import type { RequestResult, Telemetry } from '../ports/telemetry.ts';

export type RequestTarget = 'forge' | 'store' | 'amp' | 'git';

/** Counts what is asked of others, and remembers who did not answer last. */
export interface RequestWatch {
  note(target: RequestTarget, result: RequestResult): void;
  /** How much the forge lets this account ask in the period that runs, which ends at so many seconds since 1970, UTC. */
  rate(signs: { readonly limit: number; readonly remaining: number; readonly resetSeconds: number }): void;
  /** Those that did not answer when they were asked last. */
  away(): readonly RequestTarget[];
}

export function createRequestWatch(telemetry: Telemetry): RequestWatch {
  const answers = new Map<RequestTarget, boolean>();
  return {
    note(target, result) {
      // Who says that it is too much does answer.
      const isAnswered = result !== 'failed';
      answers.set(target, isAnswered);
      telemetry.count('homeamp_requests_total', { target, result });
      telemetry.put('homeamp_reachable', { labels: { target }, value: isAnswered ? 1 : 0 });
    },
    rate({ limit, remaining, resetSeconds }) {
      telemetry.put('homeamp_forge_rate_limit', { value: limit });
      telemetry.put('homeamp_forge_rate_remaining', { value: remaining });
      telemetry.put('homeamp_forge_rate_reset_timestamp_seconds', { value: resetSeconds });
    },
    away: () => [...answers].filter(([, isAnswered]) => !isAnswered).map(([target]) => target),
  };
}
