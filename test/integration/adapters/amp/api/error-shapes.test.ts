import { describe, expect, it } from 'vitest';
import { MistakeError, TransientError } from '../../../../../src/core/model/errors.ts';
import { failureOf, inTurn, listed, NO_SESSION, type RawReply, startRawAmp } from './raw-amp.ts';

const EXCEPTION = {
  Title: 'NullReferenceException',
  Message: 'Object reference not set',
  StackTrace: 'at X',
};
const HTML = '<html><body>502 Bad Gateway</body></html>';

describe('an answer with status 200 that is a failure', () => {
  it.each<readonly [string, RawReply, string]>([
    ['an exception of AMP’s', { body: EXCEPTION }, 'a fault of its own'],
    [
      'a page for people',
      { body: HTML, headers: { 'content-type': 'text/html' } },
      'not what its API promises',
    ],
    ['half a text', { body: '{"State": 2' }, 'not what its API promises'],
    ['nothing where there should be something', { body: '' }, 'not what its API promises'],
    ['another shape', { body: { Status: 'fine' } }, 'not what its API promises'],
    ['a list', { body: [] }, 'not what its API promises'],
    ['null', { body: 'null' }, 'not what its API promises'],
    ['a state in words', { body: { State: 'Ready' } }, 'not what its API promises'],
  ])('passes by itself: %s', async (_what, reply, words) => {
    const amp = await startRawAmp({ 'instance:Core/GetStatus': reply });
    const failure = await failureOf(amp.operator.watch.look('TOW01'));
    expect(failure).toBeInstanceOf(TransientError);
    expect(failure.message).toContain(words);
    expect(failure.message + failure.next).not.toMatch(/Bad Gateway|Object reference|at X/);
  });

  it.each<readonly [string, RawReply]>([
    ['a refusal with a reason', { body: { Status: false, Reason: 'not now', SupportURL: 'https://x' } }],
    ['a refusal without a reason', { body: { Status: false } }],
    ['a bare false', { body: false }],
    ['a bare false in a wrapper', { body: { result: false } }],
    ['a refusal in a wrapper', { body: { result: { Status: false, Reason: 'no' } } }],
  ])('is for people to look at: %s', async (_what, reply) => {
    const amp = await startRawAmp({ 'Core/Start': reply, 'Core/GetStatus': { body: { State: 0 } } });
    const failure = await failureOf(amp.operator.power.start('TOW01'));
    expect(failure).toBeInstanceOf(MistakeError);
    expect(failure.message).toBe('AMP refuses to let homeamp start the server.');
  });

  it.each<readonly [string, RawReply]>([
    ['as an exception', { body: { ...EXCEPTION, Title: 'Unauthorized Access', Message: needs() } }],
    ['as a refusal', { body: { Status: false, Reason: needs() } }],
    ['in a wrapper', { body: { result: { Status: false, Reason: needs() } } }],
    ['with a status of its own', { status: 403, body: { Status: false, Reason: needs() } }],
  ])('names the right that is missing, told %s', async (_how, reply) => {
    const amp = await startRawAmp({ 'Core/Stop': reply });
    const failure = await failureOf(amp.operator.power.stop('TOW01'));
    expect(failure).toBeInstanceOf(MistakeError);
    expect(failure.next).toContain('`Core.AppManagement.StopApplication`');
    expect(amp.count('instance:Core/Login')).toBe(1);
  });

  it.each<readonly [string, RawReply]>([
    ['says so in general', { status: 403, body: 'Forbidden' }],
    ['names something that can’t be a right', { body: { Title: 'Unauthorized Access', Message: '`x` <b>' } }],
  ])('names the right that homeamp knows of where AMP %s', async (_what, reply) => {
    const amp = await startRawAmp({ 'Core/SendConsoleMessage': reply });
    const failure = await failureOf(amp.operator.console.send('TOW01', 'list'));
    expect(failure.next).toContain('`Core.AppManagement.SendConsoleInput`');
    expect(failure.next).not.toContain('<b>');
  });
});

function needs(): string {
  return 'You do not have permission. This method requires the Core.AppManagement.StopApplication permission.';
}

