import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type AmpStandIn, type SimulatedServerSpec, startAmpStandIn } from '../../src/stand-ins/amp/index.ts';
import { createHubWorld, type HubWorld, must, takeFirstRevision, writeSettings } from './hub-world.ts';

const PANEL = 'http://127.0.0.1:8080';
const PASSWORD = 'password-of-the-documents';

/** The world of an agent whose servers run under a stand-in for AMP, with nobody on them. */
export interface AmpWorld extends HubWorld {
  readonly amp: AmpStandIn;
  /** Lets the servers that fail bear their new files from now on. */
  readonly mend: () => void;
}

export interface AmpWorldOptions {
  /** Servers with a plugin that does not bear the change that is proposed in these worlds. */
  readonly failing?: readonly string[];
}

export async function createAmpWorld({ failing = [] }: AmpWorldOptions = {}): Promise<AmpWorld> {
  const world = await createHubWorld();
  await hurry(world);
  await takeFirstRevision(world);
  let isMended = false;
  const refuse = (text: string) => (isMended ? undefined : refuseFarSight(text));
  const amp = await startAmpStandIn({
    instancesFolder: world.live(''),
    accounts: { homeamp: { password: PASSWORD } },
    servers: ['HUB01', 'SMP01', 'SMP02'].map((name) =>
      specOf(name, failing.includes(name) ? refuse : () => undefined),
    ),
  });
  onTestFinished(() => amp.close());
  world.places.set(PANEL, amp.url);
  const account = `username: homeamp, password: { file: ${writePassword(world)} }`;
  writeSettings(world, `{ kind: api, instances: ${world.live('')}, url: "${amp.url}", ${account} }`);
  const mend = () => {
    isMended = true;
  };
  return { ...world, amp, mend };
}

function writePassword(world: HubWorld): string {
  const path = join(world.home, '../settings/amp.password');
  world.write(path, `${PASSWORD}\n`);
  chmodSync(path, 0o600);
  return path;
}

/** A server is watched for a minute, which no reader of a document has to wait for. */
async function hurry(world: HubWorld): Promise<void> {
  const fleet = join(world.repository, 'desired-state/fleet.yaml');
  world.edit(fleet, 'policy:\n', 'policy:\n  activation: { health: { watch: 1s } }\n');
  await must(
    world,
    'git commit --quiet --all --message "Watch for a second" && git push --quiet origin main',
  );
}

type Refuse = (text: string) => readonly string[] | undefined;

function specOf(name: string, refuse: Refuse): SimulatedServerSpec {
  const essentials = {
    name: 'Essentials',
    version: '2.21.0',
    files: ['plugins/Essentials/config.yml'],
    reload: { command: 'essentials reload', answer: 'Reloaded EssentialsX 2.21.0.' },
  };
  const farView = {
    name: 'FarView',
    version: '1.3',
    files: ['server.properties'],
    failsOn: (_: string, text: string) => refuse(text),
  };
  return { name, module: 'Minecraft', state: 'ready', plugins: [essentials, farView] };
}

function refuseFarSight(text: string): readonly string[] | undefined {
  return text.includes('view-distance=12')
    ? ['java.lang.IllegalStateException: view-distance must be at most 10, was 12']
    : undefined;
}
