import { describe, expect, it } from 'vitest';
import { MistakeError } from '../../../../../src/core/model/errors.ts';
import { failureOf, inTurn, listed, type RawReply, startRawAmp, TOW01 } from './raw-amp.ts';

const OTHER = '1f0e7c1a-0000-4000-8000-000000000009';
const NONE: RawReply = { body: [] };
const FORBIDDEN: RawReply = { body: { Status: false, Reason: 'requires the ADS.X permission' } };
const DENIED = { body: 'false' };

const target = (...instances: readonly object[]) => ({ FriendlyName: 'host', AvailableInstances: instances });

describe('an instance', () => {
  it.each<readonly [string, RawReply]>([
    ['a flat list', { body: [listed('TOW01', TOW01)] }],
    ['a wrapped list', { body: { result: [listed('TOW01', TOW01)] } }],
    ['lists of hosts', { body: [target(), target(listed('DEV01', OTHER), listed('TOW01', TOW01))] }],
    ['a wrapped list of hosts', { body: { result: [target(listed('TOW01', TOW01.toUpperCase()))] } }],
  ])('is found by its name in %s', async (_shape, reply) => {
    const amp = await startRawAmp({ 'ADSModule/GetLocalInstances': reply });
    await amp.operator.watch.look('TOW01');
    expect(amp.calls.at(-1)).toMatchObject({ method: 'Core/GetStatus', instance: TOW01 });
  });

  it.each<readonly [string, RawReply]>([
    ['must not be listed', FORBIDDEN],
    ['can’t be listed', DENIED],
    ['are none', NONE],
    ['are no such method', { status: 404 }],
  ])('is looked for on all hosts where those of this host %s', async (_why, reply) => {
    const amp = await startRawAmp({
      'ADSModule/GetLocalInstances': reply,
      'ADSModule/GetInstances': { body: [target(listed('TOW01', TOW01))] },
    });
    expect((await amp.operator.watch.look('TOW01')).state).toBe('ready');
  });

  it('of another host is never taken for one of this host', async () => {
    const amp = await startRawAmp({
      'ADSModule/GetLocalInstances': { body: [listed('DEV01', OTHER)] },
      'ADSModule/GetInstances': { body: [target(listed('TOW01', TOW01))] },
    });
    const failure = await failureOf(amp.operator.watch.look('TOW01'));
    expect(failure).toBeInstanceOf(MistakeError);
    expect(failure.message).toContain('`TOW01`');
    const knowing = amp.createOperator({ localIds: () => new Map([['TOW01', TOW01.toUpperCase()]]) });
    expect((await knowing.watch.look('TOW01')).state).toBe('ready');
  });

  it('is the one with the id that this host’s files give it, whatever AMP calls it', async () => {
    const amp = await startRawAmp({
      'ADSModule/GetLocalInstances': { body: [listed('TOW01', OTHER)] },
      'ADSModule/GetInstances': { body: [target(listed('TOW01', OTHER)), target(listed('Tower', TOW01))] },
    });
    const operator = amp.createOperator({ localIds: () => new Map([['TOW01', TOW01]]) });
    await operator.watch.look('TOW01');
    expect(amp.calls.at(-1)?.instance).toBe(TOW01);
  });

  it('is not guessed where two have its name', async () => {
    const amp = await startRawAmp({
      'ADSModule/GetLocalInstances': FORBIDDEN,
      'ADSModule/GetInstances': { body: [target(listed('TOW01', TOW01)), target(listed('TOW01', OTHER))] },
    });
    const failure = await failureOf(amp.operator.power.stop('TOW01'));
    expect(failure).toBeInstanceOf(MistakeError);
    expect(failure.message).toContain('more than one');
    expect(amp.count('Core/Stop')).toBe(0);
  });

  it('is no controller, whose own application is AMP', async () => {
    const amp = await startRawAmp({
      'ADSModule/GetLocalInstances': { body: [listed('ADS01', OTHER, { Module: 'ADS' })] },
    });
    expect(await failureOf(amp.operator.power.stop('ADS01'))).toBeInstanceOf(MistakeError);
    expect(amp.count('Core/Stop')).toBe(0);
  });

  it.each(['../../Core/Stop', 'x', '', `${TOW01}/../..`, 7])(
    'can’t lead elsewhere with the id %j',
    async (id) => {
      const amp = await startRawAmp({
        'ADSModule/GetLocalInstances': { body: [{ InstanceName: 'TOW01', InstanceID: id, AppState: 20 }] },
      });
      expect(await failureOf(amp.operator.watch.look('TOW01'))).toBeInstanceOf(MistakeError);
      expect(amp.calls.every(({ instance }) => instance === undefined)).toBe(true);
    },
  );

  it('that AMP does not show is a mistake which names the right to grant', async () => {
    const amp = await startRawAmp();
    const failure = await failureOf(amp.operator.watch.look('NEW01'));
    expect(failure).toBeInstanceOf(MistakeError);
    expect(failure.next).toContain('Instances.');
  });

  it('that may not be listed at all names the right that AMP names', async () => {
    const amp = await startRawAmp({
      'ADSModule/GetLocalInstances': FORBIDDEN,
      'ADSModule/GetInstances': FORBIDDEN,
    });
    expect((await failureOf(amp.operator.watch.look('TOW01'))).next).toContain('`ADS.X`');
  });
});

describe('the list of instances', () => {
  it('is asked for once, and anew for a name that is not in it', async () => {
    const amp = await startRawAmp({
      'ADSModule/GetLocalInstances': inTurn(
        { body: [listed('TOW01', TOW01)] },
        { body: [listed('TOW01', TOW01), listed('NEW01', OTHER)] },
      ),
    });
    await amp.operator.watch.look('TOW01');
    await amp.operator.watch.look('TOW01');
    expect(amp.count('ADSModule/GetLocalInstances')).toBe(1);
    expect((await amp.operator.watch.look('NEW01')).state).toBe('ready');
    expect(amp.count('ADSModule/GetLocalInstances')).toBe(2);
    expect(amp.count('controller:Core/Login')).toBe(1);
  });

  it('is asked for with a new login where the old one is more than a minute ago: it fixed what may be seen', async () => {
    const amp = await startRawAmp();
    await amp.operator.watch.look('TOW01');
    amp.clock.time += 60_000;
    expect(await failureOf(amp.operator.watch.look('NEW01'))).toBeInstanceOf(MistakeError);
    expect(amp.count('controller:Core/Login')).toBe(2);
    await failureOf(amp.operator.watch.look('NEW01'));
    expect(amp.count('controller:Core/Login')).toBe(2);
  });

  it('is not kept where AMP failed to give it', async () => {
    const amp = await startRawAmp({
      'ADSModule/GetLocalInstances': inTurn(
        { body: { Title: 'x', Message: 'y' } },
        { body: [listed('TOW01', TOW01)] },
      ),
      'ADSModule/GetInstances': { body: { Title: 'x', Message: 'y' } },
    });
    await failureOf(amp.operator.watch.look('TOW01'));
    expect((await amp.operator.watch.look('TOW01')).state).toBe('ready');
  });
});
