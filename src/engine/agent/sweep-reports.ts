import { OperatingError } from '../../core/model/errors.ts';
import { expiredPasses, passPrefix } from '../../core/report/pass-keys.ts';
import { jsonNote } from '../json-note.ts';
import type { AgentHost } from './agent-host.ts';

const DAY_MILLIS = 86_400_000;
const AT_MOST = 1000;
/** What is left is dropped by the next passes, so that none takes long for it. */
const AT_ONCE = 200;

const sweptAt = jsonNote<number>('report/swept-at');

/** Drops old reports of this host's passes, once a day. A store that does not let it is told of in the log alone. */
export async function sweepReports(agent: AgentHost): Promise<void> {
  const { notes, clock, reports, retention, log, name } = agent;
  const now = clock.now();
  const last = sweptAt.read(notes);
  // A clock that was set back must not end it for ever.
  if (last !== undefined && Math.abs(now - last) < DAY_MILLIS) return;
  try {
    const keys = await reports.list(passPrefix(name));
    const { keepMillis } = retention;
    const expired = expiredPasses(name, keys, { now, keepMillis, atMost: AT_MOST });
    for (const key of expired.slice(0, AT_ONCE)) await reports.delete(key);
    if (expired.length > AT_ONCE) return;
  } catch (failure) {
    if (!(failure instanceof OperatingError)) throw failure;
    log.warn('old reports could not be dropped', { why: failure.message });
  }
  sweptAt.write(notes, now);
}
