import { chmodSync, chownSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openState } from '../../../src/adapters/state/index.ts';
import type { Finding } from '../../../src/core/doctor/finding.ts';
import type { InstanceId } from '../../../src/core/model/instance.ts';
import type { JournalEntry } from '../../../src/ports/state-store.ts';
import { startProcess } from '../../support/agent-process.ts';
import { hasMariadb, hasRedis } from '../../support/database-servers.ts';
import { CANARY, createDoctorRig, type DoctorRig, heartbeat } from '../../support/doctor-rig.ts';
import { freePort } from '../../support/free-port.ts';
import { selfSigned, serveHttps, serveTcp } from '../../support/odd-servers.ts';
import { hasS3Server } from '../../support/s3-server.ts';
import { PUBLIC_KEYS, sealedFor } from '../../support/sealed-samples.ts';
import { baseline } from '../../support/small-fleet.ts';
import { temporaryFolder } from '../adapters/temporary-folder.ts';

type Texts = Readonly<Record<string, string>>;

const HOUR = 3_600_000;
/** Of nobody. */
const OTHER_KEY = `ed25519:${Buffer.alloc(32, 7).toString('base64')}`;
const canRun = hasMariadb && hasRedis && hasS3Server;

let rig: DoctorRig;
beforeAll(async () => {
  if (canRun) rig = await createDoctorRig();
}, 120_000);
afterAll(() => rig?.dispose());

/** What is wrong, as `code` or `code subject`, sorted. */
function problemsOf(findings: readonly Finding[]): readonly string[] {
  const wrong = findings.filter((finding) => 'code' in finding);
  // What a site is called changes with each run.
  const named = (subject: string | undefined) => subject !== undefined && !subject.startsWith('http');
  return wrong.map(({ code, subject }) => (named(subject) ? `${code} ${subject}` : code)).sort();
}

interface Break {
  readonly what: string;
  /** May give back what mends it, where healing the rig does not. */
  readonly how: (rig: DoctorRig) => Promise<unknown> | unknown;
  readonly problems: readonly string[];
}

/** Doctor's whole view with one thing broken: these problems and no others. */
function breaks(rows: readonly Break[]): void {
  afterEach(() => rig?.heal());
  it.skipIf(!canRun).for(rows)('finds $what', async ({ how, problems }) => {
    const mend = await how(rig);
    try {
      const findings = await rig.examine();
      expect(problemsOf(findings)).toEqual([...problems].sort());
      expect(JSON.stringify(findings)).not.toContain(CANARY);
    } finally {
      if (typeof mend === 'function') await mend();
    }
  });
}

describe('a host on which everything is well', () => {
  it.skipIf(!canRun)(
    'has no problem, and every check has something to say',
    async () => {
      const findings = await rig.examine({ afterInstall: true });
      expect(problemsOf(findings)).toEqual([]);
      const skipped = findings.filter(({ result }) => result === 'skipped').map(({ check }) => check);
      expect(skipped.filter((check) => check !== 'service-unit')).toEqual([]);
      expect(JSON.stringify(findings)).not.toContain(CANARY);
    },
    30_000,
  );
});

const FROZEN: JournalEntry = {
  id: '20261122-210707-772-422078.1',
  step: 'frozen',
  instance: 'alpha/DEV01' as InstanceId,
  root: '/nowhere',
  startedAt: 0,
  files: [],
  payload: '{}',
};

describe('settings', () => {
  breaks([
    {
      what: 'a key that is not known',
      how: (on) => on.configure({ colour: 'red' }),
      problems: ['settings-mistake'],
    },
    {
      what: 'a section that can’t be used, and looks at the others all the same',
      how: (on) => on.configure({ amp: { kind: 'api', instances: join(on.folder, 'instances') } }),
      problems: ['settings-mistake', 'settings-mistake', 'settings-mistake'],
    },
    {
      what: 'a secret that is not set',
      how: (on) => delete on.environment['AMP_PASSWORD'],
      problems: ['secret-missing'],
    },
    {
      what: 'a file of secrets that others may read',
      how: (on) => chmodSync(join(on.folder, 'secrets.env'), 0o644),
      problems: ['secret-missing', 'service-secret-missing husk', 'service-secret-missing plan'],
    },
    {
      what: 'a settings file that is not there',
      how: (on) => rmSync(on.settingsFile),
      problems: ['settings-mistake'],
    },
  ]);
});

