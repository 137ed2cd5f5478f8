import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type AmpStandIn,
  type SimulatedPlugin,
  type SimulatedServer,
  type SimulatedServerSpec,
  startAmpStandIn,
} from '../stand-ins/amp/index.ts';
import type { Sandbox } from './sandbox.ts';
import { RYZEN, XEON } from './stage.ts';

/** The demo's AMP: a stand-in for each host in this process, on the loopback address alone, with all servers ready. */
export interface DemoAmp {
  readonly urlOf: (host: string) => string;
  readonly server: (host: string, name: string) => SimulatedServer;
  /** What players of a server were told since the demo's AMP began, oldest first. */
  readonly saidOn: (host: string, name: string) => readonly string[];
  readonly close: () => Promise<void>;
}

export const AMP_USER = 'homeamp';

/** Its file is what the chapters change; EVO01 has a version of it that does not bear large herds. */
const PETS = 'plugins/CombatPets/config.yml';
export const PETS_LIMIT = 50;

export async function openDemoAmp(sandbox: Sandbox): Promise<DemoAmp> {
  const amps = new Map<string, AmpStandIn>();
  for (const host of [XEON, RYZEN]) {
    const password = `demo_${randomBytes(16).toString('hex')}`;
    writeFileSync(sandbox.ampPasswordOf(host), `${password}\n`, { mode: 0o600 });
    const instancesFolder = sandbox.instancesOf(host);
    const amp = await startAmpStandIn({
      instancesFolder,
      accounts: { [AMP_USER]: { password } },
      servers: readdirSync(instancesFolder).flatMap((name) => specOf(join(instancesFolder, name), name)),
    });
    amps.set(host, amp);
  }
  const ampOf = (host: string): AmpStandIn => {
    const amp = amps.get(host);
    if (amp === undefined) throw new Error(`there is no AMP for ${host}`);
    return amp;
  };
  return {
    urlOf: (host) => ampOf(host).url,
    server: (host, name) => ampOf(host).server(name),
    saidOn: (host, name) =>
      ampOf(host).events.flatMap((event) =>
        event.kind === 'say' && event.server === name ? [event.text] : [],
      ),
    close: async () => {
      for (const amp of amps.values()) await amp.close();
    },
  };
}

/** What AMP's own files in the instance's folder say; undefined markers are no instance. */
function specOf(folder: string, name: string): readonly SimulatedServerSpec[] {
  if (existsSync(join(folder, 'ADSModule.kvp'))) return [{ name, module: 'ADS' }];
  const isMinecraft = existsSync(join(folder, 'MinecraftModule.kvp'));
  const module = isMinecraft ? 'Minecraft' : 'GenericModule';
  return [{ name, module, state: 'ready', plugins: isMinecraft ? [petsOf(name)] : [] }];
}

function petsOf(instance: string): SimulatedPlugin {
  const pets = { name: 'CombatPets', version: '4.1', files: [PETS], savesOnStop: true };
  return instance === 'EVO01' ? { ...pets, failsOn: refuseLargeHerds } : pets;
}

function refuseLargeHerds(file: string, text: string): readonly string[] | undefined {
  const vip = Number(/\bvip: *(\d+)/.exec(text)?.[1] ?? 0);
  if (file !== PETS || vip <= PETS_LIMIT) return undefined;
  return [
    'Error occurred while enabling CombatPets v4.1 (Is it up to date?)',
    `java.lang.IllegalArgumentException: Amount_Per_Rank.vip must be at most ${PETS_LIMIT}, was ${vip}`,
  ];
}
