import * as z from 'zod';
import { isSafeName } from '../core/model/instance.ts';
import { timeZoneSchema } from '../core/source/time-zone.ts';
import { path, secret, text } from './schema-fields.ts';
import { isEvery, isListen, isWithin } from './setting-values.ts';
import { hasCredentials, isSafeWebAddress, parseSourceAddress } from './source-address.ts';
import { storeSchema } from './store-schema.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const LARGEST_ID = Number.MAX_SAFE_INTEGER;

const every = (leastMillis: number, least: string) =>
  text(
    isEvery,
    'it is neither a duration nor a cron expression',
    'Write `90s`, `5m` or `1h30m`, or five fields in quotes such as `"*/5 * * * *"`.',
  ).refine((value) => isWithin(value, leastMillis), {
    error: `it is less than ${least} or more than 7d`,
    params: { help: `Write a duration from ${least} to 7d.` },
  });

const sourceSchema = z.strictObject({
  url: text(
    (value) => !hasCredentials(value),
    'a password, a token or a query stands in the address',
    'Take it out, change it, and give it with `password`.',
  )
    .refine((value) => parseSourceAddress(value) !== undefined, {
      error: 'it is no address of a repository',
      params: { help: 'Write https://, ssh://, file://, user@host:path or the whole path of a folder.' },
    })
    .describe('The repository: https://, ssh://, file://, `user@host:path`, or the whole path of a folder.'),
  branch: text(
    (name) => /^(?![-./])(?!.*(?:\.\.|\/\/|@\{|[./]$|\.lock$))[^\p{Cc}\p{Z} ~^:?*[\]\\]{1,200}$/u.test(name),
    'no branch can have this name',
    'Write the branch alone, such as `main`.',
  )
    .optional()
    .describe('The branch that is followed. Without it the remote’s default branch.'),
  username: text(
    (name) => /^[^\p{Cc}\p{Z}:]{1,200}$/u.test(name),
    'no account can have this name',
    'Leave it out for GitHub.',
  )
    .optional()
    .describe('For `password`. Without it `x-access-token`, which GitHub takes.'),
  password: secret()
    .optional()
    .describe('A password or token for an https address. Without it the forge’s own, on the forge’s host.'),
  sshKey: path().optional().describe('The private key for an ssh address; goes with `knownHosts`.'),
  knownHosts: path().optional().describe('The known_hosts file that the remote must be in.'),
});

const appSchema = z.strictObject({
  id: z.int().min(1).max(LARGEST_ID).describe('The App ID that GitHub shows.'),
  installation: z
    .int()
    .min(1)
    .max(LARGEST_ID)
    .describe('The number at the end of the installation’s address.'),
  privateKey: secret().describe('The key that GitHub made for the app, as PEM.'),
});

const DEFAULT_API = 'https://api.github.com';

const forgeSchema = z.strictObject({
  kind: z
    .enum(['none', 'github'])
    .default('none')
    .describe('`none`: plain Git, nothing is read of or written to pull requests.'),
  repository: text(
    (name) => /^[A-Za-z0-9][A-Za-z0-9-]{0,99}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/.test(name),
    'it does not read `owner/name`',
    'Write it as in the address of its page, such as `acme/network`.',
  )
    .optional()
    .describe('`owner/name`. Without it taken from `source.url`, where that is on the forge’s host.'),
  token: secret().optional().describe('A token; either this or `app`.'),
  app: appSchema.optional().describe('A GitHub App; either this or `token`.'),
  apiUrl: text(
    (value) => isSafeWebAddress(value) && !hasCredentials(value),
    'it is no https address of an API',
    'Write `https://api.github.com`, or `https://HOST/api/v3` for GitHub Enterprise.',
  )
    .default(DEFAULT_API)
    .describe('Where the API is; `https://HOST/api/v3` for GitHub Enterprise.'),
  writeGap: text(
    (value) => /^(?:[0-9]|[1-5][0-9]|60)s$/.test(value),
    'it is no time from `0s` to `60s`',
    'Write `1s`.',
  )
    .default('1s')
    .describe('The least time between two requests that write, `0s` to `60s`. GitHub asks for 1s.'),
  proposals: z
    .boolean()
    .default(false)
    .describe(
      'Let people keep drift by ticking a box in its issue: homeamp then opens a pull request. Needs the permissions Contents: write and Pull requests: write.',
    ),
});

const gatesSchema = z.strictObject({
  signatures: z
    .strictObject({
      required: z.boolean().default(false).describe('Apply only commits with a good signature.'),
      allowedSigners: path().optional().describe('Who may sign by ssh: a file as ssh-keygen reads it.'),
      gnupgHome: path().optional().describe('Who may sign by GPG: a folder with a keyring.'),
    })
    .prefault({})
    .describe('Whether commits must be signed, and by whom.'),
  minimumApprovals: z
    .int()
    .min(0)
    .max(20)
    .default(0)
    .describe('Never fewer approvals than this, whatever fleet.yaml asks for.'),
  trustFirstRevision: z
    .boolean()
    .default(false)
    .describe('Apply the branch as it is found at the first start, without being told to.'),
});

const scheduleSchema = z.strictObject({
  poll: every(10 * SECOND, '10s')
    .default('1m')
    .describe('When to take new commits and apply them. At least 10s.'),
  pulls: every(10 * SECOND, '10s')
    .default('1m')
    .describe('When to answer pull requests; takes no commits by itself. At least 10s.'),
  scan: every(MINUTE, '1m').default('1h').describe('When to read every file on the host. At least 1m.'),
  jitter: text(
    (share) => /^(?:50|[1-4]?[0-9])%$/.test(share),
    'it is no share from `0%` to `50%`',
    'Write it like `10%`.',
  )
    .default('10%')
    .describe('By how much of an interval a round may move, 0% to 50%. Cron moves by up to 30 s.'),
  timezone: timeZoneSchema.default('UTC').describe('The time zone of cron expressions.'),
});

const httpSchema = z.strictObject({
  listen: text(
    isListen,
    'it is no address with a port',
    'Write `127.0.0.1:9180`, or another address of this host with a `token`.',
  )
    .default('127.0.0.1:9180')
    .describe('Address and port. Any other than loopback needs a `token`. Port 0 takes a free one.'),
  token: secret()
    .optional()
    .describe(
      'What requests must bring as `Authorization: Bearer`, but for `/webhook`, `/healthz` and `/readyz`. At least 16 characters.',
    ),
  webhook: z
    .strictObject({ secret: secret().describe('What the forge signs its messages with.') })
    .optional()
    .describe('Messages of the forge, at `/webhook`: a hint to look now instead of later.'),
});

const ampSchema = z.strictObject({
  kind: z
    .enum(['files', 'api'])
    .default('files')
    .describe('How AMP is reached: `files`: by its files alone; `api`: by its API as well, for restarts.'),
  instances: path().describe('AMP’s folder of instances.'),
  url: text(
    (value) => isSafeWebAddress(value) && !hasCredentials(value),
    'it is no https address of AMP, nor one of http on this machine',
    'Write the address of AMP’s panel on this host, such as `http://127.0.0.1:8080`, without a user.',
  )
    .optional()
    .describe('Where AMP’s panel on this host is: https, or http on loopback. For `kind: api`.'),
  username: text(
    (name) => /^[^\p{Cc}\p{Zl}\p{Zp}]{1,200}$/u.test(name),
    'no account can have this name',
    'Write the name as it is typed into AMP.',
  )
    .optional()
    .describe('An account for homeamp alone, without a second factor. For `kind: api`.'),
  password: secret().optional().describe('The password of that account. For `kind: api`.'),
  session: z
    .enum(['auto', 'bearer', 'body'])
    .default('auto')
    .describe('How calls name their session: in a header, in the body, or as AMP’s version wants it.'),
});

/** The whole of agent.yaml, as people write it. What it takes two settings to see is checked apart. */
export const agentSchema = z.strictObject({
  host: text(isSafeName, 'it is no safe name', 'Use letters, digits, `_` and `-`, at most 64.').describe(
    'This host’s name in fleet.yaml.',
  ),
  source: sourceSchema.describe('The repository that says what the servers should hold.'),
  forge: forgeSchema.prefault({}).describe('Where people propose and review changes.'),
  gates: gatesSchema.prefault({}).describe('What this host asks of a commit before it applies it.'),
  amp: ampSchema.describe('AMP on this host.'),
  state: path().default('/var/lib/homeamp').describe('homeamp’s own folder.'),
  store: storeSchema.prefault({}).describe('Where backups and reports are kept.'),
  secrets: z
    .strictObject({
      file: path().optional().describe('Lines of `NAME=value`; its owner alone may open it.'),
      identity: path()
        .optional()
        .describe(
          'What opens the secrets of the repository; its owner alone may open it. Without it `age.key` in the state folder, if it is there.',
        ),
    })
    .prefault({})
    .describe('The values of `{{secret:NAME}}`, besides `HOMEAMP_SECRET_*` in the environment.'),
  schedule: scheduleSchema.prefault({}).describe('When to look: a duration, or a cron expression.'),
  http: httpSchema
    .optional()
    .describe('Metrics, health, the API, a page to read it, and webhooks. Without it nothing listens.'),
  log: z
    .strictObject({
      format: z
        .enum(['auto', 'text', 'json'])
        .default('auto')
        .describe('`auto`: text on a terminal, JSON lines elsewhere.'),
    })
    .prefault({})
    .describe('What the agent says of itself.'),
});

/** What is written in a section, defaults filled in. */
export type WrittenSettings = z.output<typeof agentSchema>;
