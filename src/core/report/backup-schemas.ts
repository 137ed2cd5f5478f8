import * as z from 'zod';
import { count } from './issue-schemas.ts';

const place = z.enum(['host', 'store']);

const image = z
  .strictObject({
    sha256: z.string(),
    size: count.describe('In bytes.'),
    mode: z.int().describe('Permission bits.'),
    owner: z
      .strictObject({ uid: z.int(), gid: z.int() })
      .nullable()
      .describe('Null for a file that took the owner of its folder.'),
  })
  .nullable()
  .describe('Null where the file was not there.');

const damaged = z.strictObject({
  id: z.string(),
  places: z.array(place),
  problem: z.string().describe('Why nothing more can be told of the set.'),
});

const summaryShape = {
  id: z.string(),
  places: z.array(place).describe('Where it lies: on this host, in the store.'),
  at: z.int().describe('Milliseconds since 1970, UTC.'),
  cause: z.enum(['apply', 'rollback', 'restore', 'snapshot']),
  instance: z.string(),
  of: z.string().nullable().describe('What a rollback undid, or a restore brought back.'),
  revision: z.string().describe('Empty for a snapshot.'),
  files: count,
  size: count.describe('Of all its images, in bytes.'),
  trust: z.enum(['verified', 'unsigned', 'unknown-key']),
  signedBy: z.string().nullable(),
};

const list = z.strictObject({ sets: z.array(z.union([z.strictObject(summaryShape), damaged])) });

const show = z.strictObject({
  sets: z.array(
    z.strictObject({
      ...summaryShape,
      root: z.string().describe('Where the files lay; a restore does not go by it.'),
      planId: z.string(),
      liveWriteSafe: z.boolean(),
      files: z.array(z.strictObject({ path: z.string(), before: image, after: image })),
      skipped: z.array(z.strictObject({ path: z.string(), reason: z.string() })),
    }),
  ),
});

const verify = z.strictObject({
  findings: z.array(
    z.strictObject({
      id: z.string(),
      of: z.enum(['runs', 'snapshots']),
      place,
      images: count.describe('Images that were read.'),
      problems: z.array(z.string()).describe('Empty for a copy that is whole and signed by its host.'),
    }),
  ),
});

const restore = z.strictObject({
  run: z.string().nullable().describe('Null where no server was touched.'),
  to: z.string().nullable().describe('The folder, with `--to`.'),
  restored: z.array(
    z.strictObject({
      id: z.string().nullable().describe('What `homeamp rollback` takes.'),
      of: z.string(),
      instance: z.string(),
      files: z.array(z.string()),
    }),
  ),
});

/** What `backups list`, `show`, `verify` and `restore` print, in this order. */
export const backups = z.union([list, show, verify, restore]);
