import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  createPrefixedObjectStore,
  createS3ObjectStore,
  createSealedObjectStore,
  createSpoolQueue,
} from '../../src/adapters/object-store/index.ts';
import type { SpoolQueue } from '../../src/adapters/object-store/spool-queue.ts';
import { createSigner, lockState } from '../../src/adapters/state/index.ts';
import type { Finding } from '../../src/core/doctor/finding.ts';
import { Secret } from '../../src/core/model/secret.ts';
import { acceptHistory } from '../../src/engine/agent/orders.ts';
import type { DoctorParts } from '../../src/engine/doctor/doctor-parts.ts';
import { type DoctorRequest, runDoctor } from '../../src/engine/doctor/run-doctor.ts';
import { openAgent } from '../../src/main/open-agent.ts';
import { openDoctor } from '../../src/main/open-doctor.ts';
import type { ObjectStore } from '../../src/ports/object-store.ts';
import { loadSettings } from '../../src/settings/load-settings.ts';
import { type AmpStandIn, startAmpStandIn } from '../../src/stand-ins/amp/index.ts';
import {
  type GitHubStandIn,
  type RepositoryAccess,
  startGitHubStandIn,
} from '../../src/stand-ins/github/index.ts';
import { runGit } from '../integration/stand-ins/hosted-fleet.ts';
import { type RunningServer, startMariadb, startRedis } from './database-servers.ts';
import { type S3Server, startS3Server } from './s3-server.ts';
import { baseline, matrix } from './small-fleet.ts';

/** Every secret of the rig holds it, so that one look finds any that is printed. */
export const CANARY = 'canary-c0ffee-';
const API_TOKEN = `${CANARY}api-token`;
const GIT_TOKEN = `${CANARY}git-token`;
const AMP_PASSWORD = `${CANARY}amp-password`;
export const DB_PASSWORD = `${CANARY}db-password`;
export const REDIS_PASSWORD = `${CANARY}redis-password`;
const ENCRYPTION_KEY = `${CANARY}encryption-key-of-32-characters`;

type Json = Record<string, unknown>;
type Texts = Readonly<Record<string, string>>;

/** A host on which everything is well, with real servers around it, for one test file. */
export interface DoctorRig {
  readonly folder: string;
  readonly settingsFile: string;
  readonly state: string;
  readonly hub: GitHubStandIn;
  readonly amp: AmpStandIn;
  readonly s3: S3Server;
  readonly account: { permissions: readonly string[] };
  readonly access: { -readonly [K in keyof RepositoryAccess]: RepositoryAccess[K] };
  readonly environment: Record<string, string>;
  /** Status that the agent answers at /healthz; 0: it ends the connection. */
  readonly health: { status: number };
  /** Sections of agent.yaml, laid over the healthy ones. */
  configure(change: Json): void;
  /** Commits these files on main. */
  push(files: Texts, how?: 'rewritten'): string;
  /** The same, taken by the host. */
  pushAndTake(files: Texts): Promise<void>;
  fleetFile(services?: Json, more?: FleetFileParts): Texts;
  /** `change` goes between the parts that doctor is given and doctor. */
  examine(
    request?: Partial<DoctorRequest>,
    change?: (parts: DoctorParts) => DoctorParts,
  ): Promise<readonly Finding[]>;
  /** The store that all hosts share. */
  readonly reports: ObjectStore;
  /** The host's own backups, sealed with its key. */
  readonly backups: ObjectStore;
  readonly spool: SpoolQueue;
  readonly redisPort: number;
  /** Everything as it was at first. */
  heal(): Promise<void>;
  dispose(): Promise<void>;
}

interface Around {
  readonly s3: S3Server;
  readonly mariadb: RunningServer;
  readonly redis: RunningServer;
  readonly web: { readonly server: Server; readonly url: string; readonly health: { status: number } };
}

