import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import {
  type DebianHosts,
  must,
  prepareDebianHosts,
  treeOf,
  withoutTimes,
} from '../../support/debian-host.ts';
import type { DebianMachine } from '../../support/debian-machine.ts';
import { hasDebian } from '../../support/debian-root.ts';

const INSTALL = '/root/deploy/install.sh install /root/homeamp-0.1.0.tgz';

/** Ends the script before the command that fits, for the nth time, as a power cut does. */
const CUT = `set -T
seen=0
trap 'case $BASH_COMMAND in $CUT_BEFORE) seen=$((seen + 1)); [ $seen -lt $CUT_TIME ] || kill -9 $$ ;; esac' DEBUG
`;

describe.skipIf(!hasDebian)('install.sh on a clean Debian 12', () => {
  let hosts: DebianHosts;
  beforeAll(async () => {
    hosts = await prepareDebianHosts();
  }, 300_000);
  afterAll(() => rmSync(hosts.folder, { recursive: true, force: true }));

  const start = async (layers: readonly string[] = hosts.ready): Promise<DebianMachine> => {
    const machine = await hosts.start({ layers });
    onTestFinished(() => machine.stop());
    return machine;
  };

  it('lists all that is missing at once, with what to do, and changes nothing', async () => {
    const machine = await start(hosts.bare);
    machine.bring('deploy', '/root/deploy');
    const before = await treeOf(machine);
    const { code, output } = await machine.run(`${INSTALL}`);
    expect(code).toBe(2);
    expect(output).toContain('3 to put right. Nothing was changed.');
    expect(output).toMatch(/- node is not in .*\n {6}Unpack/);
    expect(output).toMatch(/- npm is not there.*\n {6}Unpack/);
    expect(output).toMatch(/- There is no user 'amp'.\n {6}Install AMP first/);
    expect(await treeOf(machine)).toEqual(before);
  });

  it.for([
    [
      'an old Node',
      "printf '#!/bin/sh\\necho v18.20.4\\n' >/usr/local/bin/node",
      /node is 18\.20\.4; 20\.19 or newer/,
    ],
    [
      'an old git',
      "printf '#!/bin/sh\\necho git version 2.37.9\\n' >/usr/bin/git",
      /git is 2\.37\.9; 2\.38 or newer/,
    ],
    [
      'another distribution',
      'printf "ID=ubuntu\\nVERSION_ID=\\"24.04\\"\\n" >/etc/os-release',
      /ubuntu 24\.04, not Debian 12/,
    ],
    ['no word on the distribution', 'rm /etc/os-release /usr/lib/os-release', /an unknown system/],
    ['no instances', 'rm -r /home/amp/.ampdata', /no folder \/home\/amp\/\.ampdata\/instances/],
    ['instances of somebody else', 'chown root /home/amp/.ampdata/instances', /belongs to root, not to amp/],
    [
      'a full disk',
      'mount -t tmpfs -o size=100m tmpfs /opt',
      /The disk of \/opt\/homeamp has 100 MB left; 500 are needed/,
    ],
    [
      'another homeamp',
      'ln -s ../lib/x /usr/local/bin/homeamp',
      /Another homeamp is at \/usr\/local\/bin\/homeamp/,
    ],
  ] as const)('refuses %s and changes nothing', async ([, spoil, message]) => {
    const machine = await start();
    await must(machine, spoil);
    const before = await treeOf(machine);
    const { code, output } = await machine.run(INSTALL);
    expect({ code, output }).toEqual({ code: 2, output: expect.stringMatching(message) });
    expect(await treeOf(machine)).toEqual(before);
  });

  it.for([
    ['is no package', 'echo x >/root/homeamp-0.1.0.tgz', INSTALL, 'is not a package of homeamp'],
    ['is not there', 'rm /root/homeamp-0.1.0.tgz', INSTALL, 'There is no package file'],
    ['names root', 'true', `${INSTALL} --user root`, "AMP's user is root"],
    [
      'has a path that systemd would read otherwise',
      'true',
      `${INSTALL} --instances '/srv/a b'`,
      "can't be AMP's folder",
    ],
    ['has an option too many', 'true', `${INSTALL} --fast`, "There is no option '--fast'"],
  ] as const)('refuses what %s', async ([, spoil, line, message]) => {
    const machine = await start();
    await must(machine, spoil);
    const before = await treeOf(machine);
    const { code, output } = await machine.run(line);
    expect({ code, output }).toEqual({ code: 2, output: expect.stringContaining(message) });
    expect(await treeOf(machine)).toEqual(before);
  });

  it('installs, and changes nothing the second time', async () => {
    const machine = await start();
    const clean = await treeOf(machine);
    expect(await must(machine, `${INSTALL} --dry-run`)).toContain('would write /etc/homeamp/agent.yaml');
    expect(await treeOf(machine)).toEqual(clean);

    const first = await must(machine, INSTALL);
    expect(first).toContain('+ write /etc/homeamp/secrets.env (root:root, 0600)');
    expect(first).toContain('sudo systemctl enable --now homeamp-agent.service');
    const tree = await treeOf(machine);
    const rightsOf = (path: string) =>
      tree
        .find((line) => line.startsWith(`${path} `))
        ?.split(' ')
        .slice(1, 4);
    expect(rightsOf('/etc/homeamp')).toEqual(['d', 'root:amp', '750']);
    expect(rightsOf('/etc/homeamp/agent.yaml')).toEqual(['f', 'root:amp', '640']);
    expect(rightsOf('/etc/homeamp/secrets.env')).toEqual(['f', 'root:root', '600']);
    expect(rightsOf('/var/lib/homeamp')).toEqual(['d', 'amp:amp', '700']);
    expect(rightsOf('/usr/local/bin/homeamp')).toEqual(['f', 'root:root', '755']);
    const own = tree.filter((line) => /^\/(?:opt\/homeamp|etc\/systemd\/system\/homeamp)/.test(line));
    expect(own.length).toBeGreaterThan(50);
    expect(own.filter((line) => !/ root:root (?:[0-7]?[0-7][45][45]|777) ?/.test(line))).toEqual([]);

    expect(await must(machine, INSTALL)).toContain('nothing was to be changed');
    expect(await treeOf(machine)).toEqual(tree);

    expect((await machine.run('/root/deploy/install.sh uninstall --purge')).code).toBe(2);
    expect(await treeOf(machine)).toEqual(tree);
    expect(await must(machine, '/root/deploy/install.sh uninstall')).toContain('Settings and state are kept');
    const kept = (await treeOf(machine))
      .filter((line) => !clean.includes(line))
      .map((line) => line.split(' ')[0]);
    expect(kept.every((path) => /^\/(?:etc|var\/lib)\/homeamp(?:\/|$)/.test(path ?? ''))).toBe(true);
    expect(kept).toContain('/etc/homeamp/secrets.env');
    await must(machine, '/root/deploy/install.sh uninstall --purge --yes');
    expect(await treeOf(machine)).toEqual(clean);
    expect(await must(machine, '/root/deploy/install.sh uninstall')).toContain('nothing was to be changed');
  });

  it('puts right what was spoilt, and keeps what was edited', async () => {
    const machine = await start();
    await must(machine, `${INSTALL} --host ember`);
    expect(await must(machine, 'cat /etc/homeamp/agent.yaml')).toContain('host: ember');
    await must(
      machine,
      'echo "# mine" >>/etc/homeamp/agent.yaml; echo HOMEAMP_GITHUB_TOKEN=abc >>/etc/homeamp/secrets.env; chmod 644 /etc/homeamp/secrets.env; chown root /var/lib/homeamp; rm /etc/systemd/system/homeamp-agent.service; echo x >>/usr/local/bin/homeamp; echo "# mine" >>/etc/logrotate.d/homeamp',
    );
    const output = await must(machine, INSTALL);
    expect(output).toContain('+ set /etc/homeamp/secrets.env to root:root, 0600');
    expect(output).toContain('+ set /var/lib/homeamp to amp:amp, 0700');
    expect(output).toContain('+ write /etc/systemd/system/homeamp-agent.service');
    expect(output).toContain('+ write /usr/local/bin/homeamp anew');
    expect(await must(machine, 'tail -qn 1 /etc/homeamp/agent.yaml /etc/homeamp/secrets.env')).toBe(
      '# mine\nHOMEAMP_GITHUB_TOKEN=abc\n',
    );
    const gone = await must(machine, '/root/deploy/install.sh uninstall');
    expect(gone).toContain('Kept /etc/logrotate.d/homeamp: it was edited.');
  });

  it('writes a drop-in where AMP has another user or folder, and remembers both', async () => {
    const machine = await start();
    await must(machine, 'useradd -m steve; mkdir -p /srv/amp; chown steve /srv/amp');
    await must(machine, `${INSTALL} --user steve --instances /srv/amp`);
    const dropIn = await must(machine, 'cat /etc/systemd/system/homeamp-agent.service.d/10-host.conf');
    expect(dropIn).toContain('User=steve\nGroup=steve\nReadWritePaths=\nReadWritePaths=/srv/amp\n');
    expect(await must(machine, 'stat -c %U:%G /var/lib/homeamp')).toBe('steve:steve\n');
    expect(await must(machine, 'cat /etc/homeamp/agent.yaml')).toContain('instances: /srv/amp');
    expect(await must(machine, INSTALL)).toContain('nothing was to be changed');
    expect(
      await must(
        machine,
        'cd / && echo "a; touch /tmp/x #" >>/etc/homeamp/secrets.env && homeamp --version; ls /tmp',
      ),
    ).toBe('0.1.0\n');
  });

  it('leaves nothing half done when npm runs out of disk', async () => {
    const machine = await start();
    await must(machine, 'mount -t tmpfs -o size=1g,nr_inodes=60 tmpfs /opt');
    const { code, output } = await machine.run(INSTALL);
    expect({ code, output }).toEqual({ code: 3, output: expect.stringContaining('npm could not install') });
    expect(await must(machine, 'ls -A /opt/homeamp/releases; ls /etc/homeamp 2>/dev/null; true')).toBe('');
    await must(machine, 'mount -o remount,nr_inodes=0 /opt');
    expect(await must(machine, INSTALL)).toContain('homeamp 0.1.0 is installed.');
  });

  it('can be killed after each step and in the middle of each file, and ends the same', {
    timeout: 180_000,
  }, async () => {
    const [whole, cut] = [await start(), await start()];
    await must(whole, INSTALL);
    await must(cut, `cat >/root/cut <<'E'\n${CUT}E`);
    const cuts = async (before: string, time: (run: number) => number): Promise<number> => {
      for (let run = 1; ; run += 1) {
        const environment = { BASH_ENV: '/root/cut', CUT_BEFORE: before, CUT_TIME: String(time(run)) };
        const { code, output } = await cut.run(INSTALL, { environment });
        if (code === 0) return run - 1;
        expect(code, output).toBe(137);
        expect(run).toBeLessThan(40);
      }
    };
    // Each run gets one file further before it is cut off between writing and renaming.
    expect(await cuts('mv *', (run) => run)).toBeGreaterThan(2);
    await must(cut, '/root/deploy/install.sh uninstall --purge --yes');
    // Each run makes one change.
    expect(await cuts('announce *', () => 1)).toBeGreaterThan(12);
    await must(cut, 'rm /root/cut');
    expect(withoutTimes(await treeOf(cut))).toEqual(withoutTimes(await treeOf(whole)));
  });
});
