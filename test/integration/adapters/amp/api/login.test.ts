import { describe, expect, it } from 'vitest';
import { MistakeError, type OperatingError, TransientError } from '../../../../../src/core/model/errors.ts';
import { failureOf, listed, PASSWORD, type RawReply, startRawAmp, TOW01 } from './raw-amp.ts';

const MINUTE = 60_000;
const DEV01 = '1f0e7c1a-0000-4000-8000-000000000002';
const refusal = (result: number): RawReply => ({
  body: { success: false, result, resultReason: 'secret reason of AMP', sessionID: null, userInfo: null },
});
const HUB01 = '1f0e7c1a-0000-4000-8000-000000000003';
const three: RawReply = { body: [listed('TOW01', TOW01), listed('DEV01', DEV01), listed('HUB01', HUB01)] };

describe('logging in', () => {
  it('sends all four fields to the controller and then to the instance, and asks nothing else of the controller', async () => {
    const amp = await startRawAmp();
    await amp.operator.watch.look('TOW01');
    const body = { username: 'homeamp', password: PASSWORD, token: '', rememberMe: false };
    const logins = amp.calls.filter(({ method }) => method === 'Core/Login');
    expect(logins.map((call) => [call.instance, call.body])).toEqual([
      [undefined, body],
      [TOW01, body],
    ]);
    const asked = amp.calls.filter(({ instance }) => instance === undefined).map(({ method }) => method);
    expect(asked).toEqual(['Core/Login', 'ADSModule/GetLocalInstances']);
    expect(new Set(amp.calls.map(({ accept }) => accept))).toEqual(new Set(['application/json']));
  });

  it('happens once for all that ask at the same time, and once for all that ask later', async () => {
    const amp = await startRawAmp();
    await Promise.all(Array.from({ length: 8 }, () => amp.operator.watch.look('TOW01')));
    await amp.operator.watch.look('TOW01');
    expect(amp.count('controller:Core/Login')).toBe(1);
    expect(amp.count('instance:Core/Login')).toBe(1);
    expect(amp.count('Core/GetStatus')).toBe(9);
  });

  it.each<readonly [string, RawReply, string]>([
    ['0', refusal(0), '`amp.password`'],
    ['1', refusal(1), '`amp.password`'],
    ['20', refusal(20), 'change it'],
    ['25', refusal(25), 'Enable it'],
    ['40', refusal(40), 'without two-factor'],
    ['45', refusal(45), 'without two-factor'],
    ['50', refusal(50), 'without two-factor'],
    ['an unknown number', refusal(777), '`amp.password`'],
    ['no number', { body: { success: false } }, '`amp.password`'],
    ['a bare false', { body: false }, '`amp.password`'],
    ['a refusal', { body: { Status: false, Reason: 'no' } }, '`amp.password`'],
    ['success without its number', { body: { success: true, result: 0, sessionID: 'x' } }, '`amp.password`'],
  ])('says what to do where AMP refuses it with %s, without AMP’s words', async (_what, reply, help) => {
    const amp = await startRawAmp({ 'Core/Login': reply });
    const failure = await failureOf(amp.operator.watch.look('TOW01'));
    expect(failure).toBeInstanceOf(MistakeError);
    expect(failure.next).toContain(help);
    expect(failure.message + failure.next).not.toContain('secret reason');
  });

  it.each<readonly [string, number, string]>([
    ['an instance that the account may not enter', 5, 'Instances.<id of the instance>.Manage'],
    ['a suspended instance', 6, 'End the suspension'],
  ])('says what to do with %s', async (_what, result, help) => {
    const amp = await startRawAmp({ 'instance:Core/Login': refusal(result) });
    const failure = await failureOf(amp.operator.watch.look('TOW01'));
    expect(failure).toBeInstanceOf(MistakeError);
    expect(failure.next).toContain(help);
  });

  it.each<readonly [string, RawReply]>([
    ['its login server is away', refusal(500)],
    ['it fails', { body: { Title: 'Key Not Found', Message: 'rememberMe', StackTrace: '' } }],
    ['it gives no session', { body: { success: true, result: 10 } }],
    ['its session could not stand in a header', { body: { success: true, result: 10, sessionID: 'a\r\nb' } }],
    ['its answer is another', { body: { sessionID: 'x' } }],
    ['it sends a page', { body: '<html>' }],
  ])('passes where AMP did not refuse it: %s', async (_why, reply) => {
    const amp = await startRawAmp({ 'Core/Login': reply });
    expect(await failureOf(amp.operator.watch.look('TOW01'))).toBeInstanceOf(TransientError);
    await failureOf(amp.operator.watch.look('TOW01'));
    expect(amp.count('Core/Login')).toBe(2);
  });
});

