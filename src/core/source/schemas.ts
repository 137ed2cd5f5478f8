import * as z from 'zod';
import { PLATFORMS } from '../model/instance.ts';
import { durationSchema } from './duration.ts';
import { timeZoneSchema } from './time-zone.ts';

const CRON = /^(?:[0-9*,/A-Za-z-]{1,64} ){4}[0-9*,/A-Za-z-]{1,64}$/;

const name = z.string().min(1);
const driftMode = z.enum(['report', 'heal']);

export const hostSchema = z.strictObject({ address: name.optional().describe('For people and links only.') });

export const instanceSchema = z.strictObject({
  host: name,
  platform: z.enum(PLATFORMS),
  stage: name.optional(),
  groups: z.array(name).default([]),
  aliases: z.array(name).default([]).describe('Other names that people use for this instance.'),
  managed: z.boolean().default(true),
});

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

export const activationSchema = z.strictObject({
  restart: z
    .union([
      z.enum(['now', 'when-empty', 'window', 'manual']),
      z.strictObject({ below: z.int().min(1).max(100_000).describe('Restart when fewer players are on.') }),
    ])
    .default('when-empty'),
  maxDelay: durationSchema.optional(),
  window: z
    .strictObject({
      cron: z.string().regex(CRON, { error: 'a cron expression has five fields, such as `0 4 * * *`' }),
      duration: durationSchema,
      timezone: timeZoneSchema.default('UTC'),
    })
    .optional(),
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

export const fleetListsSchema = z.strictObject({
  groups: z.array(name).default([]).describe('A later group wins over an earlier one.'),
  stages: z.array(name).default([]).describe('The rungs of a rollout, first to last.'),
});

export const fileRuleSchema = z.strictObject({
  reload: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe('Console command without `/`; none means a restart.'),
  expect: z
    .string()
    .min(1)
    .max(256)
    .optional()
    .describe('Regular expression that the console’s answer must match.'),
  liveWriteSafe: z.boolean().default(false),
  restartKeys: z.array(name).default([]).describe('Globs over keys that need a restart all the same.'),
  template: name.optional().describe('A file in templates/ that is the whole content.'),
});

export const frontMatterSchema = z.strictObject({
  plugin: name,
  platforms: z.array(z.enum(PLATFORMS)).min(1, { error: 'it names no platform' }),
  folder: name.optional().describe('Below the application root; `.` for files of the server itself.'),
  exact: z.boolean().default(false).describe('True when every key of the files belongs to Git.'),
});

const sourceSchema = z.union([
  z.literal('manual'),
  z.strictObject({
    kind: z.enum(['modrinth', 'hangar', 'github', 'jenkins', 'spiget', 'geysermc', 'papermc', 'url']),
    project: name,
    asset: name.optional().describe('Pattern for the file where a release has several.'),
    channel: z.enum(['release', 'beta', 'alpha']).optional(),
  }),
]);

export const pluginEntrySchema = z.strictObject({
  source: sourceSchema.default('manual'),
  version: name.optional().describe('The pinned version.'),
  file: name.optional().describe('Name of the jar file.'),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, { error: 'a SHA-256 is 64 lower-case hex digits' })
    .optional(),
  sha512: z
    .string()
    .regex(/^[0-9a-f]{128}$/, { error: 'a SHA-512 is 128 lower-case hex digits' })
    .optional(),
});

/** What `plugins.yaml` says of one plugin. */
export type PluginEntry = z.infer<typeof pluginEntrySchema>;

const driftExceptions = z.record(name, driftMode).optional();
const anyValue = z.json();

/** The whole files, for publishing as JSON Schemas; the parsers read the same pieces one by one. */
export const schemas = {
  fleet: z.strictObject({
    hosts: z.record(name, hostSchema.nullable()),
    groups: fleetListsSchema.shape.groups,
    stages: fleetListsSchema.shape.stages,
    instances: z.record(name, instanceSchema),
    policy: z
      .strictObject({
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
        activation: activationSchema.optional(),
        budget: budgetSchema.optional(),
      })
      .optional(),
  }),
  variables: z.strictObject({
    variables: z.record(z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/), anyValue).optional(),
    overrides: z.record(name, z.record(name, anyValue)).optional(),
    reasons: z.record(name, name).optional(),
  }),
  baseline: frontMatterSchema.extend({ files: z.record(name, fileRuleSchema).optional() }),
  plugins: z.strictObject({ plugins: z.record(name, pluginEntrySchema) }),
} as const;