describe('the host', () => {
  breaks([
    {
      what: 'a state folder that others may enter',
      how: (on) => chmodSync(on.state, 0o755),
      problems: ['state-open'],
    },
    {
      what: 'a state folder that is not there',
      how: (on) => {
        renameSync(on.state, `${on.state}.away`);
        return () => renameSync(`${on.state}.away`, on.state);
      },
      problems: ['nothing-taken', 'state-missing'],
    },
    {
      what: 'a state database that is damaged',
      how: (on) => {
        const database = join(on.state, 'state.mdb');
        renameSync(database, `${database}.away`);
        writeFileSync(database, 'no database');
        return () => renameSync(`${database}.away`, database);
      },
      problems: ['state-unusable'],
    },
    {
      what: 'a state folder of another user',
      how: (on) => {
        chownSync(on.state, 65_534, 65_534);
        return () => chownSync(on.state, 0, 0);
      },
      problems: ['state-foreign state'],
    },
    {
      what: 'an instance that is frozen',
      how: async (on) => {
        const state = await openState(on.state);
        state.journal.write(FROZEN);
        await state.close();
        return async () => {
          const again = await openState(on.state);
          again.journal.remove(FROZEN.id);
          await again.close();
        };
      },
      problems: ['instance-frozen alpha/DEV01'],
    },
    {
      what: 'a signing key that fleet.yaml does not name',
      how: (on) =>
        on.push(on.fleetFile(undefined, { hosts: `{ alpha: { publicKey: "${OTHER_KEY}" }, beta: {} }` })),
      problems: ['signing-key-differs'],
    },
    {
      what: 'a signing key that others may read',
      how: (on) => {
        chmodSync(join(on.state, 'signing-key.pem'), 0o644);
        return () => chmodSync(join(on.state, 'signing-key.pem'), 0o600);
      },
      problems: ['signing-key-unusable'],
    },
    {
      what: 'an agent that does not answer',
      how: (on) => Object.assign(on.health, { status: 0 }),
      problems: ['agent-silent'],
    },
    {
      what: 'an agent that is not well',
      how: (on) => Object.assign(on.health, { status: 503 }),
      problems: ['agent-stuck'],
    },
  ]);
});

describe('the repository', () => {
  breaks([
    {
      what: 'a remote that is away',
      how: (on) => on.hub.faults.down('git'),
      problems: ['git-away'],
    },
    {
      what: 'credentials that it refuses',
      how: (on) => Object.assign(on.environment, { GIT_TOKEN: `${CANARY}wrong` }),
      problems: ['git-refused'],
    },
    {
      what: 'a branch that is not there',
      how: (on) =>
        on.configure({ source: { url: on.hub.gitUrl, branch: 'nope', password: { env: 'GIT_TOKEN' } } }),
      problems: ['git-refused'],
    },
    {
      what: 'a branch that was rewritten',
      how: (on) => on.push({ 'README.md': 'rewritten\n' }, 'rewritten'),
      problems: ['history-rewritten'],
    },
    {
      what: 'a repository with mistakes',
      how: (on) => on.push({ 'desired-state/fleet.yaml': 'hosts: {}\n' }),
      problems: ['fleet-mistakes'],
    },
    {
      what: 'a repository with a doubt',
      how: (on) => on.push({ 'desired-state/variables/hosts/alpha.yaml': 'reasons: { Chairs: because }\n' }),
      problems: ['fleet-doubts'],
    },
    {
      what: 'a host that the fleet does not list',
      how: (on) => on.configure({ host: 'gamma' }),
      problems: ['host-silent alpha', 'host-unknown'],
    },
    {
      what: 'secrets that can’t be had',
      how: (on) =>
        on.push({
          ...(baseline('Chairs', 'range: 4\na: "{{secret:NOWHERE}}"\nb: "{{secret:CLOSED}}"\n') as Texts),
          'desired-state/secrets/CLOSED.age': sealedFor(1),
          'desired-state/secrets/recipients.yaml': `hosts: { alpha: ${PUBLIC_KEYS[0]} }\n`,
        }),
      problems: ['secret-closed CLOSED', 'secret-nowhere NOWHERE'],
    },
    {
      what: 'an instance that is not here',
      how: (on) =>
        on.push(
          on.fleetFile(undefined, {
            instances: '  GONE01: { host: alpha, platform: paper, stage: dev }\n',
          }),
        ),
      problems: ['instance-missing alpha/GONE01'],
    },
    {
      what: 'an instance that the fleet does not name',
      how: (on) => {
        mkdirSync(join(on.folder, 'instances/NEW01/Minecraft'), { recursive: true });
        return () => rmSync(join(on.folder, 'instances/NEW01'), { recursive: true });
      },
      problems: ['instance-unknown NEW01'],
    },
    {
      what: 'an instance of another platform',
      how: (on) => {
        const both = baseline('Chairs', 'range: 4\n', { platforms: '[paper, velocity]' }) as Texts;
        on.push({ ...both, ...on.fleetFile(undefined, { platform: 'velocity' }) });
      },
      problems: ['instance-unusable alpha/DEV01'],
    },
    {
      what: 'a site for updates that is away',
      how: async (on) =>
        on.push({
          'desired-state/plugins.yaml': `plugins: { Chairs: { source: { kind: jenkins, project: http://127.0.0.1:${await freePort()}/job } } }\n`,
        }),
      problems: ['update-source-away'],
    },
  ]);
});

