import { describe, expect, it } from 'vitest';
import type { Instance } from '../../../src/core/model/instance.ts';
import { CAREFUL_ACTIVATION } from '../../../src/core/model/policy.ts';
import type { ServerLook, ServerState } from '../../../src/core/model/server-look.ts';
import {
  type ActivationNote,
  type ActivationStep,
  atStep,
} from '../../../src/engine/activation/activation-note.ts';
import { type AdmissionInput, turnOf } from '../../../src/engine/activation/admission.ts';
import { beginRestart } from '../../../src/engine/activation/begin-activation.ts';
import { sampleInstance } from '../../support/model-samples.ts';

const NOW = 10_000_000;
const WATCH = CAREFUL_ACTIVATION.health.watchMillis;

function server(
  name: string,
  groups: readonly string[] = [],
  platform: Instance['platform'] = 'paper',
): Instance {
  return { ...sampleInstance(name), groups, platform };
}

const NOTES = { get: () => undefined, put: () => undefined, names: () => [] };

function underWay(instance: Instance, step: ActivationStep = 'stopping', stepAt = NOW): ActivationNote {
  const begun = beginRestart(NOTES, {
    instance,
    address: { root: '/nowhere', server: instance.name },
    policy: CAREFUL_ACTIVATION,
    cause: { kind: 'revision', digest: '', revision: '', planId: '', by: '', reason: '' },
    now: stepAt,
    soakMillis: 1000 * WATCH,
    isForced: false,
    runId: null,
    nodes: [],
  });
  return atStep(begun, { step, now: stepAt });
}

type States = Readonly<Record<string, ServerState>>;

function turn(candidate: Instance, among: Partial<AdmissionInput> & { readonly states?: States } = {}) {
  const { states = {}, ...more } = among;
  const look = (name: string): ServerLook => ({
    state: states[name] ?? 'ready',
    players: 0,
    startedAt: undefined,
    detail: '',
  });
  return turnOf(candidate, {
    underWay: [],
    waiting: [],
    instances: [],
    keepUp: [],
    lookAt: async ({ name }) => look(name),
    now: NOW,
    ...more,
  });
}

describe('the turn of a server', () => {
  const smp01 = server('SMP01', ['survival']);
  const smp02 = server('SMP02', ['survival', 'old']);

  it('has come where nothing else is under way', async () => {
    expect(await turn(smp01, { waiting: [smp01, smp02] })).toBeUndefined();
  });

  it('comes after another one of its group', async () => {
    expect(await turn(smp01, { underWay: [underWay(smp02)] })).toBe(
      'waiting: SMP02 first, one of survival at a time',
    );
    expect(await turn(smp01, { underWay: [underWay(server('CRE01', ['creative']))] })).toBeUndefined();
  });

  it('is not hindered by what is under way on itself', async () => {
    expect(await turn(smp01, { underWay: [underWay(smp01)] })).toBeUndefined();
  });

  it('comes when the other one was ready for as long as its health is watched, however long its stage soaks', async () => {
    const lastLook = 2000;
    const watched = (millis: number) => ({ underWay: [underWay(smp02, 'watching', NOW - millis)] });
    expect(await turn(smp01, watched(WATCH + lastLook - 1))).toContain('SMP02 first');
    expect(await turn(smp01, watched(WATCH + lastLook))).toBeUndefined();
  });

  it.each<ActivationStep>([
    'measuring',
    'backing-up',
    'counting-down',
    'down',
    'starting',
    'reloading',
    'undoing',
    'restoring',
  ])('waits for one that is %s, however long that takes', async (step) => {
    expect(await turn(smp01, { underWay: [underWay(smp02, step, 0)] })).toContain('SMP02 first');
  });

  it('waits where three others restart', async () => {
    const others = ['A', 'B', 'C'].map((name) => underWay(server(name)));
    expect(await turn(smp01, { underWay: others.slice(1) })).toBeUndefined();
    expect(await turn(smp01, { underWay: others })).toBe('waiting: 3 other servers restart');
  });
});

describe('a proxy', () => {
  const proxy = server('PROXY01', [], 'velocity');
  const smp01 = server('SMP01');

  it('comes after every server that waits or is under way', async () => {
    const reason = 'waiting: SMP01 first, proxies come last';
    expect(await turn(proxy, { waiting: [proxy, smp01] })).toBe(reason);
    expect(await turn(proxy, { underWay: [underWay(smp01)], waiting: [proxy] })).toBe(reason);
    expect(await turn(proxy, { waiting: [proxy] })).toBeUndefined();
  });

  it('waits for no other proxy, and no server waits for it', async () => {
    const other = server('BEDROCK01', [], 'geyser');
    expect(await turn(proxy, { waiting: [other], underWay: [underWay(other)] })).toBeUndefined();
    expect(await turn(smp01, { waiting: [proxy] })).toBeUndefined();
  });
});

describe('a group that is kept up', () => {
  const [hub01, hub02, hub03] = ['HUB01', 'HUB02', 'HUB03'].map((name) => server(name, ['hub'])) as [
    Instance,
    Instance,
    Instance,
  ];
  const among = { keepUp: ['hub'], instances: [hub01, hub02, hub03] };
  const reason = 'waiting: another server of hub must be up';

  it('lets one of it go while another is ready', async () => {
    expect(await turn(hub01, { ...among, states: { HUB02: 'stopped', HUB03: 'ready' } })).toBeUndefined();
  });

  it.each<ServerState>(['stopped', 'failed', 'starting', 'stopping', 'sleeping', 'busy', 'unknown'])(
    'keeps the last one that is up while the others are %s',
    async (state) => {
      expect(await turn(hub01, { ...among, states: { HUB02: state, HUB03: state } })).toBe(reason);
    },
  );

  it('lets the only one of it on a host go by its own policy', async () => {
    expect(await turn(hub01, { keepUp: ['hub'], instances: [hub01, server('SMP01')] })).toBeUndefined();
  });

  it('is not meant where the fleet does not name it', async () => {
    const states = { HUB02: 'stopped', HUB03: 'stopped' } as const;
    expect(await turn(hub01, { ...among, keepUp: ['lobby'], states })).toBeUndefined();
  });

  it('is every one that the fleet names', async () => {
    const both = server('BOTH01', ['hub', 'lobby']);
    const lobby = server('LOBBY01', ['lobby']);
    const input = { keepUp: ['hub', 'lobby'], instances: [both, hub01, lobby] };
    expect(await turn(both, { ...input, states: { LOBBY01: 'stopped' } })).toBe(
      'waiting: another server of lobby must be up',
    );
    expect(await turn(both, input)).toBeUndefined();
  });
});
