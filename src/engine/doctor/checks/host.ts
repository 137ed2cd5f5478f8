import { allOr, type Finding, ok, problem } from '../../../core/doctor/finding.ts';
import { type ClockPair, judgeClock, judgeGit, judgeSpace } from '../../../core/doctor/judge-host.ts';
import { type Check, type Checks, failure, skip } from '../check.ts';
import { attempt } from '../doctor-facts.ts';
import type { DoctorParts } from '../doctor-parts.ts';

const READABLE_BY_OTHERS = 0o077;

const user: Check = async (parts) => {
  const me = parts.probe.user();
  const found = [...stateOwner(parts, me), ...instancesOwner(parts, me)];
  return allOr(found, ok('user', `This user is ${me.name}, who owns what homeamp works with.`));
};

interface User {
  readonly uid: number;
  readonly name: string;
}

/** Root as well: what it leaves there its owner can’t write any more. */
function stateOwner({ state, probe }: DoctorParts, me: User): readonly Finding[] {
  if (state.kind === 'not-given') return [];
  const facts = probe.describe(state.value.folder);
  if (facts.kind !== 'folder' || facts.uid === me.uid) return [];
  const message = `This user is ${me.name}, and the state folder ${state.value.folder} is ${facts.owner}’s.`;
  return [problem('state-foreign', message, { subject: 'state' })];
}

function instancesOwner({ instances, probe }: DoctorParts, me: User): readonly Finding[] {
  if (instances.kind === 'not-given' || me.uid === 0) return [];
  const facts = probe.describe(instances.value.folder);
  if (facts.kind !== 'folder' || facts.uid === me.uid) return [];
  const message = `This user is ${me.name}, and AMP’s instances in ${instances.value.folder} are ${facts.owner}’s.`;
  return [problem('instances-foreign', message, { subject: 'amp.instances' })];
}

const stateFolder: Check = async ({ state, probe }) => {
  if (state.kind === 'not-given') return skip('state-folder', state.why);
  const { folder } = state.value;
  const facts = probe.describe(folder);
  if (facts.kind === 'absent') return [problem('state-missing', `${folder} is not there.`)];
  if (facts.kind === 'unreadable') {
    return [problem('state-read-only', `${folder} can’t be opened (${facts.code}).`)];
  }
  if (facts.kind !== 'folder') return [problem('state-missing', `${folder} is not a folder.`)];
  const octal = facts.mode.toString(8).padStart(4, '0');
  if ((facts.mode & READABLE_BY_OTHERS) !== 0) {
    const next = `Run: chmod 700 ${folder}`;
    return [problem('state-open', `Other users may enter ${folder} (mode ${octal}).`, { next })];
  }
  if (!facts.isWritable) return [problem('state-read-only', `This user may not write ${folder}.`)];
  return [ok('state-folder', `${folder} is private and can be written.`)];
};

const stateDatabase: Check = async ({ state }, facts) => {
  const known = await facts.state();
  if (known.kind === 'unknown') {
    if (known.failure === undefined) return skip('state-database', known.why);
    return [failure(known.failure, { passing: 'state-unusable', lasting: 'state-unusable' })];
  }
  const frozen = known.value.unfinished.filter(({ step }) => step === 'frozen');
  const found = frozen.map(({ id, instance }) => {
    const next = `Look at its files, then run \`homeamp rollback ${id}\`, with --keep-files to leave them.`;
    return problem('instance-frozen', `${instance} is frozen by the run ${id}.`, { subject: instance, next });
  });
  const agent = state.kind === 'given' ? state.value.agentProcess() : undefined;
  const runs = agent === undefined ? 'No agent uses it now' : `The agent, process ${agent}, uses it`;
  return allOr(found, ok('state-database', `The state database opens. ${runs}.`));
};

const diskSpace: Check = async ({ state, probe }) => {
  if (state.kind === 'not-given') return skip('disk-space', state.why);
  const space = probe.space(state.value.folder);
  return space === undefined ? skip('disk-space', 'the disk does not tell') : [judgeSpace(space)];
};

const clockCheck: Check = async ({ clock, web, endpoints }) => {
  const asked = await Promise.all(
    endpoints.map(async ({ name, url }): Promise<readonly ClockPair[]> => {
      const answer = await web.get(new URL('/', url).href);
      if (answer.kind === 'failed' || answer.dateMillis === undefined) return [];
      return [{ subject: name, theirs: answer.dateMillis, ours: answer.atMillis }];
    }),
  );
  return [judgeClock(asked.flat(), clock.now())];
};

const gitProgram: Check = async ({ probe }) => [judgeGit(await probe.gitVersion())];

const signingKey: Check = async ({ publicKey, host }, facts) => {
  if (publicKey.kind === 'not-given') return skip('signing-key', publicKey.why);
  const key = await attempt('', async () => publicKey.value());
  if (key.kind === 'unknown') {
    const { failure: error } = key;
    return error === undefined
      ? skip('signing-key', key.why)
      : [failure(error, { passing: 'signing-key-unusable', lasting: 'signing-key-unusable' })];
  }
  const desired = await facts.desired();
  const name = host.kind === 'given' ? host.value : '';
  const named = desired.kind === 'known' ? desired.value.fleet.hosts.get(name)?.publicKey : undefined;
  if (named === undefined || named === key.value) {
    return [ok('signing-key', `This host signs with ${key.value}.`)];
  }
  return [
    problem('signing-key-differs', `This host signs with ${key.value}, and fleet.yaml names ${named}.`),
  ];
};

export const HOST_CHECKS: Checks = {
  user,
  'state-folder': stateFolder,
  'state-database': stateDatabase,
  'disk-space': diskSpace,
  clock: clockCheck,
  'git-program': gitProgram,
  'signing-key': signingKey,
};
