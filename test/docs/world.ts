import { spawn } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { ROOT, readDocument, stepsOf } from './read-document.ts';

/** What documents call the home folder. */
const SHOWN_HOME = '/home/amp';
/** What documents call the folder of an agent's settings. */
export const SHOWN_SETTINGS = '/etc/homeamp';
const COMMAND_MILLIS = 60_000;

/** A machine as the documents describe it: a home folder with AMP's instances and the admin's repository. */
export interface World {
  readonly home: string;
  /** Where commands run: the repository, once there is one. */
  readonly repository: string;
  readonly state: string;
  /** A live file below the instances folder. */
  readonly live: (path: string) => string;
  readonly write: (path: string, text: string) => void;
  readonly edit: (path: string, from: string, to: string) => void;
  /** Runs a line of a shell; outputs are as documents show them. */
  readonly run: (line: string) => Promise<Ran>;
  /** What lies elsewhere than documents say: their words and ours. */
  readonly places: Map<string, string>;
  /** By its name in a document: what can be read on the forge now. */
  readonly posts: Map<string, () => string>;
  /** Lets a process work in an instance's folder, as a server does, until the test ends. */
  readonly startServer: (instance: string) => Promise<void>;
  readonly stopServers: () => Promise<void>;
}

interface Ran {
  readonly code: number | null;
  readonly output: string;
}

const SERVERS = ['HUB01', 'SMP01', 'SMP02'] as const;

/** Three servers as they come, and no repository yet. Gone when the test ends. */
export function createWorld(): World {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'homeamp-docs-')));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const home = join(dir, 'home');
  const repository = join(home, 'fleet');
  const live = (path: string) => join(home, '.ampdata/instances', path);
  mkdirSync(repository, { recursive: true });
  installShim(dir);
  const servers: (() => Promise<void>)[] = [];
  const stopServers = async () => {
    for (const stop of servers.splice(0)) await stop();
  };
  onTestFinished(stopServers);
  const places = new Map([
    [SHOWN_HOME, home],
    [' by amp', ` by ${userInfo().username}`],
  ]);
  const world: World = {
    places,
    posts: new Map(),
    home,
    repository,
    state: join(home, '.local/state/homeamp'),
    live,
    write: writeFile,
    edit: editFile,
    run: (line) => runLine({ line, dir, home, cwd: repository, places }),
    startServer: async (instance) => {
      servers.push(await startSleeper(live(`${instance}/Minecraft`)));
    },
    stopServers,
  };
  for (const server of SERVERS) writeServer(world, server);
  return world;
}

/** The world after everything that docs/install.md says was done. */
export async function createInstalledWorld(): Promise<World> {
  const world = createWorld();
  for (const step of stepsOf(readDocument('docs/install.md'))) {
    if (step.kind === 'file' && !isAbsolute(step.path))
      writeFile(join(world.repository, step.path), step.text);
  }
  await commit(world, 'Describe three servers');
  return world;
}

export async function commit(world: World, message: string): Promise<void> {
  const { code, output } = await world.run(
    `git init --quiet --initial-branch=main && git add --all && git commit --quiet --message "${message}"`,
  );
  if (code !== 0) throw new Error(output);
}

function writeServer({ live, write }: World, server: string): void {
  const folder = `${server}/Minecraft`;
  const onlineMode = server === 'HUB01' ? 'false' : 'true';
  write(live(`${server}/MinecraftModule.kvp`), '');
  write(
    live(`${folder}/server.properties`),
    `#Minecraft server properties\nmotd=A Minecraft Server\nonline-mode=${onlineMode}\nview-distance=10\n`,
  );
  write(
    live(`${folder}/plugins/Essentials/config.yml`),
    '# Seconds between two teleports.\nteleport-cooldown: 0\nteleport-delay: 0\nmax-homes: 3\n',
  );
}

/** `homeamp` on the path of the world. */
function installShim(dir: string): void {
  const path = join(dir, 'bin/homeamp');
  writeFile(path, `#!/bin/sh\nexec "${process.execPath}" "${join(ROOT, 'dist/main.js')}" "$@"\n`);
  chmodSync(path, 0o755);
}

interface Line {
  readonly line: string;
  readonly dir: string;
  readonly home: string;
  readonly cwd: string;
  readonly places: World['places'];
}

/** Without blocking this process, which may play the forge meanwhile. */
async function runLine({ line, dir, home, cwd, places }: Line): Promise<Ran> {
  const settings = places.get(SHOWN_SETTINGS);
  const env = {
    PATH: `${join(dir, 'bin')}:${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
    HOME: home,
    TMPDIR: dir,
    HOMEAMP_STATE: join(home, '.local/state/homeamp'),
    ...(settings === undefined ? {} : { HOMEAMP_CONFIG: join(settings, 'agent.yaml') }),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Alice Admin',
    GIT_AUTHOR_EMAIL: 'alice@example.org',
    GIT_COMMITTER_NAME: 'Alice Admin',
    GIT_COMMITTER_EMAIL: 'alice@example.org',
  };
  const child = spawn('/bin/sh', ['-c', `{ ${line}\n} 2>&1`], {
    cwd,
    env,
    timeout: COMMAND_MILLIS,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => void pieces.push(piece));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('close', resolve).once('error', reject),
  );
  return { code, output: asShown(Buffer.concat(pieces).toString(), places) };
}

/** A command or file of a document, with the places of this world. */
export function asHere(text: string, places: World['places']): string {
  return [...places].reduce((here, [shown, real]) => here.replaceAll(shown, real), text);
}

/** What was printed or posted, with the places that documents name. */
export function asShown(text: string, places: World['places']): string {
  return [...places].reduce((here, [shown, real]) => here.replaceAll(real, shown), text);
}

async function startSleeper(cwd: string): Promise<() => Promise<void>> {
  const child = spawn('sleep', ['600'], { cwd, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => child.once('spawn', () => resolve()).once('error', reject));
  return async () => {
    child.kill('SIGKILL');
    await ended;
  };
}

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function editFile(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) throw new Error(`${path} does not hold ${from}`);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
}
