import * as z from 'zod';

/** What AMP says of its own methods: the names of their parameters by `Module/Method`. It lists those that the role may use. */
export type ApiDescription = ReadonlyMap<string, readonly string[]>;

const modules = z.record(z.string(), z.record(z.string(), z.unknown()));
const method = z.object({ Parameters: z.array(z.object({ Name: z.string() })).max(100) });
/** Every session may use it, so that a list without it is none of this session. */
const ALWAYS_THERE = 'Core/GetStatus';

/** Undefined for what is no description, or only that of what may be called without a login. */
export function readApiDescription(answer: unknown): ApiDescription | undefined {
  const read = modules.safeParse(answer);
  if (!read.success) return undefined;
  const methods = new Map<string, readonly string[]>();
  for (const [module, described] of Object.entries(read.data)) {
    for (const [name, summary] of Object.entries(described)) {
      const parameters = method.safeParse(summary);
      methods.set(
        `${module}/${name}`,
        parameters.success ? parameters.data.Parameters.map(({ Name }) => Name) : [],
      );
    }
  }
  return methods.has(ALWAYS_THERE) ? methods : undefined;
}
