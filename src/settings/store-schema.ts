import * as z from 'zod';
import { durationWithin } from '../core/source/duration.ts';
import { path, secret, text } from './schema-fields.ts';
import { hasCredentials, isSafeWebAddress } from './source-address.ts';

const bucket = () =>
  text(
    (name) => /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(name),
    'no bucket can have this name',
    'Use 3 to 63 lower-case letters, digits and `-`.',
  );

/** An address of a server alone: a store behind a path can't check signatures. */
function isEndpoint(value: string): boolean {
  return isSafeWebAddress(value) && !hasCredentials(value) && new URL(value).pathname === '/';
}

/** The section `store` of agent.yaml, as people write it. */
export const storeSchema = z.strictObject({
  kind: z
    .enum(['local', 's3'])
    .default('local')
    .describe('`local`: in the state folder alone; `s3`: in an S3 server as well, such as MinIO or Ceph.'),
  reports: path()
    .optional()
    .describe(
      'A folder for reports. Without a forge, hosts that share one learn from it how far the others are; else it lies in the state folder. For `kind: local`.',
    ),
  endpoint: text(
    isEndpoint,
    'it is no https address of a server, nor one of http on this machine',
    'Write it like `https://s3.example.org`, without a bucket, a path or a user.',
  )
    .optional()
    .describe('Where the S3 server is: https, or http on loopback. For `kind: s3`, as all below but `keep`.'),
  region: text((name) => /^[A-Za-z0-9_-]{1,63}$/.test(name), 'no region has this name', 'Write `us-east-1`.')
    .default('us-east-1')
    .describe('The server’s region, which is part of every signature.'),
  accessKey: secret().optional().describe('The access key of this host’s own user.'),
  secretKey: secret().optional().describe('The secret key that goes with it.'),
  buckets: z
    .strictObject({
      backups: bucket()
        .default('homeamp-backups')
        .describe('For what files held before they were changed; each host has a folder of its own.'),
      reports: bucket().default('homeamp-reports').describe('For reports. Hosts read those of the others.'),
    })
    .prefault({})
    .describe('Made by the first write that misses them, where the key may.'),
  encryptionKey: secret()
    .optional()
    .describe('Backups are encrypted with it before they leave this host. At least 32 characters.'),
  whenAway: z
    .enum(['hold', 'local'])
    .default('hold')
    .describe('While the store is away: `hold` applies nothing; `local` goes on and hands over later.'),
  keep: z
    .strictObject({
      for: durationWithin('1d', '3650d').default('90d').describe('How long a backup is kept at least.'),
      atLeast: z.int().min(1).max(1000).default(10).describe('Of each instance so many stay, however old.'),
    })
    .prefault({})
    .describe('Which backups are kept.'),
});