describe('a login that was refused', () => {
  it('is told again in the same words and tried again only after a pause, which doubles up to 15 minutes', async () => {
    const amp = await startRawAmp({ 'Core/Login': refusal(0) });
    const look = () => failureOf(amp.operator.watch.look('TOW01'));
    const first = await look();
    let pause = MINUTE;
    for (const expected of [2, 3, 4, 5, 6, 7]) {
      amp.clock.time += pause - 1;
      expect(textOf(await look())).toBe(textOf(first));
      expect(amp.count('Core/Login')).toBe(expected - 1);
      amp.clock.time += 1;
      await look();
      expect(amp.count('Core/Login')).toBe(expected);
      pause = Math.min(15 * MINUTE, pause * 2);
    }
    expect(pause).toBe(15 * MINUTE);
  });

  it('begins anew after AMP accepted one', async () => {
    const amp = await startRawAmp({ 'instance:Core/Login': refusal(0) });
    await failureOf(amp.operator.watch.look('TOW01'));
    amp.clock.time += MINUTE;
    await failureOf(amp.operator.watch.look('TOW01'));
    amp.clock.time += 2 * MINUTE;
    delete amp.answers['instance:Core/Login'];
    expect((await amp.operator.watch.look('TOW01')).state).toBe('ready');
    amp.answers['instance:Core/Login'] = refusal(0);
    amp.answers['instance:Core/GetStatus'] = { status: 401, body: '' };
    await failureOf(amp.operator.watch.look('TOW01'));
    const tried = amp.count('instance:Core/Login');
    amp.clock.time += MINUTE;
    await failureOf(amp.operator.watch.look('TOW01'));
    expect(amp.count('instance:Core/Login')).toBe(tried + 1);
  });

  it('does not hold anything up where the clock was put back', async () => {
    const amp = await startRawAmp({ 'Core/Login': refusal(0) });
    await failureOf(amp.operator.watch.look('TOW01'));
    amp.clock.time -= 60 * MINUTE;
    await failureOf(amp.operator.watch.look('TOW01'));
    expect(amp.count('Core/Login')).toBe(2);
  });

  it('costs two tries in all, and not one for each instance, where the password has changed', async () => {
    const amp = await startRawAmp({ 'ADSModule/GetLocalInstances': three });
    await amp.operator.watch.look('TOW01');
    amp.answers['Core/Login'] = refusal(0);
    const before = amp.count('Core/Login');
    for (const server of ['DEV01', 'HUB01', 'DEV01', 'HUB01'])
      await failureOf(amp.operator.watch.look(server));
    expect(amp.count('Core/Login') - before).toBe(2);
    expect(amp.calls.filter(({ instance }) => instance === HUB01)).toEqual([]);
  });

  it('at one instance leaves the others alone', async () => {
    const amp = await startRawAmp({ 'ADSModule/GetLocalInstances': three });
    const { answers } = amp;
    const usual = answers['Core/Login'];
    if (typeof usual !== 'function') throw new Error('no login');
    answers['Core/Login'] = (call) => (call.instance === TOW01 ? refusal(0) : usual(call));
    expect(await failureOf(amp.operator.watch.look('TOW01'))).toBeInstanceOf(MistakeError);
    expect((await amp.operator.watch.look('DEV01')).state).toBe('ready');
    expect(await failureOf(amp.operator.watch.look('TOW01'))).toBeInstanceOf(MistakeError);
    expect((await amp.operator.watch.look('DEV01')).state).toBe('ready');
    expect(
      amp.calls.filter(({ method, instance }) => method === 'Core/Login' && instance === TOW01),
    ).toHaveLength(1);
  });
});