describe('the forge', () => {
  breaks([
    { what: 'a forge that is away', how: (on) => on.hub.faults.down('api'), problems: ['forge-away'] },
    {
      what: 'a token that it refuses',
      how: (on) => Object.assign(on.environment, { API_TOKEN: `${CANARY}wrong` }),
      problems: ['forge-refused'],
    },
    {
      what: 'a repository that it does not show',
      how: (on) =>
        on.configure({
          forge: {
            kind: 'github',
            repository: 'acme/other',
            apiUrl: on.hub.apiUrl,
            token: { env: 'API_TOKEN' },
          },
        }),
      problems: ['repository-hidden'],
    },
    {
      what: 'issues that are off',
      how: (on) => Object.assign(on.access, { issues: false }),
      problems: ['issues-off'],
    },
    {
      what: 'an account that may not push',
      how: (on) => Object.assign(on.access, { push: false }),
      problems: ['permission-missing'],
    },
    {
      what: 'a token with too few scopes',
      how: (on) => Object.assign(on.access, { scopes: 'public_repo' }),
      problems: ['permission-missing read:org', 'permission-missing repo'],
    },
    {
      what: 'a branch that is not protected',
      how: (on) => Object.assign(on.access, { protectedBranches: [] }),
      problems: ['branch-unprotected'],
    },
    {
      what: 'an account that approves',
      how: (on) => on.push(on.fleetFile(undefined, { approvers: 'Fleet-Bot' })),
      problems: ['account-approves'],
    },
  ]);
});

describe('the store', () => {
  const store = (on: DoctorRig, change: object) => ({
    store: {
      kind: 's3',
      endpoint: on.s3.endpoint,
      accessKey: { env: 'S3_ACCESS_KEY' },
      secretKey: { env: 'S3_SECRET_KEY' },
      encryptionKey: { env: 'ENCRYPTION_KEY' },
      ...change,
    },
  });
  breaks([
    {
      what: 'a store that is away',
      how: async (on) => on.configure(store(on, { endpoint: `http://127.0.0.1:${await freePort()}` })),
      problems: ['store-away backups', 'store-away reports'],
    },
    {
      what: 'keys that it refuses',
      how: (on) => Object.assign(on.environment, { S3_SECRET_KEY: `${CANARY}wrong` }),
      problems: ['store-refused backups', 'store-refused reports'],
    },
    {
      what: 'a bucket of somebody else',
      how: async (on) => {
        const other = await on.s3.addUser(`other-${Date.now()}`);
        Object.assign(on.environment, { S3_ACCESS_KEY: other.accessKey, S3_SECRET_KEY: other.secretKey });
      },
      problems: ['store-refused backups', 'store-refused reports'],
    },
    {
      what: 'a backup that another key wrote',
      how: async (on) => {
        await on.backups.put('runs/20261122-210707-772-422078.1.json', Buffer.from('{}'));
        Object.assign(on.environment, { ENCRYPTION_KEY: `${CANARY}another-key-of-32-characters` });
        return () => on.backups.delete('runs/20261122-210707-772-422078.1.json');
      },
      problems: ['store-key-differs'],
    },
    {
      what: 'what waits for the store',
      how: (on) => {
        on.spool.add('put', 'alpha/status.json', 2);
        return () => on.spool.drop('alpha/status.json');
      },
      problems: ['spool-waits'],
    },
    {
      what: 'a heartbeat that another key should have signed',
      how: (on) =>
        on.push(on.fleetFile(undefined, { hosts: `{ alpha: {}, beta: { publicKey: "${OTHER_KEY}" } }` })),
      problems: ['host-unproven beta'],
    },
    {
      what: 'another host that is silent',
      how: async (on) => {
        await on.reports.put('beta/heartbeat.json', heartbeat(Date.now() - HOUR));
        return () => on.reports.put('beta/heartbeat.json', heartbeat(Date.now()));
      },
      problems: ['host-silent beta'],
    },
  ]);
});

