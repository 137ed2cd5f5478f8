import { describe, expect, it } from 'vitest';
import { type Instance, instanceIdOf, type Platform } from '../../../src/core/model/instance.ts';
import { locateInstances, unknownFolders } from '../../../src/engine/locate-instances.ts';
import type { LocalInstance } from '../../../src/ports/local-instances.ts';

function instance(name: string, platform: Platform = 'paper', aliases: readonly string[] = []): Instance {
  const id = instanceIdOf('alpha', name);
  return { id, host: 'alpha', name, platform, managed: true, stage: undefined, groups: [], aliases };
}

function local(folder: string, facts: Partial<LocalInstance> = {}): LocalInstance {
  const root = { kind: 'found', path: `/i/${folder}/Minecraft` } as const;
  return { folder, module: 'minecraft', root, platform: undefined, amp: undefined, ...facts };
}

function amp(instanceName: string): LocalInstance['amp'] {
  return {
    instanceId: undefined,
    instanceName,
    friendlyName: undefined,
    daemon: undefined,
    startsOnBoot: undefined,
    container: undefined,
    suspended: undefined,
  };
}

function locate(wanted: Instance, locals: readonly LocalInstance[]) {
  const location = locateInstances([wanted], locals).get(wanted.id);
  return location?.kind === 'blocked' ? location.reason.code : location?.folder;
}

describe('an instance of the fleet', () => {
  it('is found by its name, an alias, or the name that AMP calls it', () => {
    expect(locate(instance('A'), [local('A')])).toBe('A');
    expect(locate(instance('A', 'paper', ['OLD']), [local('OLD')])).toBe('OLD');
    expect(locate(instance('A'), [local('OLD', { amp: amp('A') })])).toBe('OLD');
    expect(locate(instance('A', 'paper', ['OLD']), [local('OLD', { amp: amp('A') })])).toBe('OLD');
  });

  it('is the folder of its name rather than what AMP calls so elsewhere', () => {
    expect(locate(instance('A'), [local('OLD', { amp: amp('A') }), local('A')])).toBe('A');
    expect(locate(instance('A'), [local('A'), local('OLD', { amp: amp('A') })])).toBe('A');
  });

  it('is blocked when it is not there, there twice, or has no folder', () => {
    expect(locate(instance('A'), [local('B')])).toBe('instance-missing');
    expect(locate(instance('A', 'paper', ['B']), [local('A'), local('B')])).toBe('instance-ambiguous');
    expect(locate(instance('A'), [local('A', { root: { kind: 'absent' } })])).toBe('instance-missing');
    const refused = local('A', { root: { kind: 'refused', reason: 'it is a link' } });
    expect(locate(instance('A'), [refused])).toBe('root-refused');
  });

  it('is never a controller', () => {
    expect(locate(instance('A', 'ads'), [local('A', { module: 'controller', platform: 'ads' })])).toBe(
      'controller',
    );
  });

  it('is blocked when another platform runs there, with both named and the line to change', () => {
    const wanted = instance('A', 'paper');
    const location = locateInstances([wanted], [local('A', { platform: 'velocity' })]).get(wanted.id);
    expect(location).toMatchObject({ kind: 'blocked', reason: { code: 'platform-differs' } });
    if (location?.kind !== 'blocked') throw new Error('it is blocked');
    expect(location.reason.message).toMatch(/A is paper.*velocity/);
    expect(location.reason.help).toMatch(/`platform: velocity`.*line of A.*fleet\.yaml/);
  });

  it('is not blocked by a platform that is not known, or that the fleet calls other', () => {
    expect(locate(instance('A', 'paper'), [local('A', { platform: undefined })])).toBe('A');
    expect(locate(instance('A', 'paper'), [local('A', { platform: 'other' })])).toBe('A');
    expect(locate(instance('A', 'other'), [local('A', { platform: 'velocity' })])).toBe('A');
  });
});

describe('what the fleet does not name', () => {
  it('is told, with instances that have no folder, and without controllers', () => {
    const locals = [
      local('A'),
      local('OLD', { amp: amp('B') }),
      local('STRAY'),
      local('ADS01', { module: 'controller' }),
      local('GONE', { root: { kind: 'absent' }, amp: amp('GONE') }),
    ];
    const unknown = unknownFolders([instance('A'), instance('B')], locals);
    expect(unknown.map(({ folder }) => folder)).toEqual(['STRAY', 'GONE']);
  });
});
