import * as z from 'zod';
import { count, revision } from './issue-schemas.ts';
import { pluginKeys, pluginMerge, pluginMigration } from './version-schemas.ts';

const plugin = z.strictObject({
  plugin: z.string(),
  state: z
    .enum(['installed', 'folder-only', 'missing', 'unknown'])
    .describe('`unknown`: a jar that the deployment matrix does not place on this instance.'),
  jar: z.string().nullable(),
  version: z.string().nullable().describe('As the jar says; null where it says none or can’t be read.'),
  platforms: z.array(z.string()),
  depends: z.array(z.string()).describe('Plugins that it does not start without.'),
  detail: z.string().nullable().describe('What is odd about it.'),
});

const survey = z.strictObject({
  version: z.string(),
  host: z.string(),
  revision,
  instances: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      platform: z.string(),
      reason: z
        .strictObject({ code: z.string(), message: z.string(), help: z.string() })
        .nullable()
        .describe('Why its plugins could not be looked at.'),
      plugins: z.array(plugin),
    }),
  ),
  totals: z.strictObject({
    installed: count,
    folderOnly: count,
    missing: count,
    unknown: count,
    notLookedAt: count,
  }),
});

/** What `plugins --json` prints: without an action what is installed, else what the action found. */
export const plugins = z.union([survey, pluginMerge, pluginMigration, pluginKeys]);

/** Of a report: what is on a host and the fleet does not name. */
export const unknownFolder = z.strictObject({
  folder: z.string(),
  module: z.enum(['minecraft', 'generic', 'unknown']),
  platform: z.string().nullable(),
  friendlyName: z.string().nullable(),
  reason: z.string().nullable().describe('Why its files can’t be used; null where they can.'),
});
