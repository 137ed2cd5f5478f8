import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import {
  type AmpStandIn,
  type AmpStandInOptions,
  type SimEvent,
  type SimulatedServer,
  type SimulatedServerSpec,
  startAmpStandIn,
} from '../../../src/stand-ins/amp/index.ts';
import { temporaryFolder } from '../adapters/temporary-folder.ts';

export const PASSWORD = 'good-password';
export const START = Date.UTC(2030, 0, 1, 12);

export interface Ask {
  /** Sent as bearer; that of `session` when left out, '' for none. */
  readonly session?: string;
  /** Server to ask instead of the controller. */
  readonly through?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface AmpRig {
  readonly amp: AmpStandIn;
  readonly server: SimulatedServer;
  readonly instances: string;
  /** Moves the clock and lets happen what is due. */
  pass(millis: number): void;
  /** Status and text of an answer. */
  post(method: string, ask?: Ask): Promise<{ readonly status: number; readonly text: string }>;
  /** The answer read as JSON; undefined for an empty one. */
  // biome-ignore lint/suspicious/noExplicitAny: what a server said is looked at field by field
  ask(method: string, ask?: Ask): Promise<any>;
  /** Asks the first server, after a login there. */
  // biome-ignore lint/suspicious/noExplicitAny: what a server said is looked at field by field
  tell(method: string, parameters?: Readonly<Record<string, unknown>>): Promise<any>;
  /** Session at the controller, or at a server. */
  login(through?: string): Promise<string>;
  /** Below the application root of the first server. */
  write(file: string, text: string): void;
  read(file: string): string;
  /** Of one kind, or all. */
  events(kind?: SimEvent['kind']): readonly SimEvent[];
  /** States that the first server went through. */
  states(): readonly number[];
}

export interface RigOptions extends Partial<Omit<AmpStandInOptions, 'servers' | 'instancesFolder'>> {
  readonly server?: Partial<SimulatedServerSpec>;
  readonly others?: readonly SimulatedServerSpec[];
  /** Files of the first server before the stand-in starts, below the application root. */
  readonly files?: Readonly<Record<string, string>>;
  /** Files below `.ampdata`. */
  readonly ampFiles?: Readonly<Record<string, string>>;
  /** Time passes by itself. */
  readonly realTime?: boolean;
  /** The test makes violations on purpose. */
  readonly strays?: boolean;
}

export const NAME = 'TOW01';

/** The stand-in with one Paper called TOW01 and a clock that stands still. */
export async function ampRig(options: RigOptions = {}): Promise<AmpRig> {
  const {
    server: spec,
    others = [],
    files = {},
    ampFiles = {},
    strays = false,
    realTime = false,
    ...more
  } = options;
  const data = join(temporaryFolder(), '.ampdata');
  const instances = join(data, 'instances');
  const root = join(instances, NAME, spec?.module === 'GenericModule' ? '.' : 'Minecraft');
  writeAll(data, ampFiles);
  writeAll(root, files);
  let now = START;
  const amp = await startAmpStandIn({
    instancesFolder: instances,
    accounts: { agent: { password: PASSWORD } },
    servers: [{ name: NAME, module: 'Minecraft', ...spec }, ...others],
    ...(realTime ? {} : { now: () => now }),
    ...more,
  });
  onTestFinished(async () => {
    await amp.close();
    if (!strays) expect(amp.violations).toEqual([]);
  });
  const sessions = new Map<string, string>();
  const post: AmpRig['post'] = async (method, { session = '', through, parameters = {}, headers } = {}) => {
    const proxy = through === undefined ? '' : `/ADSModule/Servers/${amp.server(through).id}/API`;
    const response = await fetch(`${amp.url}/API${proxy}/${method}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json',
        ...(session === '' ? {} : { authorization: `Bearer ${session}` }),
        ...headers,
      },
      body: JSON.stringify(parameters),
    });
    return { status: response.status, text: await response.text() };
  };
  const ask: AmpRig['ask'] = async (method, more) => {
    const { text } = await post(method, more);
    return text === '' ? undefined : JSON.parse(text);
  };
  const login = async (through?: string): Promise<string> => {
    const parameters = credentials('agent', PASSWORD);
    return (await ask('Core/Login', { parameters, ...(through === undefined ? {} : { through }) })).sessionID;
  };
  return {
    amp,
    server: amp.server(NAME),
    instances,
    post,
    ask,
    login,
    pass(millis) {
      now += millis;
      amp.advance();
    },
    async tell(method, parameters = {}) {
      const session = sessions.get(NAME) ?? (await login(NAME));
      sessions.set(NAME, session);
      return ask(method, { session, through: NAME, parameters });
    },
    write: (file, text) => writeAll(root, { [file]: text }),
    read: (file) => readFileSync(join(root, file), 'utf8'),
    events: (kind) => amp.events.filter((event) => kind === undefined || event.kind === kind),
    states: () => amp.events.flatMap((event) => (event.kind === 'state' ? [event.to] : [])),
  };
}

export function credentials(username: string, password: string): Readonly<Record<string, unknown>> {
  return { username, password, token: '', rememberMe: false };
}

function writeAll(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
}
