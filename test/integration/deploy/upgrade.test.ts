import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DebianHosts, must, prepareDebianHosts } from '../../support/debian-host.ts';
import type { DebianMachine } from '../../support/debian-machine.ts';
import { hasDebian } from '../../support/debian-root.ts';

const SCRIPT = '/root/deploy/install.sh';

/** A fleet that has nothing to do, so that doctor finds nothing amiss. */
const FLEET = `
mkdir -p /srv/fleet/desired-state && cd /srv/fleet && git init -q -b main
printf 'hosts: { frost: { address: 192.0.2.10 } }\\nstages: [production]\\n' >desired-state/fleet.yaml
printf 'instances: { SMP01: { host: frost, platform: paper, stage: production } }\\n' >>desired-state/fleet.yaml
printf 'plugin,SMP01\\n' >desired-state/deployment-matrix.csv
git add -A && git -c user.name=a -c user.email=a@example.org commit -qm "One server"
git config --system safe.directory '*'
runuser -u amp -- mkdir -p /home/amp/.ampdata/instances/SMP01/Minecraft
runuser -u amp -- touch /home/amp/.ampdata/instances/SMP01/MinecraftModule.kvp
cat >/root/agent.yaml <<'E'
host: frost
source: { url: /srv/fleet, branch: main }
gates: { trustFirstRevision: true }
amp: { instances: /home/amp/.ampdata/instances }
E
`;

/** Ends the script before it asks doctor while the agent is stopped. */
const CUT = `cat >/root/cut <<'E'
set -T
trap '[[ $BASH_COMMAND != ask_doctor* || ! -e /opt/homeamp/.agent-to-start ]] || kill -9 $$' DEBUG
E
`;

const WRITE_NEWER_STATE = `
systemctl stop homeamp-agent && cd /opt/homeamp/current/lib/node_modules/homeamp && runuser -u amp -- node -e "
const path = '/var/lib/homeamp/state.mdb';
const root = require('lmdb').open({ path, noSubdir: true, encoding: 'binary', overlappingSync: false });
root.putSync('format', Buffer.from('99')); root.close()"
`;

describe.skipIf(!hasDebian)('install.sh upgrade on a Debian 12 that systemd runs', () => {
  let hosts: DebianHosts;
  let machine: DebianMachine;
  const processOfAgent = () => must(machine, 'systemctl show --property MainPID --value homeamp-agent');
  const inUse = () => must(machine, 'systemctl is-active homeamp-agent; readlink /opt/homeamp/current');
  const pack = (version: string, before?: string) =>
    machine.bring(hosts.pack(version, before), `/root/homeamp-${version}.tgz`);
  const upgrade = (version: string, environment = {}) =>
    machine.run(`${SCRIPT} upgrade /root/homeamp-${version}.tgz`, { environment });

  beforeAll(async () => {
    hosts = await prepareDebianHosts();
    machine = await hosts.start({ layers: hosts.ready, systemd: true });
    await must(machine, FLEET);
    await must(machine, `${SCRIPT} install /root/homeamp-0.1.0.tgz --config /root/agent.yaml`);
    await must(machine, 'systemctl --quiet enable --now homeamp-agent');
    pack('0.2.0');
  }, 300_000);
  afterAll(async () => {
    await machine?.stop();
    rmSync(hosts.folder, { recursive: true, force: true });
  });

  it('does nothing in a dry run', async () => {
    const before = await processOfAgent();
    const output = await must(machine, `${SCRIPT} upgrade --dry-run /root/homeamp-0.2.0.tgz`);
    expect(output).toContain('would let /opt/homeamp/current lead to releases/0.2.0-');
    expect(await processOfAgent()).toBe(before);
    expect(await inUse()).toMatch(/^active\nreleases\/0\.1\.0-/);
  });

  it('does not replace by install', async () => {
    const { code, output } = await machine.run(`${SCRIPT} install /root/homeamp-0.2.0.tgz`);
    expect({ code, output }).toEqual({ code: 2, output: expect.stringContaining('is installed already') });
  });

  it('refuses a version that does not take the settings, while the agent runs on', async () => {
    pack('0.3.0', "if (process.argv[2] === 'config') { console.log('unknown key'); process.exit(2); }");
    const before = await processOfAgent();
    const { code, output } = await upgrade('0.3.0');
    expect({ code, output }).toEqual({ code: 2, output: expect.stringContaining('does not take this host') });
    expect(await processOfAgent()).toBe(before);
    expect(await must(machine, 'ls /opt/homeamp/releases')).toMatch(/^0\.1\.0-\w+\n$/);
  });

  it('goes back by itself when doctor no longer finds all well', async () => {
    pack('0.4.0', "if (process.argv[2] === 'doctor') { console.log('not well'); process.exit(1); }");
    const { code, output } = await upgrade('0.4.0');
    expect({ code, output }).toEqual({ code: 5, output: expect.stringContaining('is in use again') });
    expect(await inUse()).toMatch(/^active\nreleases\/0\.1\.0-/);
  });

  it('goes back by itself when the agent does not stay up', async () => {
    pack('0.5.0', "if (process.argv[2] === 'agent') process.exit(70);");
    const { code, output } = await upgrade('0.5.0');
    expect({ code, output }).toEqual({ code: 5, output: expect.stringContaining('does not stay up') });
    expect(await inUse()).toMatch(/^active\nreleases\/0\.1\.0-/);
  });

  it('goes on after it was killed while the agent was stopped', async () => {
    await must(machine, CUT);
    expect((await upgrade('0.2.0', { BASH_ENV: '/root/cut' })).code).toBe(137);
    expect((await machine.run('systemctl is-active homeamp-agent')).output).toBe('inactive\n');
    const { code, output } = await upgrade('0.2.0');
    expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('homeamp 0.2.0 is in use') });
    expect(await inUse()).toMatch(/^active\nreleases\/0\.2\.0-/);
    expect(await must(machine, 'homeamp --version')).toBe('0.2.0\n');
  });

  it('keeps settings, state and one older version, and changes nothing the second time', async () => {
    expect(await must(machine, 'cat /etc/homeamp/agent.yaml')).toContain('trustFirstRevision: true');
    const releases = await must(machine, 'ls /opt/homeamp/releases');
    expect(releases).toMatch(/^0\.1\.0-\w+\n0\.2\.0-\w+\n$/);
    const before = await processOfAgent();
    expect((await upgrade('0.2.0')).output).toBe('homeamp 0.2.0 is in use; nothing was to be changed.\n');
    expect(await processOfAgent()).toBe(before);
  });

  it('refuses an older version that can not read the state', async () => {
    await must(machine, WRITE_NEWER_STATE);
    const { code, output } = await upgrade('0.1.0');
    expect({ code, output }).toEqual({
      code: 2,
      output: expect.stringContaining("can't use this host's state"),
    });
    expect(output).toContain('was written by a newer homeamp');
    expect(await inUse()).toContain('releases/0.2.0-');
  });
});
