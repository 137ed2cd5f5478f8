import { describe, expect, it } from 'vitest';
import { MistakeError } from '../../../../src/core/model/errors.ts';
import { type Proof, proveRepository } from '../../../../src/engine/onramp/live/prove-repository.ts';
import { openImportPlace } from '../../../../src/main/open-import-place.ts';
import { createTree, type Tree } from '../../../support/import-rig.ts';
import { baseline, configOf, fleet, matrix } from '../../../support/small-fleet.ts';

const SERVERS = ['SMP01', 'SMP02'];
const LIVE: Tree = Object.fromEntries(
  SERVERS.map((name) => [configOf(name, 'CMI'), 'delay: 5\nport: 8080\n']),
);

async function prove(block: string, more: Readonly<Record<string, string>> = {}): Promise<Proof> {
  const { host, close } = await openImportPlace(createTree(LIVE), undefined);
  const repository = { ...baseline('CMI', block), ...matrix(['CMI'], SERVERS), ...fleet(SERVERS), ...more };
  try {
    return await proveRepository(
      { ...host, knownJars: { get: () => new Map(), put: () => undefined } },
      {
        files: new Map(Object.entries(repository as Readonly<Record<string, string>>)),
        hosts: [{ host: 'alpha', locals: host.locals }],
        secrets: new Map(),
        onInstance: () => undefined,
      },
    );
  } finally {
    await close();
  }
}

const instance = (name: string, port: number): Readonly<Record<string, string>> => ({
  [`desired-state/variables/instances/${name}.yaml`]: `variables: { SERVER_PORT: ${port} }\n`,
});

describe('proveRepository', () => {
  it('counts what is equal', async () => {
    expect(await prove('delay: 5\n')).toEqual({ kind: 'empty', ownedKeys: 2, instances: 2 });
  });

  it('names each key that a plan would change, on the server where it would', async () => {
    const proof = await prove('delay: 6\nport: 8080\n');
    const keys = proof.kind === 'differs' ? proof.keys : [];
    expect(keys.map(({ path, id, instance: on }) => [path, id, on])).toEqual([
      ['plugins/CMI/config.yml', 'delay', 'alpha/SMP01'],
      ['plugins/CMI/config.yml', 'delay', 'alpha/SMP02'],
    ]);
  });

  it('names the keys of a file that is not there', async () => {
    const more = baseline('Plan', 'a: 1\n');
    const proof = await prove('delay: 5\n', {
      ...(more as Record<string, string>),
      ...(matrix(['CMI', 'Plan'], SERVERS) as Record<string, string>),
    });
    expect(proof.kind === 'differs' && proof.keys.map(({ path }) => path)).toEqual([
      'plugins/Plan/config.yml',
      'plugins/Plan/config.yml',
    ]);
  });

  it('names the keys that an error is about, also through a variable', async () => {
    const colliding = await prove('delay: 5\nserver-port: "{{SERVER_PORT}}"\n', {
      ...instance('SMP01', 25565),
      ...instance('SMP02', 25565),
    });
    expect(colliding.kind === 'differs' && new Set(colliding.keys.map(({ id }) => id))).toEqual(
      new Set(['server-port']),
    );
  });

  it('gives up on a mistake that is about no key', async () => {
    await expect(
      prove('delay: 5\n', { 'desired-state/deployment-matrix.csv': 'plugin,NOBODY\nCMI,x\n' }),
    ).rejects.toBeInstanceOf(MistakeError);
  });
});