export async function createDoctorRig(): Promise<DoctorRig> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'homeamp-doctor-rig-')));
  const path = (name: string) => join(folder, name);
  const around = await startAround();
  const access = {} as DoctorRig['access'];
  const hub = await startGitHubStandIn({
    folder: path('hub'),
    tokens: { [API_TOKEN]: 'fleet-bot', [GIT_TOKEN]: 'fleet-bot' },
    people: { alice: 'admin' },
    access,
  });
  const account = { password: AMP_PASSWORD, permissions: ['*'] as readonly string[] };
  write(folder, { 'instances/DEV01/Minecraft/plugins/Chairs/config.yml': 'range: 4\n' });
  const amp = await startAmpStandIn({
    instancesFolder: path('instances'),
    accounts: { homeamp: account },
    servers: [{ name: 'DEV01', module: 'Minecraft', type: 'Paper', state: 'ready' }],
  });
  const [settingsFile, state] = [path('agent.yaml'), path('state')];
  mkdirSync(state, { mode: 0o700 });
  const environment: Record<string, string> = {};
  const release = lockState(join(state, 'agent'));
  const healthySettings = settingsOf({ folder, hub, amp, around });
  const configure = (change: Json) =>
    writeFileSync(settingsFile, JSON.stringify({ ...healthySettings, ...change }), { mode: 0o600 });
  const git = createWork(path('work'), hub.bareRepository);
  let healthy = '';
  let taken = '';
  const reports = reportsOf(around.s3);
  const rig: DoctorRig = {
    folder,
    settingsFile,
    state,
    hub,
    amp,
    s3: around.s3,
    account,
    access,
    environment,
    health: around.web.health,
    configure,
    push: git.push,
    fleetFile: (services, more) => fleetFile(services ?? servicesOf(around), more),
    pushAndTake: async (files) => {
      taken = git.push(files);
      await take(rig, taken);
    },
    examine: async (request = {}, change = (parts) => parts) => {
      const opened = await openDoctor(settingsFile, {
        environment,
        version: 'test',
        actor: 'test',
        timeoutMillis: 2000,
      });
      try {
        return await runDoctor(change(opened.parts), {
          only: undefined,
          afterInstall: false,
          onCheck: () => undefined,
          ...request,
        });
      } finally {
        await opened.close();
      }
    },
    heal: async () => {
      Object.assign(environment, environmentOf(around.s3));
      for (const key of Object.keys(access)) delete access[key as keyof RepositoryAccess];
      Object.assign(access, { scopes: 'repo, read:org', protectedBranches: ['main'] });
      account.permissions = ['*'];
      around.web.health.status = 200;
      hub.faults.clear();
      amp.faults.clear();
      amp.loseSessions();
      chmodSync(state, 0o700);
      writeFileSync(path('secrets.env'), secretLines(), { mode: 0o600 });
      chmodSync(path('secrets.env'), 0o600);
      configure({});
      if (taken !== healthy) await take(rig, git.reset(healthy));
      else git.reset(healthy);
      taken = healthy;
    },
    reports,
    backups: backupsOf(around.s3),
    spool: createSpoolQueue(join(state, 'spool/reports'), Date.now),
    redisPort: around.redis.port,
    dispose: async () => {
      release();
      await Promise.all([
        hub.close(),
        amp.close(),
        around.s3.stop(),
        around.mariadb.stop(),
        around.redis.stop(),
      ]);
      around.web.server.closeAllConnections();
      around.web.server.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  healthy = git.push({
    ...rig.fleetFile(),
    ...(matrix(['Chairs'], ['DEV01']) as Texts),
    ...(baseline('Chairs', 'range: 4\n') as Texts),
    ...plugins(around.web.url),
  });
  createSigner(state).sign('made');
  await reports.put('beta/heartbeat.json', heartbeat(Date.now()));
  await rig.heal();
  return rig;
}

/** As another host's agent leaves it, without its signature. */
export function heartbeat(at: number): Buffer {
  const told = { kind: 'heartbeat', host: 'beta', version: '1', at, nextBy: at + 600_000 };
  return Buffer.from(JSON.stringify({ ...told, revision: null, isOk: true, states: {}, report: null }));
}

function reportsOf(s3: S3Server): ObjectStore {
  return bucketOf(s3, 'homeamp-reports');
}

function backupsOf(s3: S3Server): ObjectStore {
  const sealed = createSealedObjectStore(bucketOf(s3, 'homeamp-backups'), new Secret(ENCRYPTION_KEY));
  return createPrefixedObjectStore(sealed, 'alpha');
}

function bucketOf({ endpoint, accessKey, secretKey }: S3Server, bucket: string): ObjectStore {
  return createS3ObjectStore({
    endpoint,
    region: 'us-east-1',
    bucket,
    accessKey: new Secret(accessKey),
    secretKey: new Secret(secretKey),
    onRequest: undefined,
  });
}

async function startAround(): Promise<Around> {
  const [s3, mariadb, redis] = await Promise.all([
    startS3Server(),
    startMariadb({ users: { plan: DB_PASSWORD } }),
    startRedis(REDIS_PASSWORD),
  ]);
  return { s3, mariadb, redis, web: await startWeb() };
}

/** The agent's own server, a Prometheus and a site for updates in one. */
async function startWeb(): Promise<Around['web']> {
  const health = { status: 200 };
  const server = createServer((request, response) => {
    if (request.url === '/healthz' && health.status === 0) request.socket.destroy();
    else if (request.url === '/healthz') response.writeHead(health.status).end();
    else response.end('{"status":"success","data":{"version":"2.42.0"}}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, health };
}

function settingsOf(place: {
  readonly folder: string;
  readonly hub: GitHubStandIn;
  readonly amp: AmpStandIn;
  readonly around: Around;
}): Json {
  const { folder, hub, amp, around } = place;
  return {
    host: 'alpha',
    source: { url: hub.gitUrl, branch: 'main', password: { env: 'GIT_TOKEN' } },
    forge: { kind: 'github', repository: 'acme/network', apiUrl: hub.apiUrl, token: { env: 'API_TOKEN' } },
    amp: {
      kind: 'api',
      instances: join(folder, 'instances'),
      url: amp.url,
      username: 'homeamp',
      password: { env: 'AMP_PASSWORD' },
    },
    state: join(folder, 'state'),
    store: {
      kind: 's3',
      endpoint: around.s3.endpoint,
      accessKey: { env: 'S3_ACCESS_KEY' },
      secretKey: { env: 'S3_SECRET_KEY' },
      encryptionKey: { env: 'ENCRYPTION_KEY' },
    },
    secrets: { file: join(folder, 'secrets.env') },
    http: { listen: around.web.url.replace('http://', '') },
  };
}

function environmentOf(s3: S3Server): Texts {
  return {
    GIT_TOKEN,
    API_TOKEN,
    AMP_PASSWORD,
    ENCRYPTION_KEY,
    S3_ACCESS_KEY: s3.accessKey,
    S3_SECRET_KEY: s3.secretKey,
  };
}

function secretLines(): string {
  return `PLAN_DB=${DB_PASSWORD}\nREDIS=${REDIS_PASSWORD}\n`;
}

/** What fleet.yaml declares while all is well. */
function servicesOf({ mariadb, redis, web }: Around): Json {
  return {
    plan: {
      kind: 'mariadb',
      address: `127.0.0.1:${mariadb.port}`,
      user: 'plan',
      password: '{{secret:PLAN_DB}}',
    },
    husk: { kind: 'redis', address: `127.0.0.1:${redis.port}`, password: '{{secret:REDIS}}' },
    metrics: { kind: 'prometheus', url: web.url },
    site: { kind: 'http', url: `${web.url}/`, hosts: ['alpha'] },
    elsewhere: { kind: 'tcp', address: '127.0.0.1:1', hosts: ['beta'] },
  };
}

interface FleetFileParts {
  /** More instances, as lines. */
  readonly instances?: string;
  readonly hosts?: string;
  readonly approvers?: string;
  readonly platform?: string;
}

function fleetFile(services: Json, parts: FleetFileParts = {}): Texts {
  const {
    instances = '',
    hosts = '{ alpha: {}, beta: {} }',
    approvers = 'alice',
    platform = 'paper',
  } = parts;
  return {
    'desired-state/fleet.yaml': `hosts: ${hosts}
stages: [dev]
instances:
  DEV01: { host: alpha, platform: ${platform}, stage: dev }
${instances}policy:
  approval: { required: 1, by: [${approvers}, "@acme/admins"] }
services: ${JSON.stringify(services)}
`,
  };
}

function plugins(url: string): Texts {
  return {
    'desired-state/plugins.yaml': `plugins: { Chairs: { source: { kind: url, project: ${url}/chairs.jar } } }\n`,
  };
}

interface Work {
  readonly push: DoctorRig['push'];
  /** Puts the branch back to a commit, and gives that. */
  readonly reset: (sha: string) => string;
}

function createWork(work: string, bare: string): Work {
  mkdirSync(work);
  runGit(work, ['init', '--quiet', '--initial-branch=main']);
  const push = () => runGit(work, ['push', '--quiet', '--force', bare, 'main']);
  return {
    push: (files, how) => {
      write(work, files);
      runGit(work, ['add', '--all']);
      const again = how === 'rewritten' ? ['--amend'] : [];
      runGit(work, ['commit', '--quiet', '--allow-empty', ...again, '-m', `change ${how ?? ''}`]);
      push();
      return runGit(work, ['rev-parse', 'HEAD']);
    },
    reset: (sha) => {
      if (runGit(work, ['rev-parse', 'HEAD']) === sha) return sha;
      runGit(work, ['reset', '--quiet', '--hard', sha]);
      push();
      return sha;
    },
  };
}

async function take(rig: DoctorRig, sha: string): Promise<void> {
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const settings = loadSettings(rig.settingsFile, rig.environment);
  const { agent, close } = await openAgent(settings, { environment: rig.environment, version: 'test', log });
  await acceptHistory(agent, sha, { by: 'root', reason: '' });
  await close();
}

function write(folder: string, files: Texts): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}
