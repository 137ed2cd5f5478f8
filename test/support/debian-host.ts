import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DebianMachine, type MachineOptions, startDebianMachine } from './debian-machine.ts';
import { debianRoot, nodeLayer } from './debian-root.ts';
import { makeOfflinePackage, type OfflinePackage } from './offline-package.ts';

/** Debian machines with Node and AMP's user on them, and packages of homeamp to install there. */
export interface DebianHosts {
  readonly folder: string;
  /** Clean Debian, without Node and without AMP. */
  readonly bare: readonly string[];
  /** With Node, npm, the user `amp` and a folder of instances; `deploy/` lies in `/root`. */
  readonly ready: readonly string[];
  /** Makes a package and gives its path on this machine. */
  pack(version: string, before?: OfflinePackage['before']): string;
  start(options: Pick<MachineOptions, 'layers' | 'systemd'>): Promise<DebianMachine>;
}

const SETUP = `
useradd --create-home --shell /bin/bash amp
runuser -u amp -- mkdir -p /home/amp/.ampdata/instances
tar -xzf /root/homeamp-0.1.0.tgz -C /root --strip-components=1 package/deploy
`;

/** Unpacks and prepares what is needed, in a folder that the caller removes. */
export async function prepareDebianHosts(): Promise<DebianHosts> {
  const root = await debianRoot();
  const folder = mkdtempSync(join(tmpdir(), 'homeamp-debian-'));
  const pack: DebianHosts['pack'] = (version, before) =>
    makeOfflinePackage({ folder, version, ...(before === undefined ? {} : { before }) });
  const start: DebianHosts['start'] = (options) => startDebianMachine({ folder, ...options });
  const withNode = [nodeLayer(), root];
  const machine = await start({ layers: withNode });
  machine.bring(pack('0.1.0'), '/root/homeamp-0.1.0.tgz');
  await must(machine, SETUP);
  await machine.stop();
  return { folder, bare: [root], ready: [machine.layer, ...withNode], pack, start };
}

/** What a command that must not fail printed. */
export async function must(machine: DebianMachine, lines: string): Promise<string> {
  const { code, output } = await machine.run(lines);
  if (code !== 0) throw new Error(`${lines}\n${output}`);
  return output;
}

/** What homeamp itself keeps, what the system writes by itself, and folders that nothing of ours goes to. */
const LEFT_OUT = [
  ...['/tmp', '/usr/lib', '/usr/local/lib/node_modules', '/usr/share'],
  ...['/var/cache', '/var/lib/homeamp/*', '/var/lib/systemd', '/var/log'],
];

/** What is on its disk, a line each: kind, owner, mode, and of what is no folder its size, time and target too. */
export async function treeOf(machine: DebianMachine): Promise<readonly string[]> {
  const without = LEFT_OUT.map((path) => `-path '${path}'`).join(' -o ');
  const folders = String.raw`-type d -printf '%p %y %u:%g %m\n'`;
  const others = String.raw`-printf '%p %y %u:%g %m %s %T@ %l\n'`;
  const output = await must(
    machine,
    `find / -xdev \\( ${without} \\) -prune -o \\( ${folders} -o ${others} \\)`,
  );
  return output.trimEnd().split('\n').sort();
}

/** A tree without times and sizes. */
export function withoutTimes(tree: readonly string[]): readonly string[] {
  return tree.map((line) => line.replace(/ \d+ \d+\.\d+/, ''));
}
