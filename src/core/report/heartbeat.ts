import * as z from 'zod';
import { INSTANCE_STATES } from './report.ts';

const millis = z.int().nonnegative().max(9_999_999_999_999);
const DAY_MILLIS = 86_400_000;

/** What a host says of itself while its agent lives. Others read it from a shared place, so every field is bounded. */
const heartbeatSchema = z
  .object({
    kind: z.literal('heartbeat'),
    host: z.string().max(64),
    version: z.string().regex(/^[0-9A-Za-z.+-]{1,60}$/),
    at: millis,
    /** When the next one comes at the latest; null where no daemon runs. */
    nextBy: millis.nullable(),
    revision: z
      .string()
      .regex(/^[0-9a-f]{40}$/)
      .nullable(),
    isOk: z.boolean(),
    states: z.partialRecord(z.enum(INSTANCE_STATES), z.int().nonnegative().max(100_000)),
    /** Key of the newest report of a pass. */
    report: z
      .string()
      .regex(/^[A-Za-z0-9_./-]{1,200}$/)
      .nullable(),
  })
  .refine(({ at, nextBy }) => nextBy === null || (nextBy >= at && nextBy - at <= DAY_MILLIS));

export type Heartbeat = Readonly<z.infer<typeof heartbeatSchema>>;

/** Undefined for anything but a whole heartbeat of this host. */
export function parseHeartbeat(text: string, host: string): Heartbeat | undefined {
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data } = heartbeatSchema.safeParse(told);
  return data?.host === host ? data : undefined;
}