describe('an instance whose part of AMP is down', () => {
  const unavailable: RawReply = {
    body: { Title: 'Instance Unavailable', Message: 'The requested instance is not available at this time.' },
  };

  it.each(['instance:Core/GetStatus', 'instance:Core/Login'])(
    'is in an unknown state, told by %s',
    async (method) => {
      const amp = await startRawAmp({ [method]: unavailable });
      const look = await amp.operator.watch.look('TOW01');
      expect(look).toMatchObject({ state: 'unknown', players: undefined, startedAt: undefined });
      expect(look.detail).toContain('not available');
    },
  );

  it('can’t be told anything for now', async () => {
    const amp = await startRawAmp({ 'instance:Core/Login': unavailable });
    const { power, console, backups, settings } = amp.operator;
    const failures = await Promise.all([
      failureOf(power.start('TOW01')),
      failureOf(power.stop('TOW01')),
      failureOf(console.send('TOW01', 'list')),
      failureOf(console.read('TOW01')),
      failureOf(backups.begin('TOW01', 'x')),
      failureOf(settings.read('TOW01', 'A.B')),
    ]);
    expect(failures.every((failure) => failure instanceof TransientError)).toBe(true);
    expect(new Set(failures.map(({ message }) => message)).size).toBe(1);
  });

  it('is asked for anew under its name, since another one may have taken its place', async () => {
    const amp = await startRawAmp({ 'instance:Core/GetStatus': unavailable });
    await amp.operator.watch.look('TOW01');
    await amp.operator.watch.look('TOW01');
    expect(amp.count('ADSModule/GetLocalInstances')).toBe(2);
    expect(amp.count('controller:Core/Login')).toBe(1);
  });

  it('is found under its new id where it was made anew', async () => {
    const made = '1f0e7c1a-0000-4000-8000-000000000007';
    const amp = await startRawAmp({
      'Core/GetStatus': ({ instance }) =>
        instance === made ? { body: { State: 20 } } : { body: { Status: false, Reason: 'No such instance' } },
    });
    expect((await amp.operator.watch.look('TOW01')).state).toBe('unknown');
    amp.answers['ADSModule/GetLocalInstances'] = { body: [listed('TOW01', made)] };
    expect((await amp.operator.watch.look('TOW01')).state).toBe('ready');
  });
});

describe('an answer that is no answer', () => {
  it.each<readonly [string, RawReply]>([
    ['502', { status: 502, body: HTML }],
    ['504', { status: 504, body: HTML }],
    ['500 with JSON', { status: 500, body: EXCEPTION }],
    ['a page', { body: HTML }],
    ['a cut connection', { hangUp: true }],
  ])('is asked for once more where that does no harm: %s', async (_what, reply) => {
    let asked = 0;
    const amp = await startRawAmp({
      'instance:Core/GetStatus': () => {
        asked += 1;
        return asked === 1 ? reply : { body: { State: 0 } };
      },
    });
    expect((await amp.operator.watch.look('TOW01')).state).toBe('stopped');
    expect(asked).toBe(2);
  });

  it('ends after the second time', async () => {
    const amp = await startRawAmp({ 'instance:Core/GetStatus': { status: 502, body: HTML } });
    expect(await failureOf(amp.operator.watch.look('TOW01'))).toBeInstanceOf(TransientError);
    expect(amp.count('instance:Core/GetStatus')).toBe(2);
  });

  it('is never asked for again where it could do a thing twice', async () => {
    const amp = await startRawAmp({
      'Core/Start': { hangUp: true },
      'Core/Stop': { status: 502, body: HTML },
      'Core/SendConsoleMessage': { body: HTML },
    });
    const { power, console } = amp.operator;
    expect(await failureOf(power.start('TOW01'))).toBeInstanceOf(TransientError);
    expect(await failureOf(power.stop('TOW01'))).toBeInstanceOf(TransientError);
    expect(await failureOf(console.send('TOW01', 'list'))).toBeInstanceOf(TransientError);
    expect([amp.count('Core/Start'), amp.count('Core/Stop'), amp.count('Core/SendConsoleMessage')]).toEqual([
      1, 1, 1,
    ]);
  });

  it('is not waited for without end', async () => {
    const amp = await startRawAmp({ 'instance:Core/GetStatus': { silence: true } });
    const operator = amp.createOperator({ timeoutMillis: 60 });
    const failure = await failureOf(operator.watch.look('TOW01'));
    expect(failure).toBeInstanceOf(TransientError);
    expect(failure.message).toContain('too long');
  });

  it('is not read without end', async () => {
    const body = `{"State":20,"Uptime":"${'x'.repeat(200_000)}"}`;
    const amp = await startRawAmp({ 'instance:Core/GetStatus': { body } });
    const operator = amp.createOperator({ maxAnswerBytes: 100_000 });
    expect(await failureOf(operator.watch.look('TOW01'))).toBeInstanceOf(TransientError);
    expect((await amp.operator.watch.look('TOW01')).state).toBe('ready');
  });

  it('is not walked where it is too deep', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const amp = await startRawAmp({
      'ADSModule/GetLocalInstances': { body: deep },
      'instance:Core/GetStatus': { body: `{"State":20,"Note":${deep}}` },
    });
    expect(await failureOf(amp.operator.watch.look('TOW01'))).toBeInstanceOf(TransientError);
    amp.answers['ADSModule/GetLocalInstances'] = { body: [{ ...tow01(), Note: `"${'['.repeat(100)}` }] };
    expect(await failureOf(amp.operator.watch.look('TOW01'))).toBeInstanceOf(TransientError);
    amp.answers['instance:Core/GetStatus'] = { body: { State: 20 } };
    expect((await amp.operator.watch.look('TOW01')).state).toBe('ready');
  });

  it('leads nowhere else, with the password', async () => {
    const other = await startRawAmp();
    const location = `${other.url}/API/Core/Login`;
    const amp = await startRawAmp({ 'Core/Login': { status: 307, headers: { location } } });
    expect(await failureOf(amp.operator.watch.look('TOW01'))).toBeInstanceOf(MistakeError);
    expect(other.calls).toEqual([]);
  });

  it('says how long to wait where a proxy does', async () => {
    const amp = await startRawAmp({
      'instance:Core/GetStatus': { status: 429, headers: { 'retry-after': '20' } },
      'Core/GetUpdates': { status: 503, headers: { 'retry-after': '99999' } },
    });
    expect(await failureOf(amp.operator.watch.look('TOW01'))).toMatchObject({ retryAfterMillis: 20_000 });
    expect(amp.count('instance:Core/GetStatus')).toBe(1);
    expect(await failureOf(amp.operator.console.read('TOW01'))).toMatchObject({ retryAfterMillis: 900_000 });
  });

  it('is out of reach where nothing listens', async () => {
    const amp = await startRawAmp();
    const operator = amp.createOperator({ url: 'http://127.0.0.1:1' });
    const failure = await failureOf(operator.watch.look('TOW01'));
    expect(failure).toBeInstanceOf(TransientError);
    expect(failure.message).toBe('AMP is out of reach.');
  });
});