describe('AMP', () => {
  breaks([
    { what: 'an AMP that is away', how: (on) => on.amp.faults.down(), problems: ['amp-away'] },
    {
      what: 'a password that it refuses',
      how: (on) => Object.assign(on.environment, { AMP_PASSWORD: `${CANARY}wrong` }),
      problems: ['amp-refused'],
    },
    {
      what: 'an instance that it does not show',
      how: (on) => Object.assign(on.account, { permissions: ['ADS.*', 'Core.*'] }),
      problems: ['amp-instance-hidden DEV01'],
    },
    {
      what: 'a right to start servers that is missing',
      how: (on) =>
        Object.assign(on.account, {
          permissions: [
            'ADS.*',
            'Instances.*',
            'Core.AppManagement.StopApplication',
            'Core.AppManagement.SendConsoleInput',
            'Core.AppManagement.ReadConsole',
          ],
        }),
      problems: ['amp-right-missing DEV01'],
    },
  ]);
});

describe('services', () => {
  const only = (services: Readonly<Record<string, object>>) => (on: DoctorRig) =>
    on.pushAndTake(on.fleetFile(services as Record<string, unknown>));
  const redis = (port: number, more: object = {}) => ({
    kind: 'redis',
    address: `127.0.0.1:${port}`,
    ...more,
  });

  breaks([
    {
      what: 'each broken service by itself',
      how: async (on) => {
        const silent = await serveTcp(() => undefined);
        await only({
          closed: { kind: 'mariadb', address: `127.0.0.1:${await freePort()}` },
          hung: redis(silent),
          alsoHung: { kind: 'mariadb', address: `127.0.0.1:${silent}` },
          web: redis(Number(new URL(on.hub.apiUrl).port)),
          husk: redis(on.redisPort),
          other: redis(on.redisPort, { password: '{{secret:NOWHERE}}' }),
          well: redis(on.redisPort, { password: '{{secret:REDIS}}' }),
        })(on);
      },
      problems: [
        'service-away closed',
        'service-secret-missing other',
        'service-silent alsoHung',
        'service-silent hung',
        'service-stranger web',
        'service-wants-login husk',
      ],
    },
    {
      what: 'a password that is wrong',
      how: (on) => {
        const lines = `PLAN_DB=${CANARY}wrong\nREDIS=${CANARY}wrong\n`;
        writeFileSync(join(on.folder, 'secrets.env'), lines, { mode: 0o600 });
      },
      problems: ['service-refuses husk', 'service-refuses plan'],
    },
    {
      what: 'certificates that sign themselves or have ended',
      how: async (on) => {
        const folder = temporaryFolder();
        const serve = async (days: number) => {
          const port = await serveHttps(selfSigned(folder, days), (_request, response) => response.end());
          return { kind: 'http', url: `https://localhost:${port}/` };
        };
        await only({ own: await serve(40), old: await serve(-2) })(on);
      },
      problems: [
        'certificate-ended old',
        'certificate-untrusted own',
        'service-untrusted old',
        'service-untrusted own',
      ],
    },
  ]);

  it.skipIf(!canRun)('sends no password where no revision that was taken says so', async () => {
    const greeted: string[] = [];
    const port = await serveTcp((socket) => {
      socket.on('data', (chunk) => {
        greeted.push(chunk.toString());
        socket.end('-NOAUTH Authentication required.\r\n');
      });
    });
    const trap = { trap: redis(port, { password: '{{secret:REDIS}}' }) };
    rig.push(rig.fleetFile(trap));
    expect(problemsOf(await rig.examine())).toEqual([]);
    expect(greeted).toEqual([]);
    await rig.pushAndTake(rig.fleetFile(trap));
    expect(problemsOf(await rig.examine({ only: ['services'] }))).toEqual(['service-wants-login trap']);
    expect(greeted.join('')).toContain(`${CANARY}redis-password`);
  });
});

