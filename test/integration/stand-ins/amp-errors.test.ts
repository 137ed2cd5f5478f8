import { describe, expect, it } from 'vitest';
import { STATE } from '../../../src/stand-ins/amp/index.ts';
import { ampRig, credentials, NAME, PASSWORD } from './amp-rig.ts';

const NO_SESSION = {
  Title: 'Unauthorized Access',
  Message: 'This method requires the Session.Exists permission.',
  StackTrace: expect.any(String),
};

describe('logins', () => {
  it('give a session and who it is', async () => {
    const { ask } = await ampRig();
    const answer = await ask('Core/Login', { parameters: credentials('agent', PASSWORD) });
    expect(answer).toMatchObject({
      success: true,
      result: 10,
      permissions: ['*'],
      userInfo: { Username: 'agent' },
    });
    expect(answer.sessionID).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('are refused with a result in place of a status', async () => {
    const { post } = await ampRig({ accounts: { off: { password: PASSWORD, result: 25 } } });
    for (const [name, password, result] of [
      ['off', 'wrong', 0],
      ['nobody', PASSWORD, 0],
      ['toString', PASSWORD, 0],
      ['off', PASSWORD, 25],
    ] as const) {
      const { status, text } = await post('Core/Login', { parameters: credentials(name, password) });
      expect([status, JSON.parse(text)]).toMatchObject([200, { success: false, result, sessionID: null }]);
    }
  });

  it('of an account of one instance are known there alone', async () => {
    const { ask } = await ampRig({
      accounts: { local: { password: PASSWORD, onlyOn: [NAME] } },
      others: [{ name: 'VEL01', module: 'Minecraft' }],
    });
    const parameters = credentials('local', PASSWORD);
    const result = async (through?: string) =>
      (await ask('Core/Login', { parameters, ...(through === undefined ? {} : { through }) })).result;
    expect([await result(), await result('VEL01'), await result(NAME)]).toEqual([0, 0, 10]);
  });
});

describe('sessions', () => {
  it('are good at their own layer alone', async () => {
    const { ask, login } = await ampRig();
    const [atController, atInstance] = [await login(), await login(NAME)];
    expect(await ask('Core/GetStatus', { session: atController, through: NAME })).toEqual(NO_SESSION);
    expect(await ask('ADSModule/GetLocalInstances', { session: atInstance })).toEqual(NO_SESSION);
    expect(await ask('ADSModule/GetLocalInstances')).toEqual(NO_SESSION);
    expect((await ask('Core/GetStatus', { session: atInstance, through: NAME })).State).toBe(STATE.stopped);
  });

  it('are told missing in the other form too', async () => {
    const { ask } = await ampRig({ refusalForm: 'status' });
    expect(await ask('ADSModule/GetLocalInstances')).toEqual({
      Status: false,
      Reason: 'This method requires the Session.Exists permission.',
    });
  });

  it('are lost all at once', async () => {
    const { amp, ask, login } = await ampRig();
    const [session, own] = [await login(), await login(NAME)];
    amp.loseSessions();
    expect(await ask('ADSModule/GetLocalInstances', { session })).toEqual(NO_SESSION);
    expect(await ask('Core/GetStatus', { session: own, through: NAME })).toEqual(NO_SESSION);
  });

  it('end when nobody uses them', async () => {
    const { ask, login, pass } = await ampRig({ sessionIdleMillis: 60_000 });
    const session = await login();
    pass(50_000);
    expect(await ask('ADSModule/GetLocalInstances', { session })).toHaveLength(1);
    pass(50_000);
    expect(await ask('ADSModule/GetLocalInstances', { session })).toHaveLength(1);
    pass(60_001);
    expect(await ask('ADSModule/GetLocalInstances', { session })).toEqual(NO_SESSION);
  });

  it('come as a bearer, in the body, or both, where it counts', async () => {
    const outcomes = [];
    for (const sessionBy of ['both', 'bearer', 'body'] as const) {
      const { amp, ask, login } = await ampRig({ sessionBy });
      const session = await login();
      const inBody = { parameters: { SESSIONID: session } };
      const asked = [{ session }, inBody, { session, ...inBody }, {}];
      const isGood = [];
      for (const each of asked) isGood.push(Array.isArray(await ask('ADSModule/GetLocalInstances', each)));
      outcomes.push([sessionBy, ...isGood]);
      expect(amp.requests.list().map((request) => request.sessionBy)).toEqual([
        'none',
        'bearer',
        'body',
        'both',
        'none',
      ]);
    }
    expect(outcomes).toEqual([
      ['both', true, true, true, false],
      ['bearer', true, false, true, false],
      ['body', false, true, true, false],
    ]);
  });
});

describe('rights', () => {
  it('that are missing are named, and nothing is done', async () => {
    const permissions = ['Instances.TOW01.Manage', 'Core.AppManagement.StartApplication'];
    const { ask, server } = await ampRig({
      accounts: { agent: { password: PASSWORD, permissions } },
      server: { state: 'ready' },
    });
    const parameters = credentials('agent', PASSWORD);
    const { sessionID: session } = await ask('Core/Login', { through: NAME, parameters });
    const askAs = (method: string, more = {}) => ask(method, { session, through: NAME, parameters: more });
    expect((await askAs('Core/Stop')).Message).toBe(
      'This method requires the Core.AppManagement.StopApplication permission.',
    );
    expect(server.state).toBe(STATE.ready);
    const node = 'MinecraftModule.Minecraft.ServerType';
    expect((await askAs('Core/SetConfig', { node, value: 'x' })).Message).toContain(`Settings.${node}`);
    const holds = (PermissionNode: string) => askAs('Core/CurrentSessionHasPermission', { PermissionNode });
    expect(await holds('Core.AppManagement.StartApplication')).toBe(true);
    expect(await holds('Core.AppManagement.StopApplication')).toBe(false);
  });
});

describe('requests that AMP does not describe', () => {
  it('are answered as errors and kept as violations', async () => {
    const { amp, post, login, server } = await ampRig({ strays: true, server: { state: 'ready' } });
    const session = await login(NAME);
    const atController = await login();
    const own = { session, through: NAME };
    for (const [method, ask, title] of [
      ['Core/Nope', own, 'Method Not Found'],
      ['Core/Stop', { session: atController }, 'Method Not Found'],
      ['ADSModule/GetInstances', own, 'Method Not Found'],
      ['Core/Login', { parameters: { username: 'agent', password: PASSWORD } }, 'Key Not Found'],
      ['Core/Stop', { ...own, parameters: { InstanceId: server.id } }, 'Invalid Parameter'],
      ['Core/SendConsoleMessage', { ...own, parameters: { message: 1 } }, 'Invalid Parameter'],
      ['Core/SendConsoleMessage', { ...own, parameters: { message: null } }, 'Invalid Parameter'],
      ['Core/GetStatus', { ...own, parameters: { SESSIONID: 1 } }, 'Bad Request'],
      ['Core/GetStatus', { ...own, headers: { accept: '*/*' } }, 'Bad Request'],
      ['Core/GetStatus', { ...own, headers: { 'content-type': 'text/plain' } }, 'Bad Request'],
      [
        'ADSModule/GetInstance',
        { session: atController, parameters: { InstanceId: NAME } },
        'Invalid Parameter',
      ],
    ] as const) {
      const { status, text } = await post(method, ask);
      expect([status, method, JSON.parse(text)]).toMatchObject([200, method, { Title: title }]);
    }
    expect(server.state).toBe(STATE.ready);
    expect(amp.violations).toEqual([
      'Core/Nope: no such method of an instance',
      'Core/Stop: no such method of a controller',
      'ADSModule/GetInstances: no such method of an instance',
      'Core/Login: the parameter token is missing',
      'Core/Stop: there is no parameter InstanceId',
      'Core/SendConsoleMessage: the parameter message is no String',
      'Core/SendConsoleMessage: the parameter message is no String',
      'Core/GetStatus: SESSIONID is no text',
      'Core/GetStatus: does not accept JSON',
      'Core/GetStatus: the content type is not application/json',
      'ADSModule/GetInstance: the parameter InstanceId is no Guid',
    ]);
  });

  it('are no others than POST with a JSON object', async () => {
    const { amp } = await ampRig({ strays: true });
    const headers = { accept: 'application/json', 'content-type': 'application/json' };
    const url = `${amp.url}/API/Core/GetAPISpec`;
    for (const body of ['', '[]', 'null', '{', '"x"']) {
      const answer = await fetch(url, { method: 'POST', headers, body });
      expect(await answer.json()).toMatchObject({ Title: 'Bad Request' });
    }
    expect(await (await fetch(url, { headers })).json()).toMatchObject({ Title: 'Bad Request' });
    expect(amp.violations.map((text) => text.replace('Core/GetAPISpec: ', ''))).toEqual([
      ...Array(5).fill('the body is no JSON object'),
      'GET instead of POST',
    ]);
  });

  it('take the other version for strange', async () => {
    const { amp, tell } = await ampRig({ strays: true });
    const old = { Title: 'a', Description: '', Sticky: false, WasCreatedAutomatically: true };
    expect((await tell('LocalFileBackupPlugin/TakeBackup', old)).Title).toBe('Invalid Parameter');
    expect(amp.violations).toEqual([
      'LocalFileBackupPlugin/TakeBackup: there is no parameter WasCreatedAutomatically',
    ]);
  });

  it('lead nowhere outside of the API', async () => {
    const { amp } = await ampRig();
    const answer = await fetch(`${amp.url}/`, { method: 'POST', body: '{}' });
    expect([answer.status, await answer.text()]).toEqual([404, expect.stringContaining('<html>')]);
  });

  it('through an instance that is not there are refused', async () => {
    const { amp, login } = await ampRig();
    const id = '00000000-0000-4000-8000-000000000000';
    const answer = await fetch(`${amp.url}/API/ADSModule/Servers/${id}/API/Core/GetStatus`, {
      method: 'POST',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: `Bearer ${await login()}`,
      },
      body: '{}',
    });
    expect(await answer.json()).toEqual({ Status: false, Reason: 'No such instance with this ID' });
  });
});

describe('answers of the stand-in', () => {
  it('that AMP does not describe are kept as violations and do not go out', async () => {
    const permissions = [1 as unknown as string];
    const { amp, ask } = await ampRig({
      strays: true,
      accounts: { agent: { password: PASSWORD, permissions } },
    });
    const answer = await ask('Core/Login', { parameters: credentials('agent', PASSWORD) });
    expect(answer.Title).toBe('Internal Error');
    expect(amp.violations).toEqual([
      'Core/Login answered what is not described: .permissions[0] should be String, not 1',
    ]);
  });
});

describe('faults', () => {
  it('answer in place of the method, which is not carried out', async () => {
    const { amp, server, post, login } = await ampRig({ server: { state: 'ready' } });
    const session = await login(NAME);
    const stop = () => post('Core/Stop', { session, through: NAME });
    const answers = [];
    for (const kind of ['status-false', 'exception', 'bare-false', 'no-session', 'html-502'] as const) {
      amp.faults.add({ kind });
      answers.push(await stop());
    }
    expect(answers.map(({ status, text }) => [status, status === 200 ? JSON.parse(text) : text])).toEqual([
      [200, { Status: false, Reason: expect.any(String) }],
      [200, { Title: expect.any(String), Message: expect.any(String), StackTrace: expect.any(String) }],
      [200, false],
      [200, NO_SESSION],
      [502, expect.stringContaining('<html>')],
    ]);
    amp.faults.add({ kind: 'hang-up' });
    await expect(stop()).rejects.toThrow();
    expect([server.state, amp.requests.list().at(-1)?.status]).toEqual([STATE.ready, 0]);
  });

  it('spoil the answer of what was done', async () => {
    const { amp, events, post, login } = await ampRig({ server: { state: 'ready' } });
    const session = await login(NAME);
    const say = (text: string) =>
      post('Core/SendConsoleMessage', { session, through: NAME, parameters: { message: `say ${text}` } });
    amp.faults.add({ kind: 'hang-up-after' });
    await expect(say('one')).rejects.toThrow();
    amp.faults.add({ kind: 'torn' });
    const torn = await say('two');
    expect(() => JSON.parse(torn.text)).toThrow(SyntaxError);
    amp.faults.add({ kind: 'huge' });
    expect((await say('three')).text.length).toBeGreaterThan(30_000_000);
    amp.faults.add({ kind: 'slow', delayMillis: 60 });
    const began = performance.now();
    await say('four');
    expect(performance.now() - began).toBeGreaterThan(50);
    expect(events('say')).toMatchObject([
      { text: 'one' },
      { text: 'two' },
      { text: 'three' },
      { text: 'four' },
    ]);
  });

  it('empty and tear answers that have a body', async () => {
    const { amp, post, login } = await ampRig();
    const session = await login(NAME);
    const status = () => post('Core/GetStatus', { session, through: NAME });
    amp.faults.add({ kind: 'empty' });
    expect(await status()).toEqual({ status: 200, text: '' });
    amp.faults.add({ kind: 'torn' });
    const torn = await status();
    expect(torn.text.startsWith('{"State":0')).toBe(true);
    expect(() => JSON.parse(torn.text)).toThrow(SyntaxError);
  });

  it('meet what they were made for, as often as told', async () => {
    const { amp, ask, login } = await ampRig({ others: [{ name: 'VEL01', module: 'Minecraft' }] });
    const sessions = { [NAME]: await login(NAME), VEL01: await login('VEL01') };
    const state = async (through: 'TOW01' | 'VEL01') =>
      (await ask('Core/GetStatus', { session: sessions[through], through })).State;
    amp.faults.add({ kind: 'bare-false', match: { instance: 'VEL01', method: 'Core/GetStatus' }, times: 2 });
    amp.faults.add({ kind: 'exception', match: { layer: 'controller' }, times: 'forever' });
    const states = [await state('TOW01'), await state('VEL01'), await state('VEL01'), await state('VEL01')];
    expect(states).toEqual([0, undefined, undefined, 0]);
    for (const _ of ['once', 'again']) {
      expect((await ask('Core/Login', { parameters: credentials('agent', PASSWORD) })).Title).toBeDefined();
    }
    amp.faults.clear();
    expect(await login()).toBeDefined();
  });

  it('refuse logins and nothing else', async () => {
    const { amp, ask, login } = await ampRig();
    const session = await login();
    amp.faults.add({ kind: 'refuse-login', times: 'forever' });
    expect(await ask('ADSModule/GetLocalInstances', { session })).toHaveLength(1);
    const answer = await ask('Core/Login', { parameters: credentials('agent', PASSWORD) });
    expect(answer).toMatchObject({ success: false, result: 0 });
  });

  it('take the whole controller down for a while', async () => {
    const { amp, login } = await ampRig();
    const up = amp.faults.down();
    await expect(login()).rejects.toThrow();
    up();
    expect(await login()).toBeDefined();
  });
});

describe('the log of requests', () => {
  it('tells who asked what, and forgets when told to', async () => {
    const { amp, tell } = await ampRig();
    await tell('Core/GetTasks');
    expect(amp.requests.list()).toMatchObject([
      { method: 'Core/Login', instance: NAME, login: undefined, sessionBy: 'none', status: 200 },
      { method: 'Core/GetTasks', instance: NAME, login: 'agent', sessionBy: 'bearer', status: 200 },
    ]);
    amp.requests.clear();
    expect(amp.requests.list()).toEqual([]);
  });
});
