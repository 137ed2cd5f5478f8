import type { ServerLook } from '../../../core/model/server-look.ts';

type Seen = Pick<ServerLook, 'state' | 'detail'>;

const plain = (state: ServerLook['state']): Seen => ({ state, detail: '' });
const busy = (detail: string): Seen => ({ state: 'busy', detail });
const unknown = (detail: string): Seen => ({ state: 'unknown', detail });

/** AMP's ApplicationState. */
const STATES: ReadonlyMap<number, Seen> = new Map([
  [-1, unknown('AMP has not found out yet what the server does')],
  [0, plain('stopped')],
  [5, plain('starting')],
  [7, plain('starting')],
  [10, plain('starting')],
  [20, plain('ready')],
  [30, plain('stopping')],
  [40, plain('stopping')],
  [45, plain('sleeping')],
  [50, plain('sleeping')],
  [60, busy('it waits for something outside of it')],
  [70, busy('AMP installs it')],
  [75, busy('AMP updates it')],
  [80, busy('AMP waits for somebody to answer a question about it')],
  [100, plain('failed')],
  [200, { state: 'stopped', detail: 'AMP has suspended it' }],
  [250, busy('it is under maintenance in AMP')],
  [999, unknown('AMP says that it can not tell')],
]);

/** What the number of AMP's ApplicationState means; one that no known version has is `unknown`. */
export function serverStateOf(applicationState: number): Seen {
  return STATES.get(applicationState) ?? unknown('AMP reports a state that homeamp does not know');
}
