import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { KnownServer } from '../../core/onramp/starter/plan-new-fleet.ts';
import { readAll, readServer, type ServerAnswer } from '../../core/onramp/starter/read-answer.ts';
import { SAMPLES } from '../../core/onramp/starter/samples.ts';
import { type FoundServers, findServers } from '../../engine/onramp/find-servers.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { foundServerLines } from '../print/found-server-lines.ts';
import { type Asked, askUntilRead, wordsReader } from './init-questions.ts';

const EXAMPLE_SERVERS = ['DEV01:paper', 'SMP01:paper'];

export interface CollectedServers {
  readonly servers: readonly KnownServer[];
  /** What lies in the instances folder, where its servers were taken. */
  readonly found: FoundServers | undefined;
  readonly ampRoot: string | undefined;
  /** True where no server is known, so that two stand there as examples. */
  readonly hasExamples: boolean;
}

interface ServerQuestion {
  readonly options: CliOptions;
  readonly said: readonly ServerAnswer[];
  readonly asked: Asked | undefined;
}

/** The servers that were named, else those of the instances folder, else what the person says. */
export async function collectServers(
  context: CliContext,
  { options, said, asked }: ServerQuestion,
): Promise<CollectedServers> {
  const named = (answers: readonly ServerAnswer[], ampRoot: string | undefined): CollectedServers => {
    return { servers: answers.map(asKnown), found: undefined, ampRoot, hasExamples: false };
  };
  if (said.length > 0) return named(said, options.ampRoot);
  const ampRoot = options.ampRoot ?? (await findAmpRoot(context, asked));
  const found = ampRoot === undefined ? undefined : findServers(await context.openServers(ampRoot), SIGNS);
  if (found !== undefined && found.servers.length > 0 && (await takes(found, asked))) {
    return { servers: found.servers.map(foundAsKnown), found, ampRoot, hasExamples: false };
  }
  if (asked === undefined) {
    return { ...named(readAll(EXAMPLE_SERVERS, readServer).values, ampRoot), hasExamples: true };
  }
  const question = { question: 'Your servers, each as NAME:PLATFORM', fallback: EXAMPLE_SERVERS.join(' ') };
  return named(await askUntilRead(asked, question, wordsReader(readServer)), ampRoot);
}

const SIGNS = SAMPLES.map(({ sign }) => sign);

async function findAmpRoot(
  { environment }: CliContext,
  asked: Asked | undefined,
): Promise<string | undefined> {
  const ownHome = environment['HOME'] ?? homedir();
  const folders = [ownHome, '/home/amp'].map((home) => join(home, '.ampdata/instances'));
  const known = folders.find((folder) => existsSync(folder));
  if (known !== undefined || asked === undefined) return known;
  const question = "AMP's folder .ampdata/instances on this machine, or none";
  const [folder] = await askUntilRead(asked, { question, fallback: 'none' }, (line) => {
    if (line.toLowerCase() === 'none') return { values: [], reasons: [] };
    const path = line.replace(/^~(?=\/)/, ownHome);
    return existsSync(path)
      ? { values: [path], reasons: [] }
      : { values: [], reasons: [`there is no folder ${path}`] };
  });
  return folder;
}

async function takes(found: FoundServers, asked: Asked | undefined): Promise<boolean> {
  if (asked === undefined) return true;
  asked.screen.print(...foundServerLines(found, asked.screen.width));
  const choice = await asked.questions.choose('Is this your fleet?', [
    'yes, take these servers',
    'no, I name them',
  ]);
  return choice === 0;
}

function asKnown(server: ServerAnswer): KnownServer {
  return { ...server, managed: server.platform !== 'ads', signs: undefined };
}

function foundAsKnown({ name, platform, managed, signs }: FoundServers['servers'][number]): KnownServer {
  return { host: undefined, name, platform, managed, signs, stage: undefined, groups: [] };
}
