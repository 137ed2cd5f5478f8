import { type Instance, type InstanceId, instanceIdOf } from '../../model/instance.ts';
import type { NewFleet } from './new-fleet.ts';
import type { HostAnswer, ServerAnswer } from './read-answer.ts';
import { SAMPLES, type Sample } from './samples.ts';

/** What was said and found, each by itself all right. */
export interface FleetAnswers {
  readonly hosts: readonly HostAnswer[];
  readonly stages: readonly string[];
  readonly servers: readonly KnownServer[];
  /** An undefined one: nobody else has to approve. */
  readonly approvers: readonly (string | undefined)[];
  /** Undefined = the first that fits. */
  readonly plugin: string | undefined;
  readonly workflow: boolean;
}

export interface KnownServer extends ServerAnswer {
  readonly managed: boolean;
  /** Of the samples' signs, those that lie in its folder; undefined where nobody looked. */
  readonly signs: ReadonlySet<string> | undefined;
}

export type PlannedFleet =
  | { readonly kind: 'planned'; readonly fleet: NewFleet }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

/** Puts the answers together; what contradicts itself is refused, with every reason. */
export function planNewFleet(answers: FleetAnswers): PlannedFleet {
  const { hosts, stages, servers } = answers;
  const groups = [...new Set(servers.flatMap((server) => server.groups))];
  const instances = servers.map((server) => toInstance(server, answers, groups));
  const { sample, placed, reasons } = chooseSample(answers, instances);
  const refused = [
    ...repeated(hosts.map(({ name }) => name)).map((name) => `the host ${name} is named twice`),
    ...repeated(stages).map((name) => `the stage ${name} is named twice`),
    ...repeated(instances.map(({ id }) => id)).map((id) => `the server ${id} is named twice`),
    ...instances.flatMap((instance) => strangers(instance, answers)),
    ...(servers.length === 0 ? ['no server is named'] : []),
    ...(stages.length === 0 ? ['no stage is named'] : []),
    ...reasons,
  ];
  if (refused.length > 0) return { kind: 'refused', reasons: refused };
  const approval = approvalOf(answers.approvers);
  const { workflow } = answers;
  return { kind: 'planned', fleet: { hosts, groups, stages, instances, approval, sample, placed, workflow } };
}

function toInstance(server: KnownServer, answers: FleetAnswers, groups: readonly string[]): Instance {
  const { name, platform, managed } = server;
  const host = server.host ?? answers.hosts[0]?.name ?? '';
  return {
    id: instanceIdOf(host, name),
    host,
    name,
    platform,
    managed,
    stage: managed ? (server.stage ?? usualStage(name, answers.stages)) : undefined,
    groups: groups.filter((group) => server.groups.includes(group)),
    aliases: [],
  };
}

/** Servers that are called like it are there for trying out; all others are live. */
function usualStage(name: string, stages: readonly string[]): string | undefined {
  return isForTrials(name) ? stages[0] : stages.at(-1);
}

/** True for names such as `DEV01` and `test-lobby`. */
export function isForTrials(name: string): boolean {
  return /^(?:dev|test|stag|trial|sandbox)/i.test(name);
}

function strangers({ id, host, stage }: Instance, { hosts, stages }: FleetAnswers): readonly string[] {
  const knows = (names: readonly string[], name: string | undefined) =>
    name === undefined || names.includes(name);
  const hostNames = hosts.map(({ name }) => name);
  return [
    ...(knows(hostNames, host) ? [] : [`the server ${id} is on a host that is not named`]),
    ...(knows(stages, stage)
      ? []
      : [`the server ${id} is on the stage ${stage ?? ''}, which is not one of ${stages.join(', ')}`]),
  ];
}

function repeated(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

interface Choice {
  readonly sample: Sample | undefined;
  readonly placed: readonly InstanceId[];
  readonly reasons: readonly string[];
}

/** The sample that was asked for, else the first that is there where changes are tried out, else the first that fits. */
function chooseSample(answers: FleetAnswers, instances: readonly Instance[]): Choice {
  const placings = SAMPLES.map((sample) => placeSample(sample, answers, instances));
  const fitting = placings.filter(({ placed }) => placed.length > 0);
  const { plugin } = answers;
  if (plugin === undefined) {
    const chosen = fitting.find(({ isOnTrial }) => isOnTrial) ?? fitting[0];
    return { sample: chosen?.sample, placed: chosen?.placed ?? [], reasons: [] };
  }
  const isNamed = ({ sample }: Placing) => sample.plugin.toLowerCase() === plugin.toLowerCase();
  const named = fitting.find(isNamed);
  if (named !== undefined) return { ...named, reasons: [] };
  const known = SAMPLES.map((sample) => sample.plugin).join(', ');
  const reason = placings.some(isNamed)
    ? `${plugin} is on none of the servers`
    : `there is no sample for the plugin ${plugin}, only for ${known}`;
  return { sample: undefined, placed: [], reasons: [reason] };
}

interface Placing {
  readonly sample: Sample;
  readonly placed: readonly InstanceId[];
  readonly isOnTrial: boolean;
}

/** Servers that are there have values of their own: a sample begins where changes are tried out, or on a single one. */
function placeSample(sample: Sample, answers: FleetAnswers, instances: readonly Instance[]): Placing {
  const { servers, stages } = answers;
  const fitting = instances.filter((_, index) => hasPlugin(servers[index], sample));
  const onTrial = fitting.filter(({ stage }) => stages.length > 1 && stage === stages[0]);
  const isOnTrial = onTrial.length > 0;
  const areThere = servers.some(({ signs }) => signs !== undefined);
  const placed = !areThere ? fitting : isOnTrial ? onTrial : fitting.slice(0, 1);
  return { sample, placed: placed.map(({ id }) => id), isOnTrial };
}

function hasPlugin(server: KnownServer | undefined, sample: Sample): boolean {
  if (server?.managed !== true || !sample.platforms.includes(server.platform)) return false;
  return server.signs?.has(sample.sign) ?? true;
}

function approvalOf(approvers: FleetAnswers['approvers']): NewFleet['approval'] {
  const by = [...new Set(approvers.flatMap((approver) => (approver === undefined ? [] : [approver])))];
  return { required: by.length === 0 && approvers.length > 0 ? 0 : 1, by };
}