describe('the proof of an installation', () => {
  afterEach(() => rig?.heal());

  it.skipIf(!canRun)('leaves nothing behind, in the state folder or in the store', async () => {
    const before = { state: readdirSync(rig.state).sort(), store: await rig.backups.list('') };
    expect(problemsOf(await rig.examine({ only: ['trial', 'host-plan'] }))).toEqual([]);
    // The trial's copies lie where this host keeps its own until they are taken out again.
    expect(readdirSync(rig.state).filter((name) => name.startsWith('doctor-'))).toEqual([]);
    expect(await rig.backups.list('')).toEqual(before.store);
    expect(before.state.length).toBeGreaterThan(0);
  });

  it.skipIf(!canRun)('fails where no backup can be made, and leaves nothing all the same', async () => {
    Object.assign(rig.environment, { S3_SECRET_KEY: `${CANARY}wrong` });
    const findings = await rig.examine({ only: ['trial'] });
    expect(problemsOf(findings)).toContain('trial-failed');
    expect(JSON.stringify(findings)).not.toContain(CANARY);
    expect(readdirSync(rig.state).filter((name) => name.startsWith('doctor-'))).toEqual([]);
  });

  it.skipIf(!canRun)('tells of real instances that can’t be planned', async () => {
    await rig.pushAndTake(
      rig.fleetFile(undefined, { instances: '  GONE01: { host: alpha, platform: paper, stage: dev }\n' }),
    );
    expect(problemsOf(await rig.examine({ only: ['host-plan'] }))).toEqual(['plan-blocked alpha/GONE01']);
  });
});

describe('doctor itself', () => {
  afterEach(() => rig?.heal());

  it.skipIf(!canRun)('looks at what it is asked for alone', async () => {
    const findings = await rig.examine({ only: ['git-program', 'forge-rate'] });
    expect(findings.map(({ check }) => check)).toEqual(['git-program', 'forge-rate']);
  });

  it.skipIf(!canRun)('speaks to real services from the built program as well', async () => {
    const words = ['doctor', '--only', 'services', '--json', '--config', rig.settingsFile];
    const { code, out, err } = await startProcess(words, { folder: rig.folder, environment: rig.environment })
      .ended;
    expect(err).toBe('');
    expect(out.match(/and took the login/g)).toHaveLength(2);
    expect(out).not.toContain(CANARY);
    expect(code).toBe(0);
  });

  it.skipIf(!canRun)('finds a clock that is wrong, by the servers’ own', async () => {
    const findings = await rig.examine({ only: ['clock'] }, (parts) => ({
      ...parts,
      web: {
        get: async (url) => {
          const answer = await parts.web.get(url);
          return answer.kind === 'answered' ? { ...answer, atMillis: answer.atMillis + HOUR } : answer;
        },
      },
    }));
    expect(problemsOf(findings)).toEqual(['clock-wrong']);
  });

  it.skipIf(!canRun)('ends a check that takes too long, and only that', async () => {
    const never = { get: () => new Promise<never>(() => undefined) };
    const findings = await rig.examine(
      { limitMillis: 1500, only: ['agent-answers', 'git-program'] },
      (parts) => ({
        ...parts,
        web: never,
      }),
    );
    expect(problemsOf(findings)).toEqual(['check-too-slow']);
  });

  it.skipIf(!canRun)('survives a bug in a check, and does not tell its text', async () => {
    const broken = { get: () => Promise.reject(new TypeError(`${CANARY}bug`)) };
    const findings = await rig.examine({ only: ['agent-answers', 'git-program'] }, (parts) => ({
      ...parts,
      web: broken,
    }));
    expect(problemsOf(findings)).toEqual(['check-broken']);
    expect(JSON.stringify(findings)).not.toContain(CANARY);
  });
});
