import * as z from 'zod';

const text = z.string().max(4096);
const change = z.object({
  plugin: text,
  file: text,
  key: text,
  verdict: text,
  /** As `ValueReport`, not looked at yet. */
  live: z.unknown(),
});
const passSchema = z.object({
  kind: z.literal('pass'),
  host: text,
  endedAt: z.int().nonnegative().max(9_999_999_999_999),
  report: z
    .object({
      instances: z.array(z.object({ id: text, changes: z.array(change).max(100_000) })).max(10_000),
    })
    .nullable(),
});

/** The keys that a pass of another host found to differ. */
export interface ReportedChanges {
  /** When the pass ended, in milliseconds since 1970, UTC. */
  readonly at: number;
  readonly changes: readonly ReportedChange[];
}

export interface ReportedChange extends Readonly<z.infer<typeof change>> {
  readonly instance: string;
}

/** Undefined for anything but the report of a pass of this host that compared something. */
export function parseReportedChanges(json: string, host: string): ReportedChanges | undefined {
  let told: unknown;
  try {
    told = JSON.parse(json);
  } catch {
    return undefined;
  }
  const { data } = passSchema.safeParse(told);
  if (data?.report === undefined || data.report === null || data.host !== host) return undefined;
  const changes = data.report.instances.flatMap(({ id, changes: own }) =>
    own.map((found) => ({ ...found, instance: id })),
  );
  return { at: data.endedAt, changes };
}
