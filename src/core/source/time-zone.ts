import * as z from 'zod';

/** The name of an IANA time zone that this Node knows. */
export const timeZoneSchema = z
  .string()
  .min(1)
  .refine(isTimeZone, { error: 'it is no IANA time zone, such as `Europe/Helsinki`' });

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).format !== undefined;
  } catch {
    return false;
  }
}
