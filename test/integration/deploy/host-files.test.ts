import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as z from 'zod';
import { agentSchema } from '../../../src/settings/settings-schema.ts';
import { createSettingsRig, rsaKey, settingsOf } from '../settings/settings-rig.ts';

const DEPLOY = join(import.meta.dirname, '../../../deploy');
const read = (name: string) => readFileSync(join(DEPLOY, name), 'utf8');
const has = (program: string) => spawnSync(program, ['--version']).status === 0;

function temporaryFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'homeamp-deploy-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

/** The unit beside a program that is there, since homeamp is not installed on this machine. */
function writeUnit(dir: string): string {
  const path = join(dir, 'homeamp-agent.service');
  writeFileSync(
    path,
    read('systemd/homeamp-agent.service').replace('/opt/homeamp/current/bin/homeamp', '/bin/true'),
  );
  return path;
}

describe.skipIf(!has('systemd-analyze'))('deploy/systemd/homeamp-agent.service', () => {
  it('is read by systemd without a word', () => {
    const { status, stdout, stderr } = spawnSync(
      'systemd-analyze',
      ['verify', writeUnit(temporaryFolder())],
      {
        encoding: 'utf8',
      },
    );
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('exposes no more than 2.0', () => {
    const words = ['security', '--offline=yes', '--no-pager', '--threshold=20', writeUnit(temporaryFolder())];
    const { status, stdout } = spawnSync('systemd-analyze', words, { encoding: 'utf8' });
    expect(status, stdout).toBe(0);
    const score = /Overall exposure level for homeamp-agent\.service: ([\d.]+)/.exec(stdout)?.[1];
    const said = /scores ([\d.]+)/.exec(
      readFileSync(join(DEPLOY, '../docs/decisions/0038-agent-user.md'), 'utf8'),
    );
    expect(score).toBe(said?.[1]);
  });

  it('gives the agent more time to stop than it takes', () => {
    const seconds = Number(/^TimeoutStopSec=(\d+)s$/m.exec(read('systemd/homeamp-agent.service'))?.[1]);
    const source = readFileSync(join(DEPLOY, '../src/agent/follow-servers.ts'), 'utf8');
    const longest = Number(/LONGEST_MILLIS = ([\d_]+)/.exec(source)?.[1]?.replaceAll('_', '')) / 1000;
    expect(longest).toBeGreaterThan(0);
    expect(seconds).toBeGreaterThanOrEqual(longest + 30);
  });
});

describe.skipIf(!has('shellcheck'))('deploy/install.sh', () => {
  it('has nothing that shellcheck minds', () => {
    const words = [
      '--external-sources',
      '--source-path=SCRIPTDIR',
      '--shell=bash',
      join(DEPLOY, 'install.sh'),
    ];
    const { status, stdout } = spawnSync('shellcheck', words, { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  it('reads every part of itself', () => {
    const script = read('install.sh');
    const parts = readdirSync(join(DEPLOY, 'install'));
    expect(parts.length).toBeGreaterThan(5);
    expect(parts.filter((part) => !script.includes(`\n. "$HERE/install/${part}"\n`))).toEqual([]);
  });
});

describe('the examples of settings', () => {
  const environment = Object.fromEntries(
    [...read('secrets.env.example').matchAll(/^#(HOMEAMP_[A-Z0-9_]+)=$/gm)].map(([, name]) => [
      name ?? '',
      'example-token-of-32-characters-00',
    ]),
  );

  /** Settings with the files that they name. */
  function check(text: string) {
    const rig = createSettingsRig();
    mkdirSync(rig.file('homeamp'));
    rig.write('homeamp/app.pem', rsaKey());
    rig.write('homeamp/backup.key', 'example-key-of-more-than-32-characters\n');
    return rig.check(text.replaceAll('/etc/homeamp', 'DIR/homeamp'), environment);
  }

  it.for(['hetzner-xeon', 'ovh-ryzen'])('are right for %s, a host of the reference fleet', (host) => {
    const checked = check(read(`agent.${host}.example.yaml`));
    expect(checked.issues).toEqual([]);
    expect(settingsOf(checked)).toMatchObject({ host, state: '/var/lib/homeamp' });
    const fleet = readFileSync(join(DEPLOY, '../desired-state/fleet.yaml'), 'utf8');
    expect(fleet).toContain(`\n  ${host}: {`);
  });

  it('begin with one that needs nothing but a token', () => {
    const filled = read('agent.starter.yaml')
      .replace('HOST_NAME', 'frost')
      .replace('INSTANCES_FOLDER', '/srv/amp');
    const checked = check(filled);
    expect(checked.issues).toEqual([]);
    expect(settingsOf(checked).host).toBe('frost');
  });

  it('name every secret that an example takes from the environment', () => {
    const examples = readdirSync(DEPLOY).filter((name) => name.endsWith('.yaml'));
    const wanted = examples.flatMap((name) =>
      [...read(name).matchAll(/\{ env: (\w+) \}/g)].map(([, variable]) => variable ?? ''),
    );
    expect(new Set(wanted).size).toBeGreaterThan(5);
    expect(wanted.filter((name) => name !== 'NAME' && environment[name] === undefined)).toEqual([]);
  });

  it('have every field, in agent.example.yaml', () => {
    const example = read('agent.example.yaml');
    const missing = fieldsOf(z.toJSONSchema(agentSchema, { io: 'input' })).filter(
      (field) => !new RegExp(`^ *(?:#|- )?(?:.*[{,] )?${field}:`, 'm').test(example),
    );
    expect(missing).toEqual([]);
  });
});

/** The names of all fields in a schema, at any depth, but for the two ways to name a secret. */
function fieldsOf(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema && typeof schema.properties === 'object' ? schema.properties : {};
  const names = Object.keys(own ?? {}).filter((name) => name !== 'env' && name !== 'file');
  return [...names, ...Object.values(schema).flatMap(fieldsOf)].filter((name) => name !== 'properties');
}

describe.skipIf(!has('logrotate'))('deploy/logrotate/homeamp', () => {
  it('keeps what was written and lets the agent write on into the same file', () => {
    const dir = temporaryFolder();
    writeFileSync(join(dir, 'agent.log'), 'old\n');
    const settings = join(dir, 'settings');
    writeFileSync(
      settings,
      `su root root\n${read('logrotate/homeamp').replaceAll('/var/log/homeamp', dir)}`,
      {
        mode: 0o644,
      },
    );
    const words = ['--force', '--state', join(dir, 'state'), settings];
    const { status, stderr } = spawnSync('logrotate', words, { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(readFileSync(join(dir, 'agent.log.1'), 'utf8')).toBe('old\n');
    expect(readFileSync(join(dir, 'agent.log'), 'utf8')).toBe('');
  });
});

describe('the other files', () => {
  it('hold no secret, and no address of anybody', () => {
    const files = readdirSync(DEPLOY, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(15);
    const text = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8')).join('\n');
    expect(text).not.toMatch(/ghp_|github_pat_\w{20}|-----BEGIN [A-Z ]*PRIVATE KEY/);
  });
});