function tow01(): object {
  return { InstanceName: 'TOW01', InstanceID: '1f0e7c1a-0000-4000-8000-000000000001', AppState: 20 };
}

describe('a session that AMP has lost', () => {
  it('is renewed at both layers, once, and the call is made again', async () => {
    let asked = 0;
    const amp = await startRawAmp({
      'Core/Stop': () => {
        asked += 1;
        return asked === 1 ? NO_SESSION : { body: '' };
      },
    });
    await amp.operator.power.stop('TOW01');
    expect(asked).toBe(2);
    expect([amp.count('controller:Core/Login'), amp.count('instance:Core/Login')]).toEqual([2, 2]);
    expect(amp.count('ADSModule/GetLocalInstances')).toBe(2);
  });

  it.each<readonly [string, RawReply]>([
    ['an exception', NO_SESSION],
    ['a refusal', { body: { Status: false, Reason: 'This method requires the Session.Exists permission.' } }],
    ['401', { status: 401, body: '' }],
  ])('is given up after a second time in a row, told by %s', async (_how, reply) => {
    const amp = await startRawAmp({ 'instance:Core/GetStatus': reply });
    const failure = await failureOf(amp.operator.watch.look('TOW01'));
    expect(failure).toBeInstanceOf(TransientError);
    expect(failure.message).toContain('session');
    expect(amp.count('instance:Core/GetStatus')).toBe(2);
    expect(amp.count('instance:Core/Login')).toBe(2);
  });

  it('is given up at the controller too', async () => {
    const amp = await startRawAmp({ 'ADSModule/GetLocalInstances': NO_SESSION });
    expect(await failureOf(amp.operator.watch.look('TOW01'))).toBeInstanceOf(TransientError);
    expect(amp.count('ADSModule/GetLocalInstances')).toBe(2);
    expect(amp.count('Core/Login')).toBe(2);
  });

  it('is renewed once for all that notice it at the same time', async () => {
    const lost = new Set<unknown>();
    const amp = await startRawAmp({
      'instance:Core/GetStatus': ({ body }) =>
        lost.has(body['SESSIONID']) ? NO_SESSION : { body: { State: 20 } },
    });
    const look = () => amp.operator.watch.look('TOW01');
    await Promise.all([look(), look(), look()]);
    expect(amp.count('Core/Login')).toBe(2);
    for (const { body } of amp.calls) lost.add(body['SESSIONID']);
    const looks = await Promise.all([look(), look(), look()]);
    expect(looks.map(({ state }) => state)).toEqual(['ready', 'ready', 'ready']);
    expect(amp.count('Core/Login')).toBe(4);
  });

  it('is not renewed again for one who notices it late', async () => {
    const amp = await startRawAmp();
    await amp.operator.watch.look('TOW01');
    amp.answers['instance:Core/GetStatus'] = inTurn(
      NO_SESSION,
      { ...NO_SESSION, delayMillis: 150 },
      { body: { State: 20 } },
    );
    const looks = await Promise.all([amp.operator.watch.look('TOW01'), amp.operator.watch.look('TOW01')]);
    expect(looks.map(({ state }) => state)).toEqual(['ready', 'ready']);
    expect(amp.count('Core/Login')).toBe(4);
  });
});
