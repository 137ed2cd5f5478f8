import { type CallFlaw, checkCall } from '../description/check-call.ts';
import type { CheckValue } from '../description/check-value.ts';
import { CONTROLLER_METHODS } from '../methods/controller-methods.ts';
import { INSTANCE_METHODS } from '../methods/instance-methods.ts';
import type { Instance } from '../server/instance.ts';
import { logIn } from './log-in.ts';
import type { Visit } from './receive.ts';
import { AmpRefusal, exception, lacks, statusFalse, unavailable } from './refusal.ts';
import { isAllowed, type Session } from './sessions.ts';
import type { AmpWorld } from './world.ts';

export interface Office {
  readonly world: AmpWorld;
  readonly checkValue: CheckValue;
  /** Told of every request and every answer that does not fit the description. */
  readonly onViolation: (text: string) => void;
}

/** A visit whose method and way are known. */
interface Errand {
  readonly method: string;
  readonly parameters: ReadonlyMap<string, unknown>;
  /** Undefined: the controller itself. */
  readonly instance: Instance | undefined;
}

/** The answer's body; undefined for none. */
export function carryOut(office: Office, visit: Visit): unknown {
  const name = visit.method ?? 'unknown';
  try {
    const errand = admit(office, visit);
    if (errand.method === 'Core/Login') return checked(office, errand.method, logIn(office.world, errand));
    const session = sessionOf(office.world, visit);
    const { refusalForm = 'exception' } = office.world.options;
    if (session === undefined) throw lacks('Session.Exists', refusalForm);
    const needed = office.world.methods.get(errand.method)?.permission;
    if (needed !== undefined && !isAllowed(session, needed)) throw lacks(needed, refusalForm);
    return checked(office, errand.method, perform(office.world, errand, session));
  } catch (error) {
    if (error instanceof AmpRefusal) return error.body;
    office.onViolation(`${name} failed: ${String(error)}`);
    return exception('Internal Error', 'The stand-in failed.').body;
  }
}

/** The session that came with a visit, where the options let it count and it is one of just this place. */
export function sessionOf({ options, sessions }: AmpWorld, visit: Visit): Session | undefined {
  const { sessionBy = 'both' } = options;
  const inBody = typeof visit.bodySession === 'string' ? visit.bodySession : undefined;
  const byBearer = sessionBy === 'body' ? undefined : visit.bearer;
  const id = byBearer ?? (sessionBy === 'bearer' ? undefined : inBody);
  return id === undefined ? undefined : sessions.find(id, visit.through);
}

/** Throws what AMP says of a request that does not fit its description, and keeps it as a violation. */
function admit({ world, checkValue, onViolation }: Office, visit: Visit): Errand {
  const stray = (text: string, refusal: AmpRefusal): AmpRefusal => {
    onViolation(`${visit.method ?? 'unknown'}: ${text}`);
    return refusal;
  };
  const [flaw] = visit.flaws;
  if (flaw !== undefined) throw stray(flaw, exception('Bad Request', flaw));
  const { method = '', parameters = new Map<string, unknown>(), through } = visit;
  const row = world.methods.get(method);
  const layer = through === undefined ? 'controller' : 'instance';
  if (row === undefined || (row.on !== 'both' && row.on !== layer)) {
    throw stray(`no such method of ${layer === 'controller' ? 'a' : 'an'} ${layer}`, unknownMethod(method));
  }
  for (const each of checkCall(row, parameters, checkValue)) throw stray(flawText(each), flawRefusal(each));
  if (through === undefined) return { method, parameters, instance: undefined };
  return { method, parameters, instance: reach(world, through, method) };
}

function reach({ instances }: AmpWorld, id: string, method: string): Instance {
  const instance = instances.get(id);
  if (instance === undefined) throw statusFalse('No such instance with this ID');
  if (!instance.daemon.isUp()) throw unavailable();
  const needsBackups = method.startsWith('LocalFileBackupPlugin/');
  if (needsBackups && instance.folder.spec.hasBackups === false) throw unknownMethod(method);
  return instance;
}

function perform(world: AmpWorld, { method, parameters, instance }: Errand, session: Session): unknown {
  const call = { parameters, session };
  return instance === undefined
    ? CONTROLLER_METHODS.get(method)?.(world, call)
    : INSTANCE_METHODS.get(method)?.(world, call, instance);
}

function checked({ world, checkValue, onViolation }: Office, method: string, answer: unknown): unknown {
  const { instancesShape = 'targets' } = world.options;
  const returns =
    method === 'ADSModule/GetInstances' && instancesShape === 'flat'
      ? 'List<InstanceSummary>'
      : (world.methods.get(method)?.returns ?? 'Void');
  const flaw = checkValue(returns, answer);
  if (flaw !== undefined) {
    onViolation(`${method} answered what is not described: ${flaw}`);
    throw exception('Internal Error', flaw);
  }
  const isPlain = Array.isArray(answer) || (answer !== undefined && typeof answer !== 'object');
  return instancesShape === 'wrapped' && isPlain ? { result: answer } : answer;
}

function unknownMethod(method: string): AmpRefusal {
  return exception('Method Not Found', `There is no method ${method}.`);
}

function flawText(flaw: CallFlaw): string {
  switch (flaw.kind) {
    case 'missing':
      return `the parameter ${flaw.parameter} is missing`;
    case 'unknown':
      return `there is no parameter ${flaw.parameter}`;
    case 'type':
      return `the parameter ${flaw.parameter} is no ${flaw.wanted}`;
  }
}

function flawRefusal(flaw: CallFlaw): AmpRefusal {
  const title = flaw.kind === 'missing' ? 'Key Not Found' : 'Invalid Parameter';
  return exception(title, `The request can't be used: ${flawText(flaw)}.`);
}
