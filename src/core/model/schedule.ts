/** When something is done again and again. */
export type Every =
  | { readonly kind: 'interval'; readonly millis: number }
  /** Five or six fields, the first of six being seconds; the timezone by its IANA name. */
  | { readonly kind: 'cron'; readonly expression: string; readonly timezone: string };
