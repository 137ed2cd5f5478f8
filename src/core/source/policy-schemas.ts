import * as z from 'zod';
import { cronSchema } from './cron.ts';
import { durationSchema, durationWithin } from './duration.ts';
import { fullInstantSchema } from './instant.ts';
import { milestonesSchema, oneLine } from './message-schemas.ts';
import { timeZoneSchema } from './time-zone.ts';

const name = z.string().min(1);
const driftMode = z.enum(['report', 'heal']);

/** `drift` with exceptions; their names are read apart. */
export const driftSchema = z.strictObject({ default: driftMode.default('report') });
export const driftModeSchema = driftMode;
export const DRIFT_SCOPES = ['hosts', 'groups', 'instances', 'plugins'] as const;

export const approvalSchema = z.strictObject({
  required: z.int().min(0).max(20).default(1),
  by: z
    .array(name)
    .default([])
    .describe('GitHub logins, or teams as `@org/team`; empty for anybody who may review.'),
});

const windowSchema = z.strictObject({
  cron: cronSchema.describe('When it opens.'),
  duration: durationWithin('1m', '7d').describe('How long it stays open, up to a week.'),
  timezone: timeZoneSchema.default('UTC'),
});

const countdownSchema = z.strictObject({
  milestones: milestonesSchema.optional(),
  message: oneLine(200)
    .refine((text) => text.includes('{time}'), {
      error: 'it does not hold `{time}`',
      params: { help: 'Write `{time}` where the time that is left belongs.' },
    })
    .optional()
    .describe('What players read; `{time}` is what is left.'),
  cancelled: oneLine(200).optional().describe('What players read when a countdown is called off.'),
  command: z
    .string()
    .min(1)
    .max(256)
    .refine((text) => text.includes('{message}'), {
      error: 'it does not hold `{message}`',
      params: { help: 'Write `{message}` where the text belongs, as in `say {message}`.' },
    })
    .optional()
    .describe('Console command that tells players, without `/`.'),
});

const healthSchema = z.strictObject({
  stopWithin: durationWithin('1s', '1h').optional().describe('Longest time for a stop.'),
  readyWithin: durationWithin('1s', '1h').optional().describe('Longest time until players may join.'),
  watch: durationWithin('0s', '1h').optional().describe('How long it must stay up to count as healthy.'),
});

/** What `activation` says for one scope: nothing needs to be said. */
export const activationScopeSchema = z.strictObject({
  restart: z
    .union([
      z.enum(['now', 'when-empty', 'window', 'manual']),
      z.strictObject({ below: z.int().min(1).max(100_000).describe('Restart when fewer players are on.') }),
    ])
    .optional()
    .describe('When a running server may be restarted; when-empty unless said.'),
  maxDelay: z
    .union([z.literal('none'), durationSchema])
    .optional()
    .describe('Longest wait for a better moment.'),
  window: z
    .union([z.literal('none'), windowSchema])
    .optional()
    .describe('Hours in which a restart disturbs least.'),
  deny: z.array(windowSchema).max(50).optional().describe('Hours in which no stop begins.'),
  countdown: z
    .union([z.literal('none'), countdownSchema])
    .optional()
    .describe('What players are told before a stop.'),
  backup: z.enum(['none', 'amp']).optional().describe('amp: AMP takes a backup before the stop.'),
  health: healthSchema.optional(),
});

/** `activation` of the fleet; exceptions by scope are read apart. */
export const activationSchema = activationScopeSchema.extend({
  keepUp: z.array(name).default([]).describe('Groups of which one member always stays up.'),
});
export const ACTIVATION_SCOPES = ['hosts', 'groups', 'instances'] as const;

/** `soak`: one duration for all stages, or one for each. */
export const soakSchema = z.union([durationSchema, z.record(name, durationSchema)]);

/** One entry of `suspend`. */
export const suspensionSchema = z.strictObject({
  fleet: z.literal(true).optional().describe('Everything.'),
  hosts: z.array(name).default([]),
  instances: z.array(name).default([]),
  plugins: z.array(name).default([]),
  reason: oneLine(200).describe('Why; every report shows it.'),
  until: fullInstantSchema.optional().describe('When it ends by itself.'),
});

export const budgetSchema = z.strictObject({
  instances: z
    .union([
      z.string().regex(/^(?:100|[1-9]?[0-9])%$/, { error: 'a share reads like `50%`' }),
      z.int().min(0).max(1_000_000),
    ])
    .optional(),
  keys: z.int().min(0).max(1_000_000_000).optional(),
});

const driftExceptions = z.record(name, driftMode).optional();
const activationExceptions = z.record(name, activationScopeSchema).optional();

/** The whole `policy`, for publishing; the parsers read the same pieces one by one. */
export const policySchema = z.strictObject({
  approval: approvalSchema.optional(),
  drift: z
    .union([
      driftMode,
      driftSchema.extend({
        hosts: driftExceptions,
        groups: driftExceptions,
        instances: driftExceptions,
        plugins: driftExceptions,
      }),
    ])
    .optional(),
  activation: activationSchema
    .extend({
      hosts: activationExceptions,
      groups: activationExceptions,
      instances: activationExceptions,
    })
    .optional(),
  soak: soakSchema.optional().describe('How long a stage must have been healthy before the next begins.'),
  suspend: z.array(suspensionSchema).max(200).optional().describe('What is paused, and why.'),
  budget: budgetSchema.optional(),
});
