import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createFilesOnlyControl, createLocalInstances } from '../adapters/amp/index.ts';
import { systemClock } from '../adapters/clock/index.ts';
import { createLiveFileReader, createLiveFileWriter, openLiveFile } from '../adapters/files/index.ts';
import { createGitSource } from '../adapters/git/index.ts';
import { createJarReader } from '../adapters/plugins/index.ts';
import { createSecretSource } from '../adapters/secrets/index.ts';
import { createSigner, openState } from '../adapters/state/index.ts';
import { readWorkbook } from '../adapters/workbook/index.ts';
import type { TrialGround } from '../engine/doctor/trial-ground.ts';
import type { ObjectKey, ObjectStore } from '../ports/object-store.ts';
import type { OpenStores } from './open-store.ts';

const HOST = 'doctor';
const LIVE = 'instances/TRIAL01/Minecraft/plugins/Trial/config.yml';
const BEFORE = '# made up by homeamp doctor\nrange: 4\nkept: true\n';
const WANTED = BEFORE.replace('range: 4', 'range: 5');

const REPOSITORY: Readonly<Record<string, string>> = {
  'desired-state/fleet.yaml': `hosts: { ${HOST}: {} }
stages: [trial]
instances:
  TRIAL01: { host: ${HOST}, platform: paper, stage: trial }
`,
  'desired-state/deployment-matrix.csv': 'plugin,TRIAL01\nTrial,x\n',
  'desired-state/baselines/Trial.md':
    '---\nplugin: Trial\nplatforms: [paper]\n---\n# Trial\n\n```yaml config.yml\nrange: 5\n```\n',
};

interface TrialWorld {
  /** The state folder; the trial gets a folder of its own below it. */
  readonly stateDir: string;
  readonly stores: Pick<OpenStores, 'backups' | 'undoBackups'>;
  readonly version: string;
  readonly actor: string;
}

/** Lays out the made-up instance; only the stores are this host's own. */
export async function openTrial({ stateDir, stores, version, actor }: TrialWorld): Promise<TrialGround> {
  const folder = mkdtempSync(join(stateDir, 'doctor-'));
  const path = (name: string) => join(folder, name);
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  };
  for (const [name, text] of Object.entries(REPOSITORY)) write(`repository/${name}`, text);
  write(LIVE, BEFORE);
  const state = await openState(path('state'), actor);
  const backups = rememberPuts(stores.backups);
  const undoBackups = rememberPuts(stores.undoBackups);
  return {
    hostName: HOST,
    wanted: WANTED,
    read: () => readFileSync(path(LIVE), 'utf8'),
    write: (text) => write(LIVE, text),
    host: {
      ...state,
      source: createGitSource({ location: path('repository'), stateDir: path('state') }),
      workbooks: { read: readWorkbook },
      files: createLiveFileReader(),
      writer: createLiveFileWriter(),
      locals: createLocalInstances(path('instances')),
      jars: createJarReader(openLiveFile),
      control: createFilesOnlyControl({}),
      amp: undefined,
      backups: backups.store,
      undoBackups: undoBackups.store,
      signer: createSigner(path('state')),
      secrets: createSecretSource({}),
      clock: systemClock,
      suspensions: () => [],
      version,
    },
    clear: async () => {
      await state.close();
      rmSync(folder, { recursive: true, force: true });
      const left = [...(await backups.takeBack()), ...(await undoBackups.takeBack())];
      return left.length === 0;
    },
  };
}

/** The store, and a way to take out of it again what was not in it before. */
function rememberPuts(store: ObjectStore): {
  readonly store: ObjectStore;
  /** The keys that could not be taken out. */
  readonly takeBack: () => Promise<readonly ObjectKey[]>;
} {
  const added = new Set<ObjectKey>();
  return {
    store: {
      ...store,
      put: async (key, bytes) => {
        if (!(await store.has(key))) added.add(key);
        await store.put(key, bytes);
      },
    },
    takeBack: async () => {
      for (const key of added) await store.delete(key);
      const left: ObjectKey[] = [];
      for (const key of added) if (await store.has(key)) left.push(key);
      return left;
    },
  };
}
