import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitHubStandIn, startGitHubStandIn } from '../../../src/stand-ins/github/index.ts';
import { DEBIAN_DOCUMENTS } from '../../docs/debian-documents.ts';
import { postsOf } from '../../docs/hub-world.ts';
import { readDocument } from '../../docs/read-document.ts';
import { type DebianHosts, must, prepareDebianHosts } from '../../support/debian-host.ts';
import type { DebianMachine } from '../../support/debian-machine.ts';
import { playOnDebian, type Stage } from '../../support/debian-play.ts';
import { hasDebian, nodeLayer } from '../../support/debian-root.ts';

const ADDRESS = 'https://github.com/acme/network.git';

/** AMP's user with three servers as they come, and people who may push to GitHub. */
const AMP = (gitUrl: string) => `
useradd --create-home --shell /bin/bash amp
for name in HUB01 SMP01 SMP02; do
  folder=/home/amp/.ampdata/instances/$name
  mkdir -p $folder/Minecraft/plugins/Essentials && touch $folder/MinecraftModule.kvp
  printf 'motd=A Minecraft Server\\nonline-mode=true\\nview-distance=10\\n' >$folder/Minecraft/server.properties
  printf 'teleport-cooldown: 0\\nteleport-delay: 0\\nmax-homes: 3\\n' >$folder/Minecraft/plugins/Essentials/config.yml
done
sed -i s/online-mode=true/online-mode=false/ /home/amp/.ampdata/instances/HUB01/Minecraft/server.properties
chown -R amp:amp /home/amp/.ampdata
git config --system user.name 'Alice Admin'
git config --system user.email alice@example.org
runuser -u amp -- git config --global url.${gitUrl.replace('//', '//alice:token-of-alice@')}.insteadOf ${gitUrl}
`;

/** A server whose Java may open low ports, so that its user can't look into it, and a plain one. */
const SERVERS = `
cp /usr/bin/sleep /usr/local/bin/java
cd /home/amp/.ampdata/instances/SMP01/Minecraft
who='--reuid amp --regid amp --init-groups'
setpriv $who --inh-caps +net_bind_service --ambient-caps +net_bind_service java 600 >/dev/null 2>&1 &
echo $! >/root/servers
cd ../../SMP02/Minecraft
setpriv $who java 600 >/dev/null 2>&1 &
echo $! >>/root/servers
`;
const PROPOSE = `
cd ~/fleet && git fetch --quiet && git switch --quiet --create still-farther origin/main
sed -i "s/VIEW_DISTANCE: 12/VIEW_DISTANCE: 14/" desired-state/variables/groups/survival.yaml
git commit --quiet --all --message "See still farther" && git push --quiet origin still-farther
`;

