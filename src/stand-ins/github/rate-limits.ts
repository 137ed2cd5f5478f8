const WINDOW_MILLIS = 60 * 60 * 1000;

export interface Quota {
  readonly limit: number;
  readonly used: number;
  readonly remaining: number;
  /** Seconds since 1970. */
  readonly reset: number;
}

/** Requests an hour, by login. */
export interface RateLimits {
  quotaOf(login: string): Quota;
  count(login: string): void;
}

export function createRateLimits(limit: number, now: () => number): RateLimits {
  const windows = new Map<string, { readonly endsAt: number; readonly used: number }>();
  const windowOf = (login: string): { readonly endsAt: number; readonly used: number } => {
    const known = windows.get(login);
    if (known !== undefined && known.endsAt > now()) return known;
    const fresh = { endsAt: now() + WINDOW_MILLIS, used: 0 };
    windows.set(login, fresh);
    return fresh;
  };
  return {
    quotaOf: (login) => {
      const { endsAt, used } = windowOf(login);
      return { limit, used, remaining: Math.max(0, limit - used), reset: Math.ceil(endsAt / 1000) };
    },
    count: (login) => {
      const { endsAt, used } = windowOf(login);
      windows.set(login, { endsAt, used: used + 1 });
    },
  };
}

export function quotaHeaders(quota: Quota): Readonly<Record<string, string>> {
  return {
    'x-ratelimit-limit': String(quota.limit),
    'x-ratelimit-remaining': String(quota.remaining),
    'x-ratelimit-reset': String(quota.reset),
    'x-ratelimit-resource': 'core',
    'x-ratelimit-used': String(quota.used),
  };
}
