import { type Call, LOGIN } from './call.ts';
import { crashed, sessionLost } from './failures.ts';
import type { Answer } from './judge-reply.ts';
import { createLayer, type Layer, type LayerOptions, type Session } from './layer.ts';

/** AMP's controller, which knows the instances and passes calls on to them. It is never told to start or stop. */
export interface Controller {
  /** The session in force, or that of a new login. */
  session(): Promise<Session>;
  /** Forgets a session, unless another is in force already. */
  leave(session: Session): void;
  /** Has to be logged in to once more before anything is asked behind it. */
  doubt(): void;
  /** Logs in once more where AMP has forgotten the session, and gives up with `TransientError` where it does so again. */
  ask(call: Call): Promise<Answer>;
}

export function createController(options: LayerOptions): Controller {
  const layer = createLayer(options);
  const ask = async (call: Call): Promise<Answer> => {
    const session = await sessionOf(layer);
    const answer = await layer.send(session, call, {});
    if (answer.kind === 'session-lost') layer.leave(session);
    if (answer.kind === 'forbidden') layer.leaveOld(session);
    return answer;
  };
  return {
    session: () => sessionOf(layer),
    leave: layer.leave,
    doubt: layer.leaveAny,
    ask: async (call) => {
      const first = await ask(call);
      const answer = first.kind === 'session-lost' ? await ask(call) : first;
      if (answer.kind === 'session-lost') throw sessionLost();
      return answer;
    },
  };
}

async function sessionOf(layer: Layer): Promise<Session> {
  const entry = await layer.enter();
  // Only an instance behind it can be unavailable.
  if (entry.kind === 'unavailable') throw crashed(LOGIN);
  return entry.session;
}