describe.skipIf(!hasDebian)('the documents, done on a Debian 12 that systemd runs', () => {
  let hosts: DebianHosts;
  let hub: GitHubStandIn;
  let machine: DebianMachine;
  let stage: Stage;
  const pulls: number[] = [];

  beforeAll(async () => {
    hosts = await prepareDebianHosts();
    hub = await startGitHubStandIn({
      folder: hosts.folder,
      tokens: { 'token-of-the-documents': 'homeamp-bot', 'token-of-alice': 'alice' },
      people: { alice: 'admin', bob: 'write' },
    });
    machine = await hosts.start({ layers: hosts.bare, systemd: true });
    await must(machine, AMP(hub.gitUrl));
    machine.bring(archiveOfNode(hosts.folder), '/root/node-v22.0.0-linux-x64.tar.gz');
    hosts.pack('0.2.0');
    for (const version of ['0.1.0', '0.2.0'])
      machine.bring(join(hosts.folder, `homeamp-${version}.tgz`), `/root/homeamp-${version}.tgz`);
    const places = new Map([
      [ADDRESS, hub.gitUrl],
      ['https://api.github.com', hub.apiUrl],
    ]);
    stage = { machine, places, posts: new Map(postsOf(hub, pulls)), before: [], names: new Map() };
  }, 300_000);
  afterAll(async () => {
    await machine?.stop();
    await hub?.close();
    rmSync(hosts.folder, { recursive: true, force: true });
  });

  /** Until the agent has looked once more. */
  const looked = async (what: () => Promise<boolean>) => {
    for (let look = 0; look < 100; look += 1) {
      if (await what()) return;
      await wait(200);
    }
    throw new Error(await must(machine, 'journalctl --no-pager -u homeamp-agent | tail -30'));
  };
  const says = (text: string) => async () =>
    (await must(machine, 'homeamp status 2>&1; true')).includes(text);

  it('install.md leads from a bare system to the first pull request', { timeout: 180_000 }, async () => {
    stage.before.push(
      ['sudo homeamp status', () => looked(says('has not taken any revision yet'))],
      ['sudo homeamp status', () => looked(says('InSync  4 of 4'))],
      [
        'status-of-pull',
        async () => {
          pulls.push(await hub.openPull({ head: 'farther', author: 'bob' }));
          await must(machine, 'systemctl reload homeamp-agent');
          const status = stage.posts.get('status-of-pull');
          await looked(async () => status?.().includes('success') === true);
        },
      ],
      [
        'sudo homeamp status',
        async () => {
          const pull = pulls[0] ?? 0;
          hub.review({ pull, by: 'alice', verdict: 'APPROVED' });
          await hub.merge({ pull, by: 'bob', method: 'merge' });
          await must(machine, 'systemctl reload homeamp-agent');
          await looked(says('reviewed by alice'));
        },
      ],
    );
    expect(await playOnDebian(readDocument('docs/install.md'), stage)).toBeGreaterThan(15);
    expect(await must(machine, 'stat -c %U:%G:%a /etc/homeamp/agent.yaml /etc/homeamp/secrets.env')).toBe(
      'root:amp:640\nroot:root:600\n',
    );
  });

  it('the agent in its sandbox sees servers, and leaves alone those that it can not look into', {
    timeout: 120_000,
  }, async () => {
    await must(machine, SERVERS);
    await must(machine, `runuser -u amp -- bash -c '${PROPOSE}'`);
    const pull = await hub.openPull({ head: 'still-farther', author: 'bob' });
    hub.review({ pull, by: 'alice', verdict: 'APPROVED' });
    await hub.merge({ pull, by: 'bob', method: 'merge' });
    await must(machine, 'systemctl reload homeamp-agent');
    await looked(async () =>
      /SMP01 +Blocked.*SMP02 +Blocked/s.test((await machine.run('homeamp status')).output),
    );
    const distances = 'cd /home/amp/.ampdata/instances && cat SMP0*/Minecraft/server.properties | grep view';
    const status = (await machine.run('homeamp status')).output;
    expect(status).toMatch(/SMP01 +Blocked.*(?:can't be looked into|not known)/);
    expect(status).toMatch(/SMP02 +Blocked.*the server is running/);
    expect(await must(machine, distances)).toBe('view-distance=12\nview-distance=12\n');
    await must(machine, 'kill $(cat /root/servers) && systemctl reload homeamp-agent');
    await looked(async () => (await must(machine, distances)) === 'view-distance=14\nview-distance=14\n');
    expect(
      await must(machine, 'stat -c %U:%G /home/amp/.ampdata/instances/SMP01/Minecraft/server.properties'),
    ).toBe('amp:amp\n');
  });

  it('the unit is without a flaw, and scores better than 2.0', async () => {
    expect(await must(machine, 'systemd-analyze verify homeamp-agent.service')).toBe('');
    const score = await must(
      machine,
      'systemd-analyze security --threshold=20 --no-pager homeamp-agent | tail -n 1',
    );
    expect(score).toMatch(/Overall exposure level for homeamp-agent\.service: 1\.\d/);
  });

  it('the running agent may write where it must, and nowhere else', async () => {
    const inside =
      'nsenter --mount --root --wd --target $(systemctl show --property MainPID --value homeamp-agent)';
    const mayWrite = async (folder: string) =>
      (await machine.run(`${inside} sh -c 'touch ${folder}/try && rm ${folder}/try'`)).output.trim();
    for (const folder of ['/home/amp/.ampdata/instances/SMP01', '/var/lib/homeamp', '/tmp'])
      expect(await mayWrite(folder), folder).toBe('');
    for (const folder of ['/etc/homeamp', '/home/amp', '/opt/homeamp', '/usr/local/bin', '/var/lib'])
      expect(await mayWrite(folder), folder).toContain('Read-only file system');
    const agent = '/proc/$(systemctl show --property MainPID --value homeamp-agent)/status';
    const status = await must(machine, `grep -E '^(Cap|NoNewPrivs|Seccomp:)' ${agent}`);
    expect(status).toMatch(/CapBnd:\t0{16}\n.*NoNewPrivs:\t1\nSeccomp:\t2\n/s);
  });

  it('the others follow, to the last file', { timeout: 180_000 }, async () => {
    for (const path of DEBIAN_DOCUMENTS.filter((path) => path !== 'docs/install.md'))
      expect(await playOnDebian(readDocument(path), stage), path).toBeGreaterThan(0);
    expect(await must(machine, 'ls -d /opt/homeamp /etc/homeamp /var/lib/homeamp 2>/dev/null; true')).toBe(
      '',
    );
  });
});

/** Node in the shape of its archive for Linux. */
function archiveOfNode(folder: string): string {
  const file = join(folder, 'node-v22.0.0-linux-x64.tar.gz');
  const rename = ['--transform', 's,^\\.,node-v22.0.0-linux-x64,SH'];
  execFileSync('tar', ['-C', join(nodeLayer(), 'usr/local'), ...rename, '-I', 'gzip -1', '-cf', file, '.']);
  return file;
}