function textOf({ message, next }: OperatingError): string {
  return `${message} ${next}`;
}

describe('a right that is missing', () => {
  it('is looked for with a new login after a minute, since rights are fixed at login', async () => {
    const amp = await startRawAmp({
      'Core/GetUpdates': { body: { Status: false, Reason: 'requires the Core.X.Y permission' } },
    });
    const read = () => failureOf(amp.operator.console.read('TOW01'));
    await read();
    await read();
    expect(amp.count('instance:Core/Login')).toBe(1);
    amp.clock.time += MINUTE;
    await read();
    await read();
    expect(amp.count('instance:Core/Login')).toBe(2);
  });

  it('is looked for so at the controller too', async () => {
    const forbidden = { body: { Status: false, Reason: 'requires the ADS.X permission' } };
    const amp = await startRawAmp({
      'ADSModule/GetLocalInstances': forbidden,
      'ADSModule/GetInstances': forbidden,
    });
    const look = () => failureOf(amp.operator.watch.look('TOW01'));
    await look();
    await look();
    expect(amp.count('Core/Login')).toBe(1);
    amp.clock.time += MINUTE;
    await look();
    await look();
    expect(amp.count('Core/Login')).toBe(2);
  });
});

describe('the session of a call', () => {
  it.each<readonly [string, 'auto' | 'bearer' | 'body', string | undefined, boolean, boolean]>([
    ['both ways where the version is not told', 'auto', undefined, true, true],
    ['both ways before 2.8', 'auto', '2.7.9.9', true, true],
    ['in the header alone since 2.8', 'auto', '2.8.0.1', true, false],
    ['in the header alone since 3.0', 'auto', '3.0', true, false],
    ['both ways for a version that can’t be read', 'auto', 'latest', true, true],
    ['in the header alone where the settings say so', 'bearer', '2.6.0.4', true, false],
    ['in the body alone where the settings say so', 'body', '2.8.0.1', false, true],
  ])('stands %s', async (_how, session, version, inHeader, inBody) => {
    const list = { body: [listed('TOW01', TOW01, version === undefined ? {} : { AMPVersion: version })] };
    const amp = await startRawAmp({ 'ADSModule/GetLocalInstances': list });
    await amp.createOperator({ session }).watch.look('TOW01');
    const status = amp.calls.find(({ method }) => method === 'Core/GetStatus');
    const id = 'session-of-the-fleet-2';
    expect(status?.authorization).toBe(inHeader ? `Bearer ${id}` : undefined);
    expect(status?.body['SESSIONID']).toBe(inBody ? id : undefined);
  });
});

describe('the address of AMP', () => {
  it.each([
    'http://192.0.2.7:8080',
    'http://127.0.0.1.example.org',
    'https://user:pass@amp.example.org',
    'https://amp.example.org?x=1',
    'https://amp.example.org#x',
    'ftp://amp.example.org',
    'amp',
  ])('can’t be %s', async (url) => {
    const amp = await startRawAmp();
    expect(() => amp.createOperator({ url })).toThrow(MistakeError);
  });

  it('may have a path of its own', async () => {
    const amp = await startRawAmp();
    await failureOf(amp.createOperator({ url: `${amp.url}/panel/` }).watch.look('TOW01'));
    expect(amp.calls[0]?.method).toBe('no call: /panel/API/Core/Login');
  });
});
