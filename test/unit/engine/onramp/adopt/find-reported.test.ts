import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLocalObjectStore } from '../../../../../src/adapters/object-store/index.ts';
import { createSigner } from '../../../../../src/adapters/state/index.ts';
import { findReported } from '../../../../../src/engine/onramp/adopt/find-reported.ts';
import { writeSigned } from '../../../../../src/engine/signed-documents.ts';
import type { Signer } from '../../../../../src/ports/signer.ts';
import { baseOf, REPOSITORY } from './adopted-repository.ts';

const KEY = 'beta/passes/2026/11/28/1-abcdef.json';
const ALL = { host: 'beta', instances: [], plugins: [], keys: [] };

const drifted = (key: string, live: unknown, more: object = {}) => ({
  plugin: 'Chairs',
  file: 'plugins/Chairs/config.yml',
  key,
  verdict: 'drifted',
  live,
  ...more,
});

describe("what another host's report says was edited", () => {
  it('is taken where the fleet knows the key that signed it', async () => {
    const { find } = await told([
      drifted('range', { value: 7 }),
      drifted('sounds.sit', { value: false }, { verdict: 'pending' }),
      drifted('greeting', { secret: true }),
      drifted('nobody.owns', { value: 1 }),
    ]);
    const { at, edited, left } = await find();
    expect(at).toBe(60_000);
    expect(edited).toMatchObject([
      { instance: 'beta/FAR01', plugin: 'Chairs', file: 'config.yml', path: ['range'], live: { value: 7n } },
    ]);
    expect(left.map(({ why }) => why.code)).toEqual(['secret', 'not-owned']);
  });

  it('counts for no instance of another host', async () => {
    const { find } = await told([drifted('range', { value: 7 })], { instance: 'alpha/SMP01' });
    expect((await find()).left.map(({ why }) => why.code)).toEqual(['not-owned']);
  });

  it('counts for nothing when another key signed it, or none is known', async () => {
    const changes = [drifted('range', { value: 7 })];
    await expect((await told(changes, { isForeign: true })).find()).rejects.toMatchObject({
      kind: 'mistake',
    });
    await expect((await told(changes, { knowsKey: false })).find()).rejects.toMatchObject({
      kind: 'mistake',
    });
  });
});

interface Tale {
  readonly instance?: string;
  /** Signed by somebody else than fleet.yaml names. */
  readonly isForeign?: boolean;
  readonly knowsKey?: boolean;
}

async function told(changes: readonly object[], tale: Tale = {}) {
  const { instance = 'beta/FAR01', isForeign = false, knowsKey = true } = tale;
  const dir = mkdtempSync(join(tmpdir(), 'homeamp-reported-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  const reports = createLocalObjectStore(join(dir, 'reports'));
  for (const host of ['alpha', 'beta']) mkdirSync(join(dir, host));
  const own = createSigner(join(dir, 'alpha'));
  const beta = createSigner(join(dir, 'beta'));
  const signer = isForeign ? own : beta;
  await reports.put('beta/heartbeat.json', writeSigned(signer, heartbeat()));
  await reports.put(KEY, writeSigned(signer, report(instance, changes)));
  const { desired } = await baseOf(withKey(knowsKey ? beta : undefined));
  return { find: () => findReported({ name: 'alpha', reports, signer: own }, desired, ALL) };
}

function withKey(signer: Signer | undefined): Readonly<Record<string, string>> {
  const host = signer === undefined ? 'beta: {}' : `beta: { publicKey: "${signer.publicKey}" }`;
  const fleet = REPOSITORY['desired-state/fleet.yaml'] ?? '';
  return { ...REPOSITORY, 'desired-state/fleet.yaml': fleet.replace('beta: {}', host) };
}

function heartbeat() {
  const facts = { version: '1.0.0', at: 60_000, nextBy: null, revision: null, isOk: true, states: {} };
  return { kind: 'heartbeat', host: 'beta', ...facts, report: KEY };
}

function report(instance: string, changes: readonly object[]) {
  const instances = [{ id: instance, changes: changes.map((change) => ({ instance, ...change })) }];
  return { kind: 'pass', host: 'beta', endedAt: 60_000, report: { instances } };
}
