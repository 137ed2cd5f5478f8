import { hostname } from 'node:os';
import { MistakeError } from '../../core/model/errors.ts';
import { isSafeName } from '../../core/model/instance.ts';
import type { FleetAnswers, KnownServer } from '../../core/onramp/starter/plan-new-fleet.ts';
import {
  type HostAnswer,
  readAll,
  readApprover,
  readHost,
  readName,
  readServer,
} from '../../core/onramp/starter/read-answer.ts';
import type { CliContext } from '../cli-context.ts';
import type { CliOptions } from '../command.ts';
import { type CollectedServers, collectServers } from './collect-servers.ts';
import { type Asked, askTrialServers, askUntilRead, wordsReader } from './init-questions.ts';

const DEFAULT_STAGES = ['dev', 'production'];

export interface Collected extends Omit<CollectedServers, 'servers'> {
  readonly answers: FleetAnswers;
}

/** What the options say, what the machine shows, and what the person answers of the rest; `asked` undefined: nobody. */
export async function collectAnswers(
  context: CliContext,
  options: CliOptions,
  asked: Asked | undefined,
): Promise<Collected> {
  const said = readOptions(options);
  const hosts = await hostsFrom(said.hosts, asked);
  const { servers, ...seen } = await collectServers(context, { options, said: said.servers, asked });
  const stages = await stagesFrom(said.stages, asked);
  const answers: FleetAnswers = {
    hosts,
    stages,
    servers: await onStages(servers, stages, asked),
    approvers: await approversFrom(said.approvers, asked),
    plugin: options.plugin?.[0],
    workflow: options.workflow !== false,
  };
  return { answers, ...seen };
}

/** Every mistake of the command line at once. */
function readOptions(options: CliOptions) {
  // Other commands take one host; this one gets a list.
  const hosts = readAll([options.host ?? []].flat(), readHost);
  const servers = readAll(options.instance ?? [], readServer);
  const stages = readAll(options.stage ?? [], readName);
  const approvers = readAll(options.approver ?? [], readApprover);
  const plugins =
    (options.plugin ?? []).length > 1 ? ['a new repository gets one sample, so say --plugin once'] : [];
  const reasons = [hosts, servers, stages, approvers].flatMap((part) => part.reasons);
  if (reasons.length + plugins.length > 0) throw wrongAnswers([...reasons, ...plugins]);
  return { hosts: hosts.values, servers: servers.values, stages: stages.values, approvers: approvers.values };
}

/** What can't be taken, as one failure. */
export function wrongAnswers(reasons: readonly string[]): MistakeError {
  return new MistakeError(
    reasons.join('; '),
    'Correct it and run the command again; --help shows the forms.',
  );
}

async function hostsFrom(
  said: readonly HostAnswer[],
  asked: Asked | undefined,
): Promise<readonly HostAnswer[]> {
  if (said.length > 0) return said;
  const fallback = ownName();
  if (asked === undefined) return [{ name: fallback, address: undefined }];
  const question = 'Name of this machine, or NAME=ADDRESS';
  return askUntilRead(asked, { question, fallback }, (line) => readAll([line], readHost));
}

function ownName(): string {
  const [label = ''] = hostname().split('.');
  return isSafeName(label) ? label : 'my-host';
}

async function stagesFrom(said: readonly string[], asked: Asked | undefined): Promise<readonly string[]> {
  if (said.length > 0) return said;
  if (asked === undefined) return DEFAULT_STAGES;
  const question = 'Stages that a change goes through, the live one last';
  return askUntilRead(asked, { question, fallback: DEFAULT_STAGES.join(' ') }, wordsReader(readName));
}

async function approversFrom(
  said: FleetAnswers['approvers'],
  asked: Asked | undefined,
): Promise<FleetAnswers['approvers']> {
  if (said.length > 0 || asked === undefined) return said;
  const question = 'Who approves changes: GitHub logins or @org/team; none if you work alone';
  const read = wordsReader(readApprover);
  return askUntilRead(asked, { question, fallback: ANYBODY }, (line) =>
    line.toLowerCase() === ANYBODY ? { values: [], reasons: [] } : read(line),
  );
}

const ANYBODY = 'anybody';

async function onStages(
  servers: readonly KnownServer[],
  stages: readonly string[],
  asked: Asked | undefined,
): Promise<readonly KnownServer[]> {
  const open = servers.filter(({ managed, stage }) => managed && stage === undefined).map(({ name }) => name);
  if (asked === undefined || open.length < 2 || stages.length < 2) return servers;
  const trial = await askTrialServers(asked, open);
  const [first, last] = [stages[0], stages.at(-1)];
  return servers.map((server) => ({
    ...server,
    stage: server.stage ?? (trial.includes(server.name) ? first : last),
  }));
}
