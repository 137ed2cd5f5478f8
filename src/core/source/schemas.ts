import * as z from 'zod';
import { PLATFORMS } from '../model/instance.ts';
import { isPublicKeyText } from '../model/signed-document.ts';
import { migrationSchema } from './migration-schema.ts';
import { policySchema } from './policy-schemas.ts';
import { recipientsSchema } from './secrets/recipients-schema.ts';
import { serviceSchema } from './service-schema.ts';

const AMP_NODE = /^[A-Za-z]+(?:\.[A-Za-z0-9_]+)+$/;

const name = z.string().min(1);

export const hostSchema = z.strictObject({
  address: name.optional().describe('For people and links only.'),
  publicKey: z
    .string()
    .refine(isPublicKeyText, {
      error: 'a key reads like `ed25519:` and 44 characters; `homeamp hosts` shows it',
    })
    .optional()
    .describe('What this host says to others counts only when it is signed with this key.'),
});

export const instanceSchema = z.strictObject({
  host: name,
  platform: z.enum(PLATFORMS),
  stage: name.optional(),
  groups: z.array(name).default([]),
  aliases: z.array(name).default([]).describe('Other names that people use for this instance.'),
  managed: z.boolean().default(true),
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
    .describe(
      'Regular expression that a line of the console’s answer must match; upper and lower case are one.',
    ),
  liveWriteSafe: z
    .boolean()
    .default(false)
    .describe('True when the plugin does not save the file at shutdown.'),
  restartKeys: z.array(name).default([]).describe('Globs over keys that need a restart all the same.'),
  ampSettings: z
    .record(
      name,
      z.string().regex(AMP_NODE, {
        error: 'a setting of AMP reads like `MinecraftModule.Limits.MaxPlayers`',
      }),
    )
    .default({})
    .describe('Keys that AMP rewrites at each start → AMP’s own setting for them.'),
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
  migrations: z
    .array(migrationSchema)
    .max(200)
    .default([])
    .describe('Keys that were renamed, moved, split or dropped, by the version that did it.'),
});

/** What `plugins.yaml` says of one plugin. */
export type PluginEntry = z.infer<typeof pluginEntrySchema>;

const anyValue = z.json();

/** The whole files, for publishing as JSON Schemas; the parsers read the same pieces one by one. */
export const schemas = {
  fleet: z.strictObject({
    hosts: z.record(name, hostSchema.nullable()),
    groups: fleetListsSchema.shape.groups,
    stages: fleetListsSchema.shape.stages,
    instances: z.record(name, instanceSchema),
    policy: policySchema.optional(),
    services: z
      .record(name, serviceSchema)
      .optional()
      .describe('Servers beside the game that `homeamp doctor` shakes hands with.'),
  }),
  variables: z.strictObject({
    variables: z.record(z.string().regex(/^[A-Z][A-Z0-9_]{0,63}$/), anyValue).optional(),
    overrides: z.record(name, z.record(name, anyValue)).optional(),
    reasons: z.record(name, name).optional(),
  }),
  baseline: frontMatterSchema.extend({ files: z.record(name, fileRuleSchema).optional() }),
  plugins: z.strictObject({ plugins: z.record(name, pluginEntrySchema) }),
  recipients: recipientsSchema,
} as const;
