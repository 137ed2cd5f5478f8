import { describe, expect, it } from 'vitest';
import { baseOf, edited, layersOf, property, propose } from './adopted-repository.ts';

describe('proposing where to keep a value', () => {
  it('takes the instance where only one server has it', async () => {
    const { desired } = await baseOf();
    const [proposal] = propose(desired, edited('SMP01', 'range', 7n));
    expect(proposal && layersOf(proposal)).toEqual(['instance', 'group:survival', 'host:alpha', 'baseline']);
  });

  it('tells which other servers each wider layer would change', async () => {
    const { desired } = await baseOf();
    const [proposal] = propose(desired, edited('SMP01', 'range', 7n));
    const touched = proposal?.candidates.map(({ touches }) => touches.map(({ instance }) => instance));
    expect(touched).toEqual([
      [],
      ['alpha/SMP02', 'beta/FAR01'],
      ['alpha/SMP02'],
      ['alpha/SMP02', 'beta/FAR01'],
    ]);
  });

  it('takes the layer that most servers share once all whom it touches have the value', async () => {
    const { desired } = await baseOf();
    const keys = ['SMP01', 'SMP02', 'FAR01'].map((name) => edited(name, 'range', 7n));
    expect(propose(desired, ...keys).map((proposal) => layersOf(proposal)[0])).toEqual([
      'baseline',
      'baseline',
      'baseline',
    ]);
    const two = keys.slice(0, 2);
    expect(propose(desired, ...two).map((proposal) => layersOf(proposal)[0])).toEqual([
      'instance',
      'instance',
    ]);
  });

  it('takes an override back where the wider layer says the same', async () => {
    const { desired } = await baseOf();
    const [proposal] = propose(desired, edited('HUB01', 'range', 4n));
    expect(proposal && layersOf(proposal)).toEqual(['release', 'instance']);
  });

  it('keeps a wider layer out of the list where a narrower one has its own value', async () => {
    const { desired } = await baseOf();
    const [proposal] = propose(desired, edited('HUB01', 'range', 5n));
    expect(proposal && layersOf(proposal)).toEqual(['instance']);
  });

  it('changes the variable of the instance, unless that feeds something else', async () => {
    const { desired } = await baseOf();
    const [own, shared, port] = propose(
      desired,
      property('HUB01', 'view-distance', '8'),
      property('SMP01', 'view-distance', '8'),
      property('HUB01', 'query.port', '2300'),
    );
    expect(own && layersOf(own)[0]).toBe('variable');
    expect(shared && layersOf(shared)[0]).toBe('instance');
    const variable = shared?.candidates.find(({ edit }) => edit.kind === 'variable');
    expect(variable?.touches.map(({ instance, id }) => `${instance} ${id}`)).toEqual([
      'alpha/SMP02 view-distance',
      'beta/FAR01 view-distance',
    ]);
    expect(port?.candidates[port.proposed]?.edit).toMatchObject({
      kind: 'variable',
      name: 'SERVER_PORT',
      change: { value: 2200n },
    });
  });

  it('keeps a key away that is gone, and offers to give it up', async () => {
    const { desired } = await baseOf();
    const [proposal] = propose(desired, edited('SMP01', 'sounds.sit', undefined));
    expect(proposal && layersOf(proposal)[0]).toBe('instance');
    expect(proposal && layersOf(proposal)).toContain('release');
    expect(proposal?.candidates[proposal.proposed]?.edit).toMatchObject({ change: { kind: 'absent' } });
  });

  it('proposes nothing for a key whose instance the fleet does not name', async () => {
    const { desired } = await baseOf();
    expect(propose(desired, edited('GONE01', 'range', 7n))[0]?.candidates).toEqual([]);
  });
});
